import { Client, type Exchange, getOperationName, makeResult } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { parse } from 'graphql';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { delay, filter, map, pipe } from 'wonka';
import { activeQueriesExchange, sentQueriesExchange } from './active-queries';

const Name = parse('query Name { pot { id name } }');
const Size = parse('query Size { pot { id size } }');
const Rename = parse('mutation Rename { rename { pot { id name } } }');

const pot = { __typename: 'Pot', id: '1' };
const renamed = { __typename: 'Renamed', pot: { ...pot, name: 'Chen' } };
const answers: Record<string, object> = {
  Name: { __typename: 'Query', pot: { ...pot, name: 'Zhu' } },
  Size: { __typename: 'Query', pot: { ...pot, size: 4 } },
  Rename: { __typename: 'Mutation', rename: renamed },
};

const ROUND_TRIP_MS = 100;

function makeClient() {
  const network: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind !== 'teardown'),
      delay(ROUND_TRIP_MS),
      map((operation) =>
        makeResult(operation, { data: answers[getOperationName(operation.query) ?? ''] }),
      ),
    );
  const cache = cacheExchange({
    resolvers: { Query: { pot: () => ({ __typename: 'Pot', id: '1' }) } },
    optimistic: { rename: () => renamed },
  });
  return new Client({
    url: 'http://test',
    preferGetMethod: false,
    exchanges: [activeQueriesExchange, cache, sentQueriesExchange, network],
  });
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('what is opened while an optimistic mutation about it is under way is fetched when that is over', async () => {
  const client = makeClient();
  client.query(Name, {}).subscribe(() => {});
  await vi.advanceTimersByTimeAsync(ROUND_TRIP_MS);

  client.mutation(Rename, {}).subscribe(() => {});
  await vi.advanceTimersByTimeAsync(ROUND_TRIP_MS / 2);
  const seen: unknown[] = [];
  client.query(Size, {}).subscribe(({ data }) => seen.push(data?.pot.size));
  await vi.advanceTimersByTimeAsync(ROUND_TRIP_MS * 3);
  expect(seen).toEqual([4]);
});
