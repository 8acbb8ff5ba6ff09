import { Client, type Exchange, makeResult } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { parse } from 'graphql';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { filter, map, pipe, tap } from 'wonka';
import { activeQueriesExchange, sentQueriesExchange } from './active-queries';
import { afterFrameExchange } from './after-frame';

const Name = parse('query Name { pot { id name } }');
const answer = { __typename: 'Query', pot: { __typename: 'Pot', id: '1', name: 'Zhu' } };

const FRAME_MS = 16;

/** A client with the cache, and how often its network has been asked. */
function makeClient() {
  const network = { asked: 0 };
  const server: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind === 'query'),
      tap(() => {
        network.asked += 1;
      }),
      map((operation) => makeResult(operation, { data: answer })),
    );
  const exchanges = [
    activeQueriesExchange,
    cacheExchange({}),
    sentQueriesExchange,
    afterFrameExchange,
    server,
  ];
  const client = new Client({ url: 'http://test', preferGetMethod: false, exchanges });
  const open = () => {
    const seen: unknown[] = [];
    const { unsubscribe } = client
      .query(Name, {}, { requestPolicy: 'cache-and-network' })
      .subscribe(({ data }) => seen.push(data?.pot.name));
    return { seen, close: unsubscribe };
  };
  return { network, open };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, FRAME_MS));
});

afterEach(async () => {
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what is not known is asked for at once', () => {
  const { network, open } = makeClient();
  const { seen, close } = open();
  expect([network.asked, seen]).toEqual([1, ['Zhu']]);
  close();
});

test('what is known is shown at once, and asked for anew behind the frame', async () => {
  const { network, open } = makeClient();
  open().close();
  const again = open();
  expect([network.asked, again.seen]).toEqual([1, ['Zhu']]);
  await vi.advanceTimersByTimeAsync(FRAME_MS - 1);
  expect(network.asked).toBe(1);
  await vi.advanceTimersByTimeAsync(2);
  expect(network.asked).toBe(2);
  again.close();
});

test('what is left again before the frame is not asked for', async () => {
  const { network, open } = makeClient();
  open().close();
  open().close();
  await vi.advanceTimersByTimeAsync(FRAME_MS * 10);
  expect(network.asked).toBe(1);
});

test('a page that draws no frames asks all the same', async () => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  const { network, open } = makeClient();
  open().close();
  const again = open();
  await vi.advanceTimersByTimeAsync(150);
  expect(network.asked).toBe(2);
  again.close();
});
