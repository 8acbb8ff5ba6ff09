import { Client, CombinedError, type Exchange, makeResult, type Operation } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { filter, makeSubject, merge, pipe, tap } from 'wonka';
import { besideCache, withBesideCache } from './beside-cache';

const Pot = parse('query Pot($id: ID!) { pot(id: $id) { id name } }');
const pot = (id: string, name: string) => ({
  __typename: 'Query',
  pot: { __typename: 'Pot', id, name },
});

/** The network is in the test's hands. */
function makeClient() {
  const sent: Operation[] = [];
  const { source, next } = makeSubject<ReturnType<typeof makeResult>>();
  const network: Exchange = () => (operations) =>
    merge([
      source,
      pipe(
        operations,
        tap((operation) => sent.push(operation)),
        filter((_operation): _operation is never => false),
      ),
    ]);
  const written: string[] = [];
  const cache = cacheExchange({
    updates: {
      Query: { pot: (result) => void written.push((result.pot as { name: string }).name) },
    },
  });
  const client = new Client({
    url: 'http://test',
    preferGetMethod: false,
    exchanges: [withBesideCache(cache), network],
  });
  const answer = (data: object | undefined, error?: Error) => {
    const operation = sent.at(-1) as Operation;
    next(makeResult(operation, { data, ...(error && { errors: [error] }) }));
  };
  return { client, sent, written, answer };
}

test('what is asked for beside the cache is answered, and the cache hears nothing of it', async () => {
  const { client, sent, written, answer } = makeClient();
  const shown: unknown[] = [];
  client.query(Pot, { id: '1' }).subscribe(({ data }) => shown.push(data?.pot.name));
  answer(pot('1', 'Zhu'));
  const beside = client.query(Pot, { id: '2' }, besideCache).toPromise();
  answer(pot('2', 'Ni'));
  expect((await beside).data?.pot).toEqual({ __typename: 'Pot', id: '2', name: 'Ni' });
  expect(written).toEqual(['Zhu']);
  expect(shown).toEqual(['Zhu']);
  expect(sent.filter(({ kind }) => kind === 'query')).toHaveLength(2);
});

test('what the cache knows is no answer to it', async () => {
  const { client, answer } = makeClient();
  client.query(Pot, { id: '1' }).subscribe(() => {});
  answer(pot('1', 'Zhu'));
  const beside = client.query(Pot, { id: '1' }, besideCache).toPromise();
  answer(pot('1', 'Ni'));
  expect((await beside).data?.pot.name).toBe('Ni');
});

test('its answer is told once', () => {
  const { client, answer } = makeClient();
  const told: unknown[] = [];
  client.query(Pot, { id: '1' }, besideCache).subscribe(({ data }) => told.push(data?.pot.name));
  answer(pot('1', 'Zhu'));
  expect(told).toEqual(['Zhu']);
});

test('types are named in its answer as the cache would have them', () => {
  const { client, sent } = makeClient();
  const fields = () => print((sent.at(-1) as Operation).query).match(/__typename/g)?.length;
  client.query(Pot, { id: '1' }).subscribe(() => {});
  const throughCache = fields();
  client.query(Pot, { id: '2' }, besideCache).subscribe(() => {});
  expect(fields()).toBe(throughCache);
});

test('a failure reaches who asked, and giving up reaches the network', async () => {
  const { client, sent, answer } = makeClient();
  const failing = client.query(Pot, { id: '1' }, besideCache).toPromise();
  answer(undefined, new Error('No such pot'));
  expect((await failing).error).toBeInstanceOf(CombinedError);
  client
    .query(Pot, { id: '2' }, besideCache)
    .subscribe(() => {})
    .unsubscribe();
  expect(sent.map(({ kind }) => kind)).toEqual(['query', 'teardown', 'query', 'teardown']);
});
