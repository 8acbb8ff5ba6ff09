import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, everybody, signedIn } from './testing/authorisation/actors.ts';
import { Companies } from './testing/authorisation/company.ts';
import { allFieldsOf, eventTypes } from './testing/authorisation/coordinates.ts';
import { Audience } from './testing/authorisation/events.ts';
import { shown } from './testing/authorisation/fields.ts';
import { CONTROL, events } from './testing/authorisation/rows.ts';
import { contentsOf } from './testing/authorisation/selection.ts';
import { WITH_OUTBOX } from './testing/mailbox.ts';
import { type Stage, startStage } from './testing/stage.ts';

/** Every event of docs/authorisation.md, and who hears of it on a live stream of their own. */

let stage: Stage;
let audience: Audience;
const answered = new Set<string>();
beforeAll(async () => {
  stage = await startStage(WITH_OUTBOX);
  audience = await Audience.gather(await new Companies(stage).one());
}, 60_000);
afterAll(async () => {
  audience.close();
  await stage.close();
});

test('without a session no stream is opened', async () => {
  expect(await audience.refusals()).toEqual({ anonymous: 4401, expired: 4401, revoked: 4401 });
});

for (const kind of CONTROL)
  test(`${kind} is told to whoever listens`, () => {
    const { cells, heard } = audience.heardOf(kind);
    for (const field of contentsOf(heard).fields) answered.add(field);
    expect(cells).toEqual(everybody);
  });

describe('events', () => {
  for (const [kind, row] of events)
    test(`${kind}: ${row.of}`, async () => {
      const telling = await audience.hear(kind, row);
      const { cells, heard } = telling;
      for (const field of contentsOf(heard).fields) answered.add(field);
      expect(cells).toEqual(row.gets);
      for (const [field, finders] of Object.entries(row.finds ?? {})) {
        const found = signedIn.filter((actor) =>
          heard[actor].some((event) => shown(event[field]) === 'OK'),
        );
        expect(found, `${kind}.${field}`).toEqual(signedIn.filter(isAmong(finders)));
      }
      expect(await audience.unfetchable(telling)).toEqual([]);
      expect(await audience.caughtUpWith(telling)).toEqual(row.catchesUp ?? row.gets);
    });

  test('every field of every event is told to somebody', () => {
    const all = allFieldsOf(eventTypes());
    expect(all.length).toBeGreaterThan(200);
    expect(all.filter((field) => !answered.has(field))).toEqual([]);
  });
});

const isAmong = (some: readonly Actor[]) => (actor: Actor) => some.includes(actor);
