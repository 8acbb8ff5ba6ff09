import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { askFriend, block, removeFriend, unblock } from '../testing/contacts.ts';
import { cloneDatabase } from '../testing/database.ts';
import { MissedEvents } from '../testing/events.ts';
import { graphql } from '../testing/graphql.ts';
import { freshCursor, type Stage, startStageOn } from '../testing/stage.ts';
import { accept, say } from '../testing/strangers.ts';
import { expectType, type Person } from '../testing/world.ts';

/**
 * Receipts tell when somebody was there. Whoever has been blocked, has blocked, or is a stranger who waits for an answer
 * learns nothing from them: neither as it happens, nor by asking, nor later by what somebody else does.
 */

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let stage: Stage;
/** A second process on the same PostgreSQL and the same Redis. */
let there: Stage;
beforeAll(async () => {
  database = await cloneDatabase(inject('databaseUrl'));
  const settings = { REDIS_URL: inject('redisUrl'), STRANGER_MESSAGES_PER_MINUTE: '50' };
  stage = await startStageOn(database.url, settings);
  there = await startStageOn(database.url, settings);
});
afterAll(async () => {
  await there.close();
  await stage.close();
  await database.drop();
});

const MarkDelivered = graphql(`
  mutation ReceiveQuietly($input: MarkDeliveredInput!) {
    markDelivered(input: $input) { __typename }
  }
`);
const Clear = graphql(`
  mutation ClearQuietly($input: ClearHistoryInput!) { clearHistory(input: $input) { __typename } }
`);
const Own = graphql(`
  query OwnPosition($id: ID!) {
    conversation(id: $id) { unreadCount viewerPosition { readSeq deliveredSeq } }
  }
`);
const Shown = graphql(`
  query ShownPositions($id: ID!) {
    conversation(id: $id) {
      members { edges { node { user { id } readSeq deliveredSeq } } }
      messages(last: 1) { edges { node {
        seq sender { id } delivery { deliveredCount readCount }
        read: recipients(read: true) { edges { node { user { id } } } }
        unread: recipients(read: false) { edges { node { user { id } } } }
      } } }
    }
  }
`);

const END = 1_000;
const receive = (person: Person, conversationId: string) =>
  person.ask(MarkDelivered, { input: { positions: [{ conversationId, seq: END }] } });
const read = (person: Person, conversationId: string) => person.read(conversationId, END);
const clear = async (person: Person, conversationId: string) =>
  expectType(
    (await person.ask(Clear, { input: { conversationId } })).clearHistory,
    'ClearHistoryPayload',
  );

/** How far somebody has come for themself. */
async function own(person: Person, id: string) {
  const { conversation } = await person.ask(Own, { id });
  if (!conversation) throw new Error('There is no such conversation');
  return { unread: conversation.unreadCount, ...conversation.viewerPosition };
}

/** How far somebody has come in the eyes of another member. The newest message is to have been written by that one. */
async function shown(to: Person, { id: whose }: Person, id: string) {
  const { conversation } = await to.ask(Shown, { id });
  const member = conversation?.members.edges.find(({ node }) => node.user.id === whose)?.node;
  const message = conversation?.messages.edges[0]?.node;
  if (!member || !message) throw new Error('There is no such member, or no message');
  // Whichever way one asks, the answer is the same.
  const isRead = member.readSeq >= message.seq;
  expect(message.sender.id).toBe(to.id);
  expect(message.delivery.readCount).toBe(isRead ? 1 : 0);
  expect(message.delivery.deliveredCount).toBe(member.deliveredSeq >= message.seq ? 1 : 0);
  const idsIn = ({ edges }: typeof message.read) => edges.map(({ node }) => node.user.id);
  expect([idsIn(message.read), idsIn(message.unread)]).toEqual(
    isRead ? [[whose], []] : [[], [whose]],
  );
  return { readSeq: member.readSeq, deliveredSeq: member.deliveredSeq };
}

/** What somebody has been told of another's positions since, with nothing on its way any more. */
async function receipts(to: Person, of: Person, after: string) {
  await freshCursor(stage, to);
  const { events } = await to.ask(MissedEvents, { after, first: 500 });
  return events.events.flatMap((event) =>
    event.__typename === 'ReceiptMoved' && event.member?.user.id === of.id ? [event.member] : [],
  );
}

const NOWHERE = { readSeq: 0, deliveredSeq: 0 };

/** Two friends; the second has said three things, of which the first has read nothing. */
async function unread() {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  for (const text of ['one', 'two', 'three']) await tom.send(chat, text);
  return { mei, tom, chat, since: await freshCursor(stage, tom) };
}

/** Eve, whom Mei does not know, has said one thing to her. */
async function approached() {
  const [mei, eve] = [await stage.world.user('Mei'), await stage.world.user('Eve')];
  const chat = await eve.open(mei);
  expectType(await say(eve, chat), 'SendMessagePayload');
  return { mei, eve, chat, since: await freshCursor(stage, eve) };
}

