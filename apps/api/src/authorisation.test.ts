import { extendSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from './schema.ts';
import { everyActor, signedIn } from './testing/authorisation/actors.ts';
import { placesRuled, placesToRule } from './testing/authorisation/coordinates.ts';
import { cellsOf, fieldRows } from './testing/authorisation/fields.ts';
import { objectRows } from './testing/authorisation/objects.ts';
import { committedTable } from './testing/authorisation/print.ts';
import { changes, events, queries } from './testing/authorisation/rows.ts';
import { printTable } from './testing/authorisation/table.ts';

/**
 * Who may what is said once, for every place of the schema, in testing/authorisation, and printed as
 * docs/authorisation.md. Here is shown that nothing is left out; that it is so, in authorisation-*.test.ts.
 */

describe('every place of the schema has a row', () => {
  const ruled = placesRuled();
  const places = placesToRule();
  test('that is, every root field, id, node type, event and field that depends on the viewer', () => {
    for (const place of ['Query.node(id:)', 'Mutation.sendMessage(mentions.userId:)'])
      expect([...places.keys()]).toContain(place);
    const missing = [...places].filter(([place]) => !ruled.has(place));
    const wanted = missing.map(
      ([place, file]) =>
        `${place}: add a row to src/testing/authorisation/${file}, and say who may`,
    );
    expect(wanted).toEqual([]);
  });

  test('and a new one without a row is noticed', () => {
    const grown = extendSchema(
      schema,
      parse(`
        extend type Query { secret(id: ID!): Secret }
        extend type Mutation { tell(input: TellInput!): TellPayload! }
        input TellInput { text: String!, to: [WhomInput!]! }
        input WhomInput { userId: ID! }
        type TellPayload { secret: Secret }
        type Secret implements Node { id: ID! "Depends on the viewer." mine: Boolean! }
        type SecretTold implements Event { cursor: Cursor! "Depends on the viewer." secret: Secret }
      `),
    );
    expect([...placesToRule(grown).keys()].filter((place) => !ruled.has(place)).sort()).toEqual([
      'Mutation.tell(to.userId:)',
      'Query.secret',
      'Query.secret(id:)',
      'Secret',
      'Secret.mine',
      'SecretTold',
      'SecretTold.secret',
    ]);
  });

  test('and every row is about a place', () => {
    expect([...ruled].filter((place) => !places.has(place))).toEqual([]);
  });
});

describe('every row says something', () => {
  const rows = [
    ...Object.values(objectRows).map(({ type, may }) => [type, may] as const),
    ...Object.entries(fieldRows).map(([field, row]) => [field, cellsOf(row)] as const),
    ...queries.map(([field, { may }]) => [field, may] as const),
    ...Object.values(changes)
      .flat()
      .map(([place, { may }]) => [place, may] as const),
    ...events.map(([type, { gets }]) => [type, gets] as const),
  ];

  test('that somebody may, in one situation at least: else a row would be right of an API that answers nobody', () => {
    const places = new Set(rows.map(([place]) => place));
    const open = new Set(
      rows
        .filter(([, cells]) =>
          signedIn.some((actor) => !['NOT_FOUND', 'NONE'].includes(cells[actor])),
        )
        .map(([place]) => place),
    );
    expect([...places].filter((place) => !open.has(place))).toEqual([]);
  });

  test('of everybody', () => {
    for (const [place, cells] of rows) expect(Object.keys(cells), place).toEqual(everyActor);
  });
});

test('docs/authorisation.md says the same: npm run authorisation -w @teahouse/api', () => {
  expect(committedTable()).toBe(printTable());
});
