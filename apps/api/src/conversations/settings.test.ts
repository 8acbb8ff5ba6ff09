import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import { freshCursor, type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

/** What somebody arranges for themselves in a conversation concerns all of their devices, and nobody else. */

let stage: Stage;
/** The same house with a rule of its own: two pins. */
let small: Stage;
beforeAll(async () => {
  stage = await startStage();
  small = await startStageOn(stage.databaseUrl, {
    PINNED_CONVERSATIONS_MAX: '2',
    RECEIPT_BROADCAST_MEMBERS: '2',
  });
});
afterAll(async () => {
  await small.close();
  await stage.close();
});

const Update = graphql(`
  mutation Arrange($input: UpdateConversationSettingsInput!) {
    updateConversationSettings(input: $input) {
      __typename
      ... on UpdateConversationSettingsPayload {
        conversation { id viewerSettings { pinned doNotDisturb hidden markedUnread } }
      }
      ... on LimitReachedError { limit }
      ... on Error { message rule }
    }
  }
`);
const ClearHistory = graphql(`
  mutation Clear($input: ClearHistoryInput!) {
    clearHistory(input: $input) {
      __typename
      ... on ClearHistoryPayload { conversation { id unreadCount lastMessage { seq } lastSeq } }
      ... on Error { message rule }
    }
  }
`);
const Lists = graphql(`
  query Lists {
    viewer {
      conversations { edges { node { id } } }
      pinnedConversations { id }
    }
  }
`);
const Seen = graphql(`
  query Seen($id: ID!) {
    conversation(id: $id) {
      unreadCount
      viewerSettings { pinned doNotDisturb hidden markedUnread }
      viewerPosition { readSeq }
      messages(last: 50) { edges { node { id seq content { ... on TextContent { text } } } } }
    }
  }
`);
const MarkRead = graphql(`
  mutation ReadIt($input: MarkReadInput!) { markRead(input: $input) { __typename } }
`);
const Nodes = graphql(`query SeenNodes($ids: [ID!]!) { nodes(ids: $ids) { id } }`);

const PLAIN = { pinned: false, doNotDisturb: false, hidden: false, markedUnread: false };

type Settings = Omit<VariablesOf<typeof Update>['input'], 'conversationId'>;

async function arrange(person: Person, conversationId: string, settings: Settings) {
  const input = { conversationId, ...settings };
  return (await person.ask(Update, { input })).updateConversationSettings;
}

async function arranged(person: Person, id: string, settings: Settings) {
  const answer = await arrange(person, id, settings);
  return expectType(answer, 'UpdateConversationSettingsPayload').conversation.viewerSettings;
}

async function clear(person: Person, conversationId: string) {
  return (await person.ask(ClearHistory, { input: { conversationId } })).clearHistory;
}

async function lists(person: Person) {
  const { viewer } = await person.ask(Lists, {});
  return {
    all: viewer.conversations.edges.map((edge) => edge.node.id),
    pinned: viewer.pinnedConversations.map(({ id }) => id),
  };
}

async function seen(person: Person, id: string) {
  const { conversation } = await person.ask(Seen, { id });
  if (!conversation) throw new Error('There is no such conversation');
  return conversation;
}

const seqsOf = ({ messages }: Awaited<ReturnType<typeof seen>>) =>
  messages.edges.map((edge) => edge.node.seq);

/** Until somebody waits for a row that another transaction holds. */
async function waitForLock() {
  await expect
    .poll(async () => {
      const { rowCount } = await stage.backend.pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rowCount;
    })
    .toBeGreaterThan(0);
}

async function withChats(count: number) {
  const mei = await stage.world.user('Mei');
  const chats: { friend: Person; id: string }[] = [];
  for (let index = 0; index < count; index++) {
    const friend = await stage.world.user(`Friend ${index}`);
    await mei.befriend(friend);
    chats.push({ friend, id: await mei.open(friend) });
  }
  return { mei, chats, ids: chats.map(({ id }) => id) };
}

describe('settings', () => {
  test('are one’s own: all of one’s devices hear of them, live and in a replay, and nobody else', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const start = await freshCursor(stage, mei);
    const phone = await (await mei.onAnotherDevice()).follow().live();
    const his = await tom.follow().live();
    const wanted = { pinned: true, doNotDisturb: true, hidden: false, markedUnread: true };
    expect(await arranged(mei, chat, wanted)).toEqual(wanted);
    const event = await phone.first('ConversationSettingsChanged');
    expect(event.conversation).toEqual({
      id: chat,
      viewerSettings: { ...wanted, background: null },
    });
    expect((await seen(mei, chat)).viewerSettings).toEqual(wanted);
    expect((await seen(tom, chat)).viewerSettings).toEqual(PLAIN);
    await mei.send(chat, 'hello');
    await his.first('MessageSent');
    expect(his.of('ConversationSettingsChanged')).toEqual([]);
    const replayed = await mei.follow(start).live();
    expect(replayed.of('ConversationSettingsChanged')).toMatchObject([
      { conversation: { id: chat, viewerSettings: wanted } },
    ]);
    for (const stream of [phone, his, replayed]) stream.close();
  });

  test('left out or null stay as they are, and what is so already is not told', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    await arranged(mei, chat, { pinned: true, markedUnread: true });
    const watching = await mei.follow().live();
    for (const same of [
      {},
      { pinned: null, doNotDisturb: null, hidden: null, markedUnread: null },
      { pinned: true, doNotDisturb: false, hidden: false, markedUnread: true },
    ])
      expect(await arranged(mei, chat, same)).toEqual({
        ...PLAIN,
        pinned: true,
        markedUnread: true,
      });
    await arranged(mei, chat, { doNotDisturb: true });
    await watching.first('ConversationSettingsChanged');
    expect(watching.of('ConversationSettingsChanged')).toHaveLength(1);
    watching.close();
  });

  test('of a conversation that one is not in, or was removed from, are not found', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    for (const id of [chat, mei.id, 'nonsense', '', '\0']) {
      const refused = expectType(await arrange(eve, id, { pinned: true }), 'NotFoundError');
      expect(refused.rule).toBe('NOT_FOUND');
      expectType(await clear(eve, id), 'NotFoundError');
    }
    const input = { conversationId: chat, pinned: true };
    const { errors } = await ask(stage.url, null, Update, { input });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    expect((await seen(tom, chat)).viewerSettings).toEqual(PLAIN);
  });

  test('arranged, read or marked while one is being removed, are not found either', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const removing = async <Answer>(act: (id: string) => Promise<Answer>) => {
      const id = await mei.group('Tea', [tom]);
      await mei.send(id, 'tea?');
      await arranged(tom, id, { markedUnread: true });
      const client = await stage.backend.pool.connect();
      const of = [id, tom.id].map(
        (global) => Buffer.from(global, 'base64').toString().split(':')[1],
      );
      await client.query('BEGIN');
      await client.query('DELETE FROM member WHERE conversation_id = $1 AND account_id = $2', of);
      const answer = act(id);
      await waitForLock();
      await client.query('COMMIT');
      client.release();
      return answer;
    };
    const arranging = await removing((id) => arrange(tom, id, { pinned: true }));
    expectType(arranging, 'NotFoundError');
    const reading = await removing(
      async (id) => (await tom.ask(MarkRead, { input: { conversationId: id, seq: 2 } })).markRead,
    );
    expectType(reading, 'NotFoundError');
  });

  test('begin anew for whoever leaves a group and comes back', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const id = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
    await arranged(tom, id, { pinned: true, doNotDisturb: true });
    await tom.ask(LeaveGroup, { input: { conversationId: id } });
    await mei.add(id, [tom]);
    expect((await seen(tom, id)).viewerSettings).toEqual(PLAIN);
    expect(await lists(tom)).toMatchObject({ pinned: [] });
  });
});