describe('while one of two people has blocked the other', () => {
  for (const who of ['who has blocked', 'who is blocked'])
    test(`the one ${who} reads, and only their own devices know`, async () => {
      const { mei, tom, chat, since } = await unread();
      const [phone, desk] = [await mei.onAnotherDevice(), await mei.follow().live()];
      await (who === 'who has blocked' ? block(mei, tom) : block(tom, mei));
      await receive(mei, chat);
      await phone.read(chat, 2);
      const moved = await desk.first('ReadMoved');
      expect(moved.conversation).toMatchObject({ id: chat, unreadCount: 1 });
      await read(phone, chat);
      expect(await own(mei, chat)).toEqual({ unread: 0, readSeq: 3, deliveredSeq: 3 });
      expect(await shown(tom, mei, chat)).toEqual(NOWHERE);
      expect(await receipts(tom, mei, since)).toEqual([]);
    });

  test('clearing the history tells nothing either', async () => {
    const { mei, tom, chat, since } = await unread();
    await mei.read(chat, 1);
    await block(mei, tom);
    await clear(mei, chat);
    expect(await own(mei, chat)).toMatchObject({ unread: 0, readSeq: 3 });
    expect(await shown(tom, mei, chat)).toEqual({ readSeq: 1, deliveredSeq: 1 });
    expect(await receipts(tom, mei, since)).toHaveLength(1);
  });

  test('what had been shown before stays as it was', async () => {
    const { mei, tom, chat } = await unread();
    await receive(mei, chat);
    await mei.read(chat, 2);
    await block(tom, mei);
    expect(await shown(tom, mei, chat)).toEqual({ readSeq: 2, deliveredSeq: 3 });
    await read(mei, chat);
    expect(await shown(tom, mei, chat)).toEqual({ readSeq: 2, deliveredSeq: 3 });
  });

  test('a group of theirs goes on as before', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const { seq } = await tom.send(group, 'tea?');
    await block(mei, tom);
    const since = await freshCursor(stage, tom);
    await read(mei, group);
    expect(await shown(tom, mei, group)).toEqual({ readSeq: seq, deliveredSeq: seq });
    expect(await receipts(tom, mei, since)).toHaveLength(1);
  });

  test('which of the two did it does not matter, nor that one of two blocks ends', async () => {
    const { mei, tom, chat, since } = await unread();
    await block(mei, tom);
    await block(tom, mei);
    await unblock(tom, mei);
    await read(mei, chat);
    expect(await shown(tom, mei, chat)).toEqual(NOWHERE);
    expect(await receipts(tom, mei, since)).toEqual([]);
  });
});

describe('once nobody is blocked any longer', () => {
  async function unblocked() {
    const scene = await unread();
    await block(scene.mei, scene.tom);
    await read(scene.mei, scene.chat);
    await unblock(scene.mei, scene.tom);
    return scene;
  }

  test('nothing comes out by itself, nor by what the other one does', async () => {
    const { mei, tom, chat, since } = await unblocked();
    await tom.send(chat, 'four');
    await read(tom, chat);
    expect(await shown(tom, mei, chat)).toEqual(NOWHERE);
    expect(await receipts(tom, mei, since)).toEqual([]);
  });

  test('receiving tells what has been received, and not what was read', async () => {
    const { mei, tom, chat, since } = await unblocked();
    await tom.send(chat, 'four');
    await receive(mei, chat);
    expect(await shown(tom, mei, chat)).toEqual({ readSeq: 0, deliveredSeq: 4 });
    expect(await receipts(tom, mei, since)).toHaveLength(1);
  });

  test('reading on tells everything', async () => {
    const { mei, tom, chat, since } = await unblocked();
    await tom.send(chat, 'four');
    await read(mei, chat);
    expect(await shown(tom, mei, chat)).toEqual({ readSeq: 4, deliveredSeq: 4 });
    expect(await receipts(tom, mei, since)).toMatchObject([{ readSeq: 4, deliveredSeq: 4 }]);
  });

  test('so does reading the same once more, and only once', async () => {
    const { mei, tom, chat, since } = await unblocked();
    await read(mei, chat);
    await read(mei, chat);
    expect(await shown(tom, mei, chat)).toEqual({ readSeq: 3, deliveredSeq: 3 });
    expect(await receipts(tom, mei, since)).toHaveLength(1);
  });
});

