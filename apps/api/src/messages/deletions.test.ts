import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { deleteForMe, onMessage } from '../testing/messages.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const History = graphql(`
  query HistoryOf($id: ID!) {
    conversation(id: $id) {
      unreadCount
      lastMessage { id }
      pinnedMessages { edges { node { message { id } } } }
      messages(last: 100) {
        edges { node { id content { __typename } replyTo { content { __typename } } } }
      }
    }
  }
`);
const Reply = graphql(`
  mutation ReplyTo($input: SendMessageInput!) {
    sendMessage(input: $input) {
      __typename
      ... on SendMessagePayload { sent { id replyTo { content { __typename } } } }
      ... on Error { message }
    }
  }
`);

async function rows<Row>(text: string, id: string): Promise<Row[]> {
  return (await stage.backend.pool.query(text, [uuidOf(id)])).rows;
}
const auditOf = (id: string) =>
  rows('SELECT action, actor_id, detail FROM audit_entry WHERE subject_id = $1 ORDER BY id', id);
const idsSeenBy = async (person: Person, chat: string) => {
  const { conversation } = await person.ask(History, { id: chat });
  return conversation?.messages.edges.map(({ node }) => node.id);
};
/** Makes everything about a message older, as if so much time had passed. */
const age = (id: string, seconds: number) =>
  stage.backend.pool.query(
    `UPDATE message SET created_at = created_at - make_interval(secs => $2),
       recalled_at = recalled_at - make_interval(secs => $2) WHERE id = $1`,
    [uuidOf(id), seconds],
  );

async function trio() {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const lin = await stage.world.user('Lin');
  await mei.befriend(lin);
  const group = await mei.group('Tea', [tom, lin]);
  return { mei, tom, lin, group };
}

describe('recalling', () => {
  test('puts a note in its place for everyone, live, and leaves nothing of what it said', async () => {
    const { mei, tom, lin, group } = await trio();
    const devices = [mei, tom, await tom.onAnotherDevice(), lin];
    const following = await Promise.all(devices.map((device) => device.follow().live()));
    const { id } = await tom.send(group, 'a slip of the tongue');
    await onMessage(lin, id).react('👀');
    await onMessage(mei, id).pin();
    const { sendMessage } = await lin.ask(Reply, {
      input: { conversationId: group, clientId: crypto.randomUUID(), text: 'what?', replyToId: id },
    });
    const reply = expectType(sendMessage, 'SendMessagePayload').sent;
    expect(reply.replyTo?.content.__typename).toBe('TextContent');
    const { recalled } = expectType(await onMessage(tom, id).recall(), 'RecallMessagePayload');
    expect(recalled.content.__typename).toBe('RecalledContent');
    for (const device of following) {
      const { message } = await device.first('MessageRecalled');
      expect(message).toEqual({
        id,
        seq: 2,
        pinned: false,
        content: { __typename: 'RecalledContent' },
        reactions: [],
      });
      expect(device.of('MessageUnpinned').map((event) => event.message.id)).toEqual([id]);
      device.close();
    }
    const seen = await onMessage(lin, id).see();
    expect(seen.content).toMatchObject({ by: { id: tom.id }, originalText: null });
    expect(seen).toMatchObject({
      pinned: false,
      reactions: [],
      mentions: [],
      versions: { edges: [] },
    });
    const { conversation } = await lin.ask(History, { id: group });
    expect(conversation?.pinnedMessages.edges).toEqual([]);
    expect(conversation?.messages.edges.at(-1)?.node).toMatchObject({
      id: reply.id,
      content: { __typename: 'TextContent' },
      replyTo: { content: { __typename: 'RecalledContent' } },
    });
  });

  test('keeps the original for audit alone; the sender may take it up again for 5 minutes', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await mei.send(chat, 'first thought');
    await onMessage(mei, id).edit('second thought');
    await onMessage(mei, id).recall();
    const original = async (person: Person) => {
      const { content } = await onMessage(person, id).see();
      return 'originalText' in content ? [content.originalText, content.originalFormat] : null;
    };
    expect(await original(mei)).toEqual(['second thought', 'TEXT']);
    expect(await original(tom)).toEqual([null, 'TEXT']);
    await age(id, 5 * 60 - 20);
    expect(await original(mei)).toEqual(['second thought', 'TEXT']);
    await age(id, 21);
    expect(await original(mei)).toEqual([null, 'TEXT']);
    expect(
      await rows('SELECT text, data, link_url, version FROM message WHERE id = $1', id),
    ).toEqual([{ text: '', data: null, link_url: null, version: 2 }]);
    expect(
      await rows(
        'SELECT version, text FROM message_version WHERE message_id = $1 ORDER BY version',
        id,
      ),
    ).toEqual([
      { version: 1, text: 'first thought' },
      { version: 2, text: 'second thought' },
    ]);
    const actor = { actor_id: uuidOf(mei.id) };
    expect(await auditOf(id)).toMatchObject([
      { action: 'MessageEdited', ...actor },
      { action: 'MessageRecalled', ...actor },
    ]);
  });

  test('twice is once, whenever the second time comes', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await tom.follow().live();
    const { id } = await mei.send(chat, 'oops');
    const phone = await mei.onAnotherDevice();
    const answers = await Promise.all([onMessage(mei, id).recall(), onMessage(phone, id).recall()]);
    await age(id, 3_600);
    answers.push(await onMessage(mei, id).recall());
    for (const answer of answers) expectType(answer, 'RecallMessagePayload');
    await mei.send(chat, 'after');
    await following.until(() => following.texts(chat).length === 2);
    expect(following.of('MessageRecalled')).toHaveLength(1);
    expect(await auditOf(id)).toHaveLength(1);
    following.close();
  });

  test('is refused after two minutes, and for what one has not written', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const [soon, late] = [await tom.send(group, 'soon'), await tom.send(group, 'late')];
    await age(soon.id, 110);
    await age(late.id, 121);
    const refusal = expectType(await onMessage(tom, late.id).recall(), 'RecallWindowClosedError');
    expect(Date.parse(refusal.closedAt)).toBe(Date.parse(late.sentAt) - 1_000);
    expectType(await onMessage(mei, soon.id).recall(), 'NotOwnMessageError');
    const [notice] = (await idsSeenBy(mei, group)) ?? [];
    expectType(await onMessage(mei, String(notice)).recall(), 'NotOwnMessageError');
    expectType(await onMessage(tom, soon.id).recall(), 'RecallMessagePayload');
    expect((await onMessage(mei, late.id).see()).content).toMatchObject({ text: 'late' });
  });

  test('is allowed to those who may not speak', async () => {
    const { mei, tom, group } = await trio();
    const { id } = await tom.send(group, 'oops');
    await inGroup(mei, group).muteAll(true);
    expectType(await onMessage(tom, id).recall(), 'RecallMessagePayload');
  });
});

describe('deleting for everyone', () => {
  test('is for those who run the group, and takes anybody’s message out of everybody’s sight', async () => {
    const { mei, tom, lin, group } = await trio();
    await inGroup(mei, group).appoint(lin, 'ADMINISTRATOR');
    const following = await tom.follow().live();
    const [first, second] = [await tom.send(group, 'spam'), await mei.send(group, 'of the owner')];
    expectType(await onMessage(tom, first.id).deleteForEveryone(), 'RoleRequiredError');
    for (const { id } of [first, second])
      expectType(await onMessage(lin, id).deleteForEveryone(), 'DeleteMessageForEveryonePayload');
    await following.until(() => following.of('MessageDeleted').length === 2);
    expect(following.of('MessageDeleted').map(({ message }) => message)).toMatchObject([
      { id: first.id, content: { __typename: 'DeletedContent' }, reactions: [], pinned: false },
      { id: second.id, content: { __typename: 'DeletedContent' }, reactions: [], pinned: false },
    ]);
    for (const person of [tom, mei])
      expect((await onMessage(person, first.id).see()).content).toMatchObject({
        by: { id: lin.id },
      });
    expect(await rows('SELECT text FROM message WHERE id = $1', first.id)).toEqual([{ text: '' }]);
    expect(await rows('SELECT text FROM message_version WHERE message_id = $1', first.id)).toEqual([
      { text: 'spam' },
    ]);
    expect(await auditOf(first.id)).toEqual([
      {
        action: 'MessageDeleted',
        actor_id: uuidOf(lin.id),
        detail: { senderId: uuidOf(tom.id) },
      },
    ]);
    following.close();
  });

  test('twice is once; what was recalled stays recalled; notices and direct conversations know no such thing', async () => {
    const { mei, tom, group } = await trio();
    const [deleted, recalled] = [await tom.send(group, 'one'), await tom.send(group, 'two')];
    await onMessage(tom, recalled.id).recall();
    for (const { id } of [deleted, deleted, recalled])
      expectType(await onMessage(mei, id).deleteForEveryone(), 'DeleteMessageForEveryonePayload');
    expectType(await onMessage(tom, deleted.id).recall(), 'RecallMessagePayload');
    const contentOf = async (id: string) => (await onMessage(mei, id).see()).content.__typename;
    expect(await contentOf(deleted.id)).toBe('DeletedContent');
    expect(await contentOf(recalled.id)).toBe('RecalledContent');
    expect(await auditOf(deleted.id)).toHaveLength(1);
    const [notice] = (await idsSeenBy(mei, group)) ?? [];
    expectType(await onMessage(mei, String(notice)).deleteForEveryone(), 'InvalidFieldError');
    const chat = await mei.open(tom);
    const { id } = await tom.send(chat, 'between us');
    expectType(await onMessage(mei, id).deleteForEveryone(), 'NotFoundError');
  });
});

describe('deleting for oneself', () => {
  test('takes messages out of one’s own sight on all devices, and out of nobody else’s', async () => {
    const { mei, tom, group } = await trio();
    const phone = await tom.onAnotherDevice();
    const [onTom, onPhone, onMei] = [
      await tom.follow().live(),
      await phone.follow().live(),
      await mei.follow().live(),
    ];
    const chat = await mei.open(tom);
    const first = await mei.send(group, 'one');
    const second = await mei.send(group, 'two');
    const elsewhere = await mei.send(chat, 'three');
    const [notice = ''] = (await idsSeenBy(tom, group)) ?? [];
    const { conversations } = expectType(
      await deleteForMe(tom, [second.id, elsewhere.id, notice]),
      'DeleteMessagesPayload',
    );
    expect(conversations).toHaveLength(2);
    expect(conversations).toContainEqual({
      id: group,
      unreadCount: 1,
      lastMessage: { id: first.id },
    });
    expect(conversations).toContainEqual({ id: chat, unreadCount: 0, lastMessage: null });
    for (const device of [onTom, onPhone]) {
      await device.until(() => device.of('MessagesHidden').length === 2);
      const told = device
        .of('MessagesHidden')
        .map((event) => [event.conversation?.id, event.messageIds]);
      expect(told).toContainEqual([group, [notice, second.id]]);
      expect(told).toContainEqual([chat, [elsewhere.id]]);
    }
    expect(await idsSeenBy(tom, group)).toEqual([first.id]);
    expect(await onMessage(phone, second.id).refused()).toBe('NOT_FOUND');
    expect(await idsSeenBy(mei, group)).toEqual([notice, first.id, second.id]);
    await mei.send(chat, 'the stream is alive');
    await onMei.until(() => onMei.texts(chat).length === 2);
    expect(onMei.of('MessagesHidden')).toEqual([]);
    for (const device of [onTom, onPhone, onMei]) device.close();
  });

  test('twice is once, and tells nobody again', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const phone = await tom.onAnotherDevice();
    const following = await phone.follow().live();
    const ids = [await mei.send(chat, 'one'), await mei.send(chat, 'two')].map(({ id }) => id);
    await Promise.all([deleteForMe(tom, ids), deleteForMe(phone, [...ids].reverse())]);
    expectType(await deleteForMe(tom, ids), 'DeleteMessagesPayload');
    await tom.send(chat, 'after');
    await following.until(() => following.texts(chat).includes('after'));
    const told = following.of('MessagesHidden').flatMap((event) => event.messageIds);
    expect(told.sort()).toEqual([...ids].sort());
    following.close();
  });

  test('is all or nothing, and at most 100 at once', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    await eve.befriend(mei);
    const { id } = await mei.send(chat, 'one');
    const foreign = await mei.send(await mei.open(eve), 'two');
    expectType(await deleteForMe(tom, [id, foreign.id]), 'NotFoundError');
    expect(await idsSeenBy(tom, chat)).toEqual([id]);
    const many = Array.from({ length: 101 }, () =>
      Buffer.from(`Message:${crypto.randomUUID()}`).toString('base64'),
    );
    expectType(await deleteForMe(tom, many), 'InvalidFieldError');
  });
});

test('deleting and pinning at the same moment: what is gone is not pinned, and events agree', async () => {
  const { mei, tom, lin, group } = await trio();
  await inGroup(mei, group).appoint(lin, 'ADMINISTRATOR');
  const following = await tom.follow().live();
  for (let round = 0; round < 10; round++) {
    const { id } = await tom.send(group, `round ${round}`);
    const [pinned, deleted] = await Promise.all([
      onMessage(lin, id).pin(),
      onMessage(mei, id).deleteForEveryone(),
    ]);
    expectType(deleted, 'DeleteMessageForEveryonePayload');
    expect(['PinMessagePayload', 'MessageGoneError']).toContain(pinned.__typename);
    await following.first('MessageDeleted', ({ message }) => message.id === id);
    const told = following.events.flatMap((event) =>
      'message' in event && event.message.id === id ? [event.__typename] : [],
    );
    const wasPinned = pinned.__typename === 'PinMessagePayload';
    expect(told).toEqual([
      'MessageSent',
      ...(wasPinned ? ['MessagePinned', 'MessageUnpinned'] : []),
      'MessageDeleted',
    ]);
    expect((await onMessage(tom, id).see()).pinned).toBe(false);
  }
  const { conversation } = await mei.ask(History, { id: group });
  expect(conversation?.pinnedMessages.edges).toEqual([]);
  following.close();
});