const LeaveGroup = graphql(`
  mutation GoAway($input: LeaveGroupInput!) { leaveGroup(input: $input) { __typename } }
`);

describe('pinning', () => {
  test('lists the last pinned first, whatever is said where', async () => {
    const { mei, chats, ids } = await withChats(3);
    for (const id of [ids[1]!, ids[2]!, ids[0]!]) await arranged(mei, id, { pinned: true });
    await chats[1]!.friend.send(ids[1]!, 'hello');
    expect((await lists(mei)).pinned).toEqual([ids[0], ids[2], ids[1]]);
    await arranged(mei, ids[2]!, { pinned: true });
    expect((await lists(mei)).pinned).toEqual([ids[0], ids[2], ids[1]]);
    await arranged(mei, ids[0]!, { pinned: false });
    expect(await lists(mei)).toEqual({
      all: [ids[1], ids[2], ids[0]],
      pinned: [ids[2], ids[1]],
    });
  });

  test('stops at PINNED_CONVERSATIONS_MAX, also on several devices at the same instant', async () => {
    const { mei, ids } = await withChats(4);
    const here = mei.through(small.url);
    const answers = await Promise.all(ids.map((id) => arrange(here, id, { pinned: true })));
    const refused = answers.filter(({ __typename }) => __typename === 'LimitReachedError');
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatchObject({ rule: 'LIMIT_REACHED', limit: 2 });
    const { pinned } = await lists(mei);
    expect(pinned).toHaveLength(2);
    for (const id of pinned) expect(await arranged(here, id, { pinned: true })).toBeTruthy();
    await arranged(here, pinned[0]!, { pinned: false });
    const next = ids.find((id) => !pinned.includes(id))!;
    expect(await arranged(here, next, { pinned: true })).toMatchObject({ pinned: true });
  });
});

