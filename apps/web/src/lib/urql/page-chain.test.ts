import { Client, type Exchange, makeResult, type Operation } from '@urql/core';
import { expect, test } from 'vitest';
import { delay, filter, fromValue, makeSubject, merge, mergeMap, pipe } from 'wonka';
import { graphql } from '@/lib/graphql';
import { PageChain } from './page-chain';

const FriendsQuery = graphql(`
  query PageChainTest($after: String) {
    viewer {
      friends(first: 2, after: $after) {
        edges {
          node {
            id
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** An API with so many friends, two to a page; `push` answers a page again, as the cache does when it changes. */
function friends(names: string[], { slow = false } = {}) {
  const pushed = makeSubject<ReturnType<typeof makeResult>>();
  const asked: Operation[] = [];
  const answer = (operation: Operation) => {
    const { after } = operation.variables as { after: string | null };
    const from = after ? names.indexOf(after) + 1 : 0;
    const page = names.slice(from, from + 2);
    return makeResult(operation, {
      data: {
        viewer: {
          friends: {
            edges: page.map((id) => ({ node: { id } })),
            pageInfo: { hasNextPage: from + 2 < names.length, endCursor: page.at(-1) ?? null },
          },
        },
      },
    });
  };
  const api: Exchange = () => (operations) =>
    merge([
      pushed.source,
      pipe(
        operations,
        filter(({ kind }) => kind === 'query'),
        mergeMap((operation) => {
          asked.push(operation);
          const answered = fromValue(answer(operation));
          return slow ? delay<ReturnType<typeof answer>>(5)(answered) : answered;
        }),
      ),
    ]);
  const client = new Client({ url: 'http://test', preferGetMethod: false, exchanges: [api] });
  const chain = (all: boolean) =>
    new PageChain(client, {
      document: FriendsQuery,
      variables: {},
      pageOf: (data: { viewer: { friends: never } }) => data.viewer.friends,
      all,
    } as never);
  const push = () => {
    for (const operation of [...asked]) pushed.next(answer(operation));
  };
  return { names, asked, chain, push };
}

const ids = (chain: { state(): { items: readonly unknown[] } }) =>
  chain.state().items.map((item) => (item as { id: string }).id);

test('pages are loaded one by one when asked for', async () => {
  const { chain: make } = friends(['a', 'b', 'c', 'd', 'e']);
  const chain = make(false);
  chain.subscribe(() => {});
  await settle();
  expect(ids(chain)).toEqual(['a', 'b']);
  expect(chain.state().hasMore).toBe(true);
  chain.loadMore();
  await settle();
  expect(ids(chain)).toEqual(['a', 'b', 'c', 'd']);
  chain.loadMore();
  await settle();
  expect(ids(chain)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(chain.state()).toMatchObject({ hasMore: false, fetching: false });
});

test('a list that is needed whole loads itself', async () => {
  const { chain: make } = friends(['a', 'b', 'c', 'd', 'e']);
  const chain = make(true);
  chain.subscribe(() => {});
  await settle();
  expect(ids(chain)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('when someone is added in the middle, the pages behind are asked for again from where they now begin', async () => {
  const town = friends(['a', 'b', 'c', 'd']);
  const chain = town.chain(true);
  chain.subscribe(() => {});
  await settle();
  town.names.splice(1, 0, 'new');
  town.push();
  await settle();
  expect(ids(chain)).toEqual(['a', 'new', 'b', 'c', 'd']);
});

test('nobody looking means nothing kept alive', async () => {
  const { chain: make } = friends(['a', 'b', 'c']);
  const chain = make(true);
  const stop = chain.subscribe(() => {});
  await settle();
  stop();
  chain.subscribe(() => {});
  await settle();
  expect(ids(chain)).toEqual(['a', 'b', 'c']);
});

test('when an item moves, the list is in its new order once all has come, and never shorter meanwhile', async () => {
  const town = friends(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], { slow: true });
  const chain = town.chain(false);
  const lengths: number[] = [];
  chain.subscribe(() => lengths.push(ids(chain).length));
  const shows = (names: string[]) => expect.poll(() => ids(chain)).toEqual(names);
  await shows(['a', 'b']);
  for (const page of [2, 3]) {
    chain.loadMore();
    await shows(town.names.slice(0, page * 2));
  }
  lengths.length = 0;
  // As when somebody becomes an administrator.
  town.names.splice(0, town.names.length, 'a', 'f', 'b', 'c', 'd', 'e', 'g', 'h');
  town.push();
  await shows(['a', 'f', 'b', 'c', 'd', 'e']);
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(5);
  expect(chain.state()).toMatchObject({ hasMore: true, fetching: false });
  chain.loadMore();
  await shows(town.names);
  // Shrunk to one page, it shows no more than that.
  town.names.splice(1);
  town.push();
  await shows(['a']);
  expect(chain.state().hasMore).toBe(false);
});
