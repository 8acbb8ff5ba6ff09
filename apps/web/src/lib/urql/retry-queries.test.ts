import { Client, type Exchange, makeErrorResult, makeResult, type Operation } from '@urql/core';
import { parse } from 'graphql';
import { beforeEach, expect, test, vi } from 'vitest';
import { filter, map, pipe } from 'wonka';
import { activeQueriesExchange, refetchFailed } from './active-queries';
import { retryQueriesExchange } from './retry-queries';

const Question = parse('query { question }');
const Deed = parse('mutation { deed }');

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { onLine: true });
});

const unreachable = (operation: Operation) =>
  makeErrorResult(operation, new TypeError('Failed to fetch'));

const answerWithout = (code: string) => (operation: Operation) =>
  makeResult(operation, {
    data: { question: null },
    errors: [{ message: 'Oh.', path: ['question'], extensions: { code } }],
  });

/** A client that fails so many times before it gets an answer. */
function clientThatFails(times: number, fail = unreachable) {
  let attempts = 0;
  const network: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind !== 'teardown'),
      map((operation) => {
        attempts += 1;
        return attempts > times
          ? makeResult(operation, { data: { question: 'answer' } })
          : fail(operation);
      }),
    );
  const client = new Client({
    url: 'http://test',
    preferGetMethod: false,
    exchanges: [activeQueriesExchange, retryQueriesExchange, network],
  });
  return { client, attempts: () => attempts };
}

test('a query that got no answer is asked again before anybody hears of it', async () => {
  const { client } = clientThatFails(2);
  const seen: unknown[] = [];
  client.query(Question, {}).subscribe(({ data, error }) => seen.push(error ?? data));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(seen).toEqual([{ question: 'answer' }]);
});

test.each(['INTERNAL_SERVER_ERROR', 'EXECUTION_TIMEOUT'])(
  'so is one that the API could not answer: %s',
  async (code) => {
    const { client } = clientThatFails(2, answerWithout(code));
    const seen: unknown[] = [];
    client.query(Question, {}).subscribe(({ data, error }) => seen.push(error ?? data));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(seen).toEqual([{ question: 'answer' }]);
  },
);

test('a refusal is an answer', async () => {
  const { client, attempts } = clientThatFails(9, answerWithout('FORBIDDEN'));
  client.query(Question, {}).subscribe(() => {});
  await vi.advanceTimersByTimeAsync(5_000);
  expect(attempts()).toBe(1);
});

test('after a few attempts the error is shown, and the question is asked again once the stream is live', async () => {
  const { client } = clientThatFails(3);
  const seen: unknown[] = [];
  client
    .query(Question, {})
    .subscribe(({ data, error }) => seen.push(error?.networkError?.message ?? data));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(seen).toEqual(['Failed to fetch']);
  refetchFailed(client);
  await vi.advanceTimersByTimeAsync(0);
  expect(seen.at(-1)).toEqual({ question: 'answer' });
});

test('a mutation is never repeated behind somebody’s back', async () => {
  const { client, attempts } = clientThatFails(1);
  const seen: unknown[] = [];
  client.mutation(Deed, {}).subscribe(({ error }) => seen.push(error?.networkError?.message));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(seen).toEqual(['Failed to fetch']);
  expect(attempts()).toBe(1);
});

test('without a network there is nothing to try', async () => {
  vi.stubGlobal('navigator', { onLine: false });
  const { client, attempts } = clientThatFails(1);
  client.query(Question, {}).subscribe(() => {});
  await vi.advanceTimersByTimeAsync(5_000);
  expect(attempts()).toBe(1);
});

test('who has gone away is not asked for', async () => {
  const { client, attempts } = clientThatFails(9);
  const { unsubscribe } = client.query(Question, {}).subscribe(() => {});
  unsubscribe();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(attempts()).toBe(1);
});