describe('hiding', () => {
  test('takes it out of the lists until a new message comes', async () => {
    const { mei, chats, ids } = await withChats(2);
    const { friend, id } = chats[0]!;
    await friend.send(id, 'old');
    await arranged(mei, id, { pinned: true });
    expect(await arranged(mei, id, { hidden: true })).toMatchObject({ hidden: true });
    expect(await lists(mei)).toEqual({ all: [ids[1]], pinned: [] });
    expect((await seen(mei, id)).viewerSettings).toEqual({ ...PLAIN, pinned: true, hidden: true });
    await friend.send(id, 'new');
    expect(await lists(mei)).toEqual({ all: [id, ids[1]], pinned: [id] });
    expect((await seen(mei, id)).viewerSettings.hidden).toBe(false);
    expect(await lists(friend)).toMatchObject({ all: [id] });
  });

  test('can be undone, and done again; an empty conversation can be hidden too', async () => {
    const { mei, ids } = await withChats(1);
    const [id] = ids as [string];
    for (let time = 0; time < 2; time++) {
      await arranged(mei, id, { hidden: true });
      expect((await lists(mei)).all).toEqual([]);
      await arranged(mei, id, { hidden: false });
      expect((await lists(mei)).all).toEqual([id]);
    }
  });
});

describe('marking as unread', () => {
  test('lasts until it is read on one of the devices', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { seq } = await tom.send(chat, 'hello');
    await mei.read(chat, seq);
    await arranged(mei, chat, { markedUnread: true });
    const phone = await (await mei.onAnotherDevice()).follow().live();
    await mei.read(chat, seq);
    const { conversation } = await phone.first('ConversationSettingsChanged');
    expect(conversation?.viewerSettings.markedUnread).toBe(false);
    expect(await seen(mei, chat)).toMatchObject({ unreadCount: 0, viewerSettings: PLAIN });
    phone.close();
  });
});

