import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
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

const Delivered = graphql(`
  query DeliveredToMany($id: ID!, $last: Int) {
    conversation(id: $id) { messages(last: $last) { edges { node {
      id seq sender { id } delivery { deliveredCount readCount recipientCount }
    } } } }
  }
`);
const DeliveredById = graphql(`
  query DeliveredById($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Message { id delivery { deliveredCount readCount recipientCount } }
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

test('how far each message has come is what counting every member says, wherever they stand', async () => {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const people = [mei, tom];
  for (let n = 0; n < 6; n++) {
    const friend = await stage.world.user(`Guest ${n}`);
    await mei.befriend(friend);
    people.push(friend);
  }
  const group = await mei.group('Tea', people.slice(1));
  for (let n = 0; n < 12; n++) await (n % 3 ? mei : tom).send(group, `cup ${n}`);
  const { pool } = stage.backend;
  const upTo = (most: number, from = 0) => from + Math.floor(Math.random() * (most - from + 1));
  // Some joined in between, and some are shown where they were before.
  for (let round = 0; round < 25; round++) {
    for (const { id } of people.slice(1)) {
      const delivered = upTo(15);
      const read = upTo(delivered);
      const shownRead = Math.random() < 0.3 ? upTo(read) : null;
      const shown = shownRead === null ? null : upTo(delivered, shownRead);
      await pool.query(
        `UPDATE member SET joined_seq = $3, read_seq = $4, delivered_seq = $5, shown_read_seq = $6, shown_delivered_seq = $7
         WHERE conversation_id = $1 AND account_id = $2`,
        [uuidOf(group), uuidOf(id), upTo(read), read, delivered, shownRead, shown],
      );
    }
    const { rows } = await pool.query<{ id: string; joined: number; here: number; read: number }>(
      `SELECT account_id AS id, joined_seq AS joined, coalesce(shown_delivered_seq, delivered_seq) AS here,
         coalesce(shown_read_seq, read_seq) AS read
       FROM member WHERE conversation_id = $1`,
      [uuidOf(group)],
    );
    const last = 1 + (round % 13);
    const { conversation } = await mei.ask(Delivered, { id: group, last });
    const page = conversation?.messages.edges.map(({ node }) => node) ?? [];
    expect(page).toHaveLength(last);
    for (const { seq, sender, delivery } of page) {
      const others = rows.filter(({ id, joined }) => id !== uuidOf(sender.id) && joined < seq);
      expect(delivery).toMatchObject({
        recipientCount: others.length,
        deliveredCount: others.filter(({ here }) => here >= seq).length,
        readCount: others.filter(({ read }) => read >= seq).length,
      });
    }
    const { nodes } = await mei.ask(DeliveredById, { ids: page.map(({ id }) => id) });
    expect(nodes.map((node) => node?.__typename === 'Message' && node.delivery)).toEqual(
      page.map(({ delivery }) => delivery),
    );
  }
});
