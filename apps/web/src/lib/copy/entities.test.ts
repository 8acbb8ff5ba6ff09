import { Client, type Exchange, gql, makeResult } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { beforeEach, expect, test, vi } from 'vitest';
import { map, pipe } from 'wonka';
import { Disk } from './disk.fixture';
import { type EntityRules, KeptEntities } from './entities';

// In tests the cache neither collects garbage nor tells what has changed, to be faster.
beforeEach(() => {
  vi.stubEnv('NODE_ENV', 'production');
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A page whose cache begins with what is on the disk, and whose network answers so. */
async function page(disk: Disk, answers: object[], rules: EntityRules = {}) {
  const entities = new KeptEntities(rules);
  const network: Exchange = () => (operations) =>
    pipe(
      operations,
      map((operation) => makeResult(operation, { data: answers.shift() ?? null })),
    );
  const client = new Client({
    url: 'http://test',
    preferGetMethod: false,
    exchanges: [cacheExchange({ storage: entities.storage }), network],
  });
  disk.restore(entities);
  await entities.hydrated;
  return {
    client,
    async keep() {
      await settle();
      disk.take(entities);
    },
  };
}

const List = gql`{ viewer { id chats { id name newest { id text } } } }`;
const Pages = gql`{ viewer { id pages(last: 2) { items { id text } } } }`;
const chat = (id: string, text: string) => ({
  __typename: 'Chat',
  id,
  name: `Chat ${id}.`,
  newest: { __typename: 'Message', id: `newest of ${id}`, text },
});
const list = (...chats: object[]) => ({
  __typename: 'Query',
  viewer: { __typename: 'Viewer', id: 'me', chats },
});
const known = { requestPolicy: 'cache-only' } as const;

test('what one page has fetched, the next one shows without a network', async () => {
  const disk = new Disk();
  const first = await page(disk, [list(chat('a', 'one'), chat('b', 'two'))]);
  const fetched = await first.client.query(List, {}).toPromise();
  await first.keep();
  const next = await page(disk, []);
  const shown = await next.client.query(List, {}, known).toPromise();
  expect(shown.data).toEqual(fetched.data);
  expect(shown.data.viewer.chats[1].newest.text).toBe('two');
});

test('what nothing leads to any more is gone from the disk', async () => {
  const disk = new Disk();
  const first = await page(disk, [
    list(chat('a', 'one'), chat('b', 'two')),
    list(chat('a', 'one')),
  ]);
  await first.client.query(List, {}).toPromise();
  await first.client.query(List, {}, { requestPolicy: 'network-only' }).toPromise();
  await first.keep();
  const next = await page(disk, []);
  await next.keep();
  const names = disk.keys('entity');
  expect(names).toContain('Chat:a');
  expect(names).not.toContain('Chat:b');
  expect(names).not.toContain('Message:newest of b');
});

test('fields that are not to be kept are not, nor what is theirs alone', async () => {
  const disk = new Disk();
  const items = [{ __typename: 'Message', id: 'large', text: 'large' }];
  const pages = { __typename: 'Pages', items };
  const answer = { __typename: 'Query', viewer: { __typename: 'Viewer', id: 'me', pages } };
  const first = await page(disk, [answer], { unkept: { Viewer: ['pages'] } });
  await first.client.query(Pages, {}).toPromise();
  await first.keep();
  expect(JSON.stringify(disk.all())).not.toContain('pages');
  const next = await page(disk, []);
  await next.keep();
  expect(JSON.stringify(disk.all())).not.toContain('large');
});

test('a list is shortened when it is taken from the disk, and the rest goes', async () => {
  const disk = new Disk();
  const first = await page(disk, [list(chat('a', 'one'), chat('b', 'two'))]);
  await first.client.query(List, {}).toPromise();
  await first.keep();
  const shorten = { chats: (keys: readonly string[]) => keys.slice(0, 1) };
  const next = await page(disk, [], { shorten });
  const shown = await next.client.query(List, {}, known).toPromise();
  expect(shown.data.viewer.chats).toHaveLength(1);
  await next.keep();
  expect(disk.keys('entity')).not.toContain('Chat:b');
});
