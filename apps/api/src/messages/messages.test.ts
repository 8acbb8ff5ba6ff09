import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, SendMessage } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const History = graphql(`
  query History($id: ID!, $last: Int, $before: String, $first: Int, $after: String) {
    conversation(id: $id) {
      lastSeq
      unreadCount
      messages(last: $last, before: $before, first: $first, after: $after) {
        edges { node { id seq content { ... on TextContent { text } } delivery { deliveredCount readCount recipientCount } } }
        pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
      }
    }
  }
`);
const MarkRead = graphql(`
  mutation MarkRead($input: MarkReadInput!) {
    markRead(input: $input) {
      __typename
      ... on MarkReadPayload { conversation { id unreadCount } }
      ... on Error { message rule }
    }
  }
`);
const MarkDelivered = graphql(`
  mutation MarkDelivered($input: MarkDeliveredInput!) {
    markDelivered(input: $input) {
      __typename
      ... on MarkDeliveredPayload { moved }
      ... on Error { message rule }
    }
  }
`);
const MessageById = graphql(
  `query MessageById($id: ID!) { node(id: $id) { ... on Message { seq } } }`,
);

const page = { last: 20, before: null, first: null, after: null };

describe('sending', () => {
  test('gives gapless sequences, and every member sees the message live on every device', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const phone = await tom.onAnotherDevice();
    const devices = [
      await mei.follow().live(),
      await tom.follow().live(),
      await phone.follow().live(),
    ];
    await mei.send(chat, '茶好了');
    await tom.send(chat, 'On my way');
    for (const device of devices) {
      await device.until(() => device.texts(chat).length === 2);
      expect(device.texts(chat)).toEqual(['茶好了', 'On my way']);
      expect(device.of('MessageSent').map((event) => event.message.seq)).toEqual([1, 2]);
      device.close();
    }
  });

  test('repeating a client id answers with the first message and sends nothing again', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await tom.follow().live();
    const clientId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => mei.send(chat, 'once', clientId)),
    );
    expect(new Set(answers.map((message) => message.id)).size).toBe(1);
    await mei.send(chat, 'after');
    await following.until(() => following.texts(chat).length === 2);
    expect(following.of('MessageSent').map((event) => event.message.seq)).toEqual([1, 2]);
    following.close();
  });

  test('refuses a client id that comes again with something else', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const clientId = randomUUID();
    await mei.send(chat, 'one thing', clientId);
    const input = { conversationId: chat, clientId, text: 'another thing' };
    const { sendMessage } = await mei.ask(SendMessage, { input });
    expectType(sendMessage, 'ClientIdReusedError');
  });

  test('refuses empty and over-long texts with the rule', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const send = (text: string) =>
      mei.ask(SendMessage, { input: { conversationId: chat, clientId: randomUUID(), text } });
    expectType((await send(' \n ')).sendMessage, 'TextEmptyError');
    expectType((await send('茶'.repeat(501))).sendMessage, 'TextTooLongError');
    expectType((await send('🍵'.repeat(500))).sendMessage, 'SendMessagePayload');
  });

  test('many at once, from several people, leave no gap and no duplicate', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const sent = await Promise.all(
      Array.from({ length: 60 }, (_, index) => (index % 2 ? mei : tom).send(chat, `n${index}`)),
    );
    expect(sent.map((message) => message.seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
  });
});

describe('history', () => {
  test('comes in pages of 20, backwards, without overlap', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    for (let index = 1; index <= 45; index++) await mei.send(chat, `m${index}`);
    const seen: number[] = [];
    const readBefore = async (before: string | null): Promise<void> => {
      const { conversation } = await mei.ask(History, { ...page, id: chat, before });
      const { edges, pageInfo } = conversation!.messages;
      expect(edges.length).toBeLessThanOrEqual(20);
      seen.unshift(...edges.map((edge) => edge.node.seq));
      if (pageInfo.hasPreviousPage) await readBefore(pageInfo.startCursor);
    };
    await readBefore(null);
    expect(seen).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
  });

  test('refuses a malformed cursor and an oversize page with the rule', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    for (const bad of [{ before: 'nonsense' }, { last: 101 }, { last: 0 }, { last: -3 }]) {
      const { status, errors } = await mei.attempt(History, { ...page, id: chat, ...bad });
      expect(status).toBeLessThan(500);
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    }
  });
});

