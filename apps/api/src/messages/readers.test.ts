import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Readers = graphql(`
  query Readers($id: ID!, $first: Int, $after: String) {
    node(id: $id) {
      __typename
      ... on Message {
        read: recipients(read: true, first: $first, after: $after) {
          edges { node { user { id } } }
          pageInfo { hasNextPage endCursor }
        }
        unread: recipients(read: false, first: 100) { edges { node { user { id } } } }
      }
    }
  }
`);

async function readersOf(person: Person, id: string, first = 100, after: string | null = null) {
  const { node } = await person.ask(Readers, { id, first, after });
  if (node?.__typename !== 'Message') throw new Error('There is no such message');
  const idsOf = (edges: typeof node.read.edges) => edges.map((edge) => edge.node.user.id);
  return {
    read: idsOf(node.read.edges),
    unread: idsOf(node.unread.edges),
    pageInfo: node.read.pageInfo,
  };
}

test('who has read a message and who has not, among those whom it was for', async () => {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const friends = [tom];
  for (const name of ['Lin', 'Ada', 'Bo']) {
    const friend = await stage.world.user(name);
    await mei.befriend(friend);
    friends.push(friend);
  }
  const [, lin, ada, late] = friends as [Person, Person, Person, Person];
  const group = await mei.group('Tea', [tom, lin, ada], { visibility: 'PUBLIC' });
  const { id, seq } = await mei.send(group, 'tea?');
  await mei.add(group, [late]);
  const everyone = [tom.id, lin.id, ada.id];
  const before = await readersOf(mei, id);
  expect(before.read).toEqual([]);
  expect([...before.unread].sort()).toEqual([...everyone].sort());
  await tom.read(group, seq);
  await ada.read(group, seq - 1);
  await late.read(group, seq + 1);
  const after = await readersOf(lin, id);
  expect(after.read).toEqual([tom.id]);
  expect([...after.unread].sort()).toEqual([lin.id, ada.id].sort());
  for (const person of [lin, ada]) await person.read(group, seq);
  const whole = await readersOf(mei, id);
  expect([...whole.read].sort()).toEqual([...everyone].sort());
  expect(whole.unread).toEqual([]);
  const first = await readersOf(mei, id, 2);
  const second = await readersOf(mei, id, 2, first.pageInfo.endCursor);
  expect([...first.read, ...second.read]).toEqual(whole.read);
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
});