describe('a stranger who waits for an answer', () => {
  test('does not learn that their message has come, or has been read', async () => {
    const { mei, eve, chat, since } = await approached();
    await receive(mei, chat);
    await read(mei, chat);
    expect(await own(mei, chat)).toEqual({ unread: 0, readSeq: 1, deliveredSeq: 1 });
    expect(await shown(eve, mei, chat)).toEqual(NOWHERE);
    expect(await receipts(eve, mei, since)).toEqual([]);
  });

  test('learns it when they are accepted, once, however often they are', async () => {
    const { mei, eve, chat, since } = await approached();
    await read(mei, chat);
    const outcomes = await Promise.all([
      accept(mei, chat),
      accept(mei.through(there.url), chat),
      accept(await mei.onAnotherDevice(), chat),
    ]);
    for (const outcome of outcomes) expectType(outcome, 'AcceptConversationPayload');
    expect(await shown(eve, mei, chat)).toEqual({ readSeq: 1, deliveredSeq: 1 });
    expect(await receipts(eve, mei, since)).toHaveLength(1);
  });

  test('or answered; later reading is told like between friends', async () => {
    const { mei, eve, chat, since } = await approached();
    await read(mei, chat);
    expectType(await say(mei, chat), 'SendMessagePayload');
    expectType(await say(eve, chat), 'SendMessagePayload');
    expect(await shown(eve, mei, chat)).toEqual({ readSeq: 1, deliveredSeq: 1 });
    await read(mei, chat);
    expect(await shown(eve, mei, chat)).toEqual({ readSeq: 3, deliveredSeq: 3 });
    expect(await receipts(eve, mei, since)).toHaveLength(2);
  });

  test('learns nothing where whoever accepts them has blocked them', async () => {
    const { mei, eve, chat, since } = await approached();
    await read(mei, chat);
    await block(mei, eve);
    await accept(mei, chat);
    expect(await shown(eve, mei, chat)).toEqual(NOWHERE);
    expect(await receipts(eve, mei, since)).toEqual([]);
  });

  test('nor when they become friends, before something is read', async () => {
    const { mei, eve, chat, since } = await approached();
    await read(mei, chat);
    await askFriend(eve, mei);
    await askFriend(mei, eve);
    expect(await shown(eve, mei, chat)).toEqual(NOWHERE);
    await eve.send(chat, 'friends!');
    await read(mei, chat);
    expect(await shown(eve, mei, chat)).toEqual({ readSeq: 2, deliveredSeq: 2 });
    expect(await receipts(eve, mei, since)).toHaveLength(1);
  });
});

test('friends who have parted do not see each other read', async () => {
  const { mei, tom, chat, since } = await unread();
  await removeFriend(tom, mei);
  await read(mei, chat);
  expect(await own(mei, chat)).toMatchObject({ unread: 0, readSeq: 3 });
  expect(await shown(tom, mei, chat)).toEqual(NOWHERE);
  expect(await receipts(tom, mei, since)).toEqual([]);
});

describe('at the same instant', () => {
  test('a block and much reading: what is shown is what was told, and stands still from then on', async () => {
    for (let round = 0; round < 8; round++) {
      const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
      for (let seq = 1; seq <= 12; seq++) await tom.send(chat, `n${seq}`);
      const since = await freshCursor(stage, tom);
      const acts: (() => Promise<unknown>)[] = Array.from(
        { length: 11 },
        (_, index) => () => (index % 2 ? mei : mei.through(there.url)).read(chat, index + 1),
      );
      const [one, other] = round % 2 ? [mei, tom] : [tom, mei];
      acts.splice(round, 0, () => block(one.through(there.url), other));
      await Promise.all(acts.map((act) => act()));
      const after = await shown(tom, mei, chat);
      const told = await receipts(tom, mei, since);
      expect(told.length > 0).toBe(after.readSeq > 0);
      expect(told.at(-1)?.readSeq ?? 0).toBe(after.readSeq);
      await read(mei, chat);
      expect((await own(mei, chat)).readSeq).toBe(12);
      expect(await shown(tom, mei, chat)).toEqual(after);
      expect(await receipts(tom, mei, since)).toHaveLength(told.length);
    }
  }, 60_000);

  test('two devices under a block: both positions stay where they were shown last', async () => {
    const { mei, tom, chat } = await unread();
    await mei.read(chat, 1);
    await block(mei, tom);
    await Promise.all([
      mei.read(chat, 2),
      read(mei.through(there.url), chat),
      receive(mei, chat),
      receive(mei.through(there.url), chat),
    ]);
    expect(await own(mei, chat)).toEqual({ unread: 0, readSeq: 3, deliveredSeq: 3 });
    expect(await shown(tom, mei, chat)).toEqual({ readSeq: 1, deliveredSeq: 1 });
  });

  test('reading and being accepted: the end is known to both, or the next reading tells it', async () => {
    for (let round = 0; round < 6; round++) {
      const { mei, eve, chat, since } = await approached();
      await Promise.all([read(mei, chat), accept(mei.through(there.url), chat)]);
      const first = await shown(eve, mei, chat);
      expect(await receipts(eve, mei, since)).toHaveLength(first.readSeq);
      await read(mei, chat);
      expect(await shown(eve, mei, chat)).toEqual({ readSeq: 1, deliveredSeq: 1 });
      expect(await receipts(eve, mei, since)).toHaveLength(1);
    }
  }, 60_000);
});