describe('receipts', () => {
  test('unread counts derive from positions, and reading on one device clears the others', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const phone = await tom.onAnotherDevice();
    const onPhone = await phone.follow().live();
    await mei.send(chat, 'one');
    await tom.send(chat, 'my own does not count');
    await mei.send(chat, 'two');
    const before = await tom.ask(History, { ...page, id: chat });
    expect(before.conversation?.unreadCount).toBe(2);
    const { markRead } = await tom.ask(MarkRead, { input: { conversationId: chat, seq: 3 } });
    expect(expectType(markRead, 'MarkReadPayload').conversation.unreadCount).toBe(0);
    const moved = await onPhone.first('ReadMoved');
    expect(moved.conversation).toEqual({ id: chat, unreadCount: 0 });
    onPhone.close();
  });

  test('the sender sees delivered and read', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await mei.follow().live();
    await mei.send(chat, 'hello');
    await tom.ask(MarkDelivered, { input: { positions: [{ conversationId: chat, seq: 1 }] } });
    await following.first('ReceiptMoved', (event) => event.member?.deliveredSeq === 1);
    await tom.ask(MarkRead, { input: { conversationId: chat, seq: 99 } });
    await following.first('ReceiptMoved', (event) => event.member?.readSeq === 1);
    const { conversation } = await mei.ask(History, { ...page, id: chat });
    expect(conversation?.messages.edges[0]?.node.delivery).toEqual({
      deliveredCount: 1,
      readCount: 1,
      recipientCount: 1,
    });
    following.close();
  });

  test('positions never move back', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    await mei.send(chat, 'a');
    await mei.send(chat, 'b');
    await tom.ask(MarkRead, { input: { conversationId: chat, seq: 2 } });
    const { markRead } = await tom.ask(MarkRead, { input: { conversationId: chat, seq: 1 } });
    expect(expectType(markRead, 'MarkReadPayload').conversation.unreadCount).toBe(0);
  });
});

test('an outsider finds nothing: no history, no sending, no reading, no node', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const eve = await stage.world.user('Eve');
  const { id } = await mei.send(chat, 'a secret');
  const listening = await eve.follow().live();
  const code = async (answer: Promise<{ errors?: { extensions?: { code?: string } }[] }>) =>
    (await answer).errors?.[0]?.extensions?.code;
  expect(await code(eve.attempt(History, { ...page, id: chat }))).toBe('NOT_FOUND');
  expect(await code(eve.attempt(MessageById, { id }))).toBe('NOT_FOUND');
  const input = { conversationId: chat, clientId: randomUUID(), text: 'let me in' };
  expectType((await eve.ask(SendMessage, { input })).sendMessage, 'NotFoundError');
  const read = await eve.ask(MarkRead, { input: { conversationId: chat, seq: 1 } });
  expectType(read.markRead, 'NotFoundError');
  const delivered = await eve.ask(MarkDelivered, {
    input: { positions: [{ conversationId: chat, seq: 1 }] },
  });
  expect(expectType(delivered.markDelivered, 'MarkDeliveredPayload').moved).toBe(0);
  await tom.send(chat, 'still secret');
  const group = await mei.group('Proof that the stream is alive', [tom]);
  await eve.befriend(mei);
  await listening.first('FriendshipStarted');
  expect(listening.of('MessageSent')).toEqual([]);
  expect(group).not.toBe(chat);
  listening.close();
});