describe('clearing the history', () => {
  test('empties it for oneself, on all devices, and for nobody else', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const sent = [await tom.send(chat, 'one'), await mei.send(chat, 'two')];
    await tom.send(chat, 'three');
    await arranged(mei, chat, { markedUnread: true });
    const [phone, his] = [
      await (await mei.onAnotherDevice()).follow().live(),
      await tom.follow().live(),
    ];
    const before = await freshCursor(stage, mei);
    const { conversation } = expectType(await clear(mei, chat), 'ClearHistoryPayload');
    expect(conversation).toEqual({ id: chat, unreadCount: 0, lastMessage: null, lastSeq: 3 });
    expect(await phone.first('HistoryCleared')).toMatchObject({
      conversationId: chat,
      clearedSeq: 3,
      conversation: { id: chat, unreadCount: 0, lastMessage: null },
    });
    expect(await seen(mei, chat)).toMatchObject({
      unreadCount: 0,
      viewerSettings: PLAIN,
      messages: { edges: [] },
    });
    const { data } = await mei.attempt(Nodes, { ids: sent.map(({ id }) => id) });
    expect(data?.nodes).toEqual([null, null]);
    expect(seqsOf(await seen(tom, chat))).toEqual([1, 2, 3]);
    expect((await his.first('ReceiptMoved')).member).toMatchObject({
      readSeq: 3,
      user: { id: mei.id },
    });
    await tom.send(chat, 'four');
    await phone.until(() => phone.texts(chat).includes('four'));
    const after = await seen(mei, chat);
    expect(seqsOf(after)).toEqual([4]);
    expect(after.unreadCount).toBe(1);
    // Who hears of it only now has the message that has come since, and keeps it.
    await mei.read(chat, 4);
    const late = await (await mei.onAnotherDevice()).follow(before).live();
    expect(await late.first('HistoryCleared')).toMatchObject({
      clearedSeq: 3,
      conversation: { lastSeq: 4 },
    });
    expect(his.of('HistoryCleared')).toEqual([]);
    for (const stream of [phone, his, late]) stream.close();
  });

  test('twice, or of an empty conversation, is not told', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const watching = await mei.follow().live();
    expectType(await clear(mei, chat), 'ClearHistoryPayload');
    await tom.send(chat, 'one');
    for (let time = 0; time < 2; time++) expectType(await clear(mei, chat), 'ClearHistoryPayload');
    await arranged(mei, chat, { pinned: true });
    await watching.first('ConversationSettingsChanged');
    expect(watching.of('HistoryCleared')).toHaveLength(1);
    watching.close();
  });

  test('in a group beyond RECEIPT_BROADCAST_MEMBERS the others do not hear of it', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const [large, little] = [await mei.group('Three', [tom, lin]), await mei.group('Two', [lin])];
    const watching = await mei.follow().live();
    const here = lin.through(small.url);
    for (const id of [large, little]) expectType(await clear(here, id), 'ClearHistoryPayload');
    const told = await watching.first('ReceiptMoved');
    expect(told.member?.id).toBe((await viewerMember(lin, little)).id);
    expect(watching.of('ReceiptMoved')).toHaveLength(1);
    expect((await seen(lin, large)).unreadCount).toBe(0);
    watching.close();
  });

  test('while others write: what came after it is seen, what came before is not', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const texts = Array.from({ length: 20 }, (_, index) => `n${index}`);
    await Promise.all([
      ...texts.map((text) => tom.send(chat, text)),
      clear(mei, chat),
      mei.read(chat, 1_000),
      clear(mei, chat),
    ]);
    const { unreadCount, ...rest } = await seen(mei, chat);
    const seqs = seqsOf({ unreadCount, ...rest });
    expect(seqs).toEqual(seqs.map((_, index) => 21 - seqs.length + index));
    expect(unreadCount).toBeLessThanOrEqual(seqs.length);
  });
});

const OwnMember = graphql(`
  query OwnMember($id: ID!) { conversation(id: $id) { viewerMember { id } } }
`);

async function viewerMember(person: Person, id: string) {
  const { conversation } = await person.ask(OwnMember, { id });
  if (!conversation) throw new Error('There is no such conversation');
  return conversation.viewerMember;
}
