import type { GraphQLInterfaceType } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { closePages } from '@/features/messages/cache.fixture';
import { CASES, SILENT, STANDS } from './events.fixture';
import { opened, schema } from './screens.fixture';
import { Town } from './town.fixture';

/**
 * After any event the page shows what it would if everything were fetched afresh. Every query of every feature is open at
 * once; the event is told as the API tells it; what the caches ask for again is answered; and then each query is compared
 * with a fresh answer.
 */

afterEach(closePages);

test('every event of the contract has a case', () => {
  const events = schema
    .getPossibleTypes(schema.getType('Event') as GraphQLInterfaceType)
    .map(({ name }) => name);
  expect([...Object.keys(CASES), ...Object.keys(SILENT)].sort()).toEqual(events.sort());
});

test('every query that features ask shows something of the town', async () => {
  const town = new Town();
  const { wrong, history, freshHistory } = await opened(town);
  expect(wrong()).toEqual([]);
  expect(history()).toEqual(freshHistory());
  expect(history()).toHaveLength(5);
});

describe.each(Object.entries(CASES))('%s', (kind, cases) => {
  test.each(Object.entries(cases))('%s', async (_name, happens) => {
    for (const times of [1, 2]) {
      const town = new Town();
      const { hear, wrong, history, freshHistory } = await opened(town);
      const events = [happens(town)].flat();
      for (let time = 0; time < times; time += 1) for (const event of events) await hear(event);
      expect(wrong().filter(({ name }) => name !== STANDS[kind])).toEqual([]);
      expect(history()).toEqual(freshHistory());
    }
  });
});
