import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, everyActor, type Outcome, signedIn } from './testing/authorisation/actors.ts';
import { Companies } from './testing/authorisation/company.ts';
import { allFieldsOf, readTypes } from './testing/authorisation/coordinates.ts';
import { cellsOf, fieldRows, findings } from './testing/authorisation/fields.ts';
import type { Furnished } from './testing/authorisation/object-row.ts';
import { objectRows } from './testing/authorisation/objects.ts';
import { askEverybody } from './testing/authorisation/queries.ts';
import {
  type Crawl,
  crawl,
  furnish,
  type Readings,
  readEverything,
  typeOf,
} from './testing/authorisation/reading.ts';
import { queries } from './testing/authorisation/rows.ts';
import { WITH_OUTBOX } from './testing/mailbox.ts';
import { type Stage, startStage } from './testing/stage.ts';
import { WITH_ENGINE } from './testing/voices.ts';

/** Every object, every field and every question of docs/authorisation.md, as everybody is answered. */

let stage: Stage;
let company: Furnished;
let readings: Readings;
const answered = new Set<string>();
beforeAll(async () => {
  stage = await startStage({
    ...{ ...WITH_OUTBOX, ...WITH_ENGINE },
    ...{ CAPTCHA: 'true', CAPTCHA_DIFFICULTY: '1' },
  });
  company = await furnish(await new Companies(stage).one());
  readings = await readEverything(company);
}, 60_000);
afterAll(() => stage.close());

describe('objects', () => {
  for (const [name, { type, of, may }] of Object.entries(objectRows))
    test(`${type}: ${of}`, () => {
      expect(typeOf(company.ids[name] ?? '')).toBe(type);
      const outcomes = everyActor.map((actor): [Actor, Outcome | undefined] => [
        actor,
        readings[name]?.[actor].outcome,
      ]);
      expect(Object.fromEntries(outcomes)).toEqual(may);
    });
});

describe('fields that differ from viewer to viewer', () => {
  for (const [coordinate, row] of Object.entries(fieldRows))
    test(`${coordinate}: ${objectRows[row.on]?.of}`, () => {
      expect(findings(readings, coordinate, row)).toEqual(cellsOf(row));
    });
});

describe('questions', () => {
  for (const [coordinate, row] of queries)
    test(`${coordinate}: ${row.of}`, async () => {
      const { cells, fields } = await askEverybody(company, coordinate, row);
      for (const field of fields) answered.add(field);
      expect(cells).toEqual(row.may);
    });
});

describe('whatever field one follows', () => {
  const crawls = new Map<Actor, Crawl>();
  for (const actor of signedIn)
    test(`${actor} comes upon nothing that the table denies them`, {
      timeout: 60_000,
    }, async () => {
      const found = await crawl(company, actor);
      crawls.set(actor, found);
      expect(found.errors).toEqual([]);
      const denied = Object.entries(company.ids)
        .filter(([name]) => objectRows[name]?.may[actor] !== 'OK')
        .filter(([, id]) => found.ids.has(id))
        .map(([name, id]) => `${objectRows[name]?.type} ${name}, by ${found.ids.get(id)}`);
      expect(denied).toEqual([]);
    });

  test('every field of every object is answered to somebody', () => {
    for (const { fields } of crawls.values()) for (const field of fields) answered.add(field);
    const all = allFieldsOf(readTypes());
    expect(all.length).toBeGreaterThan(300);
    const unseen = all.filter((field) => !answered.has(field));
    expect(unseen, 'Make something in testing/authorisation/objects.ts that has these').toEqual([]);
  });
});
