import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, everyActor, type Outcome } from './testing/authorisation/actors.ts';
import { tryEverybody } from './testing/authorisation/change.ts';
import { Companies, type Company } from './testing/authorisation/company.ts';
import { allFieldsOf, payloadTypes } from './testing/authorisation/coordinates.ts';
import { changes } from './testing/authorisation/rows.ts';
import { WITH_OUTBOX } from './testing/mailbox.ts';
import { type Stage, startStage } from './testing/stage.ts';
import { WITH_ENGINE } from './testing/voices.ts';

/** Every change of docs/authorisation.md, as everybody tries to make it. */

let stage: Stage;
let companies: Companies;
let shared: Company;
const answered = new Set<string>();
beforeAll(async () => {
  stage = await startStage({ ...WITH_OUTBOX, ...WITH_ENGINE });
  companies = new Companies(stage);
  shared = await companies.one();
}, 60_000);
afterAll(() => stage.close());

describe.each(Object.entries(changes))('%s', (_domain, rows) => {
  for (const [place, row] of rows)
    test(`${place}: ${row.of}`, { timeout: 60_000 }, async () => {
      const done = await tryEverybody(companies, shared, place, row);
      for (const { fields } of Object.values(done)) for (const field of fields) answered.add(field);
      const outcomes = everyActor.map((actor): [Actor, Outcome] => [actor, done[actor].outcome]);
      expect(Object.fromEntries(outcomes)).toEqual(row.may);
    });
});

test('every field of every answer is answered to somebody', () => {
  const all = allFieldsOf(payloadTypes());
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter((field) => !answered.has(field))).toEqual([]);
});
