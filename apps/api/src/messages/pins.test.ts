import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { onMessage } from '../testing/messages.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ PINNED_MESSAGES_MAX: '5' });
});
afterAll(() => stage.close());

const Pinned = graphql(`
  query Pinned($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    conversation(id: $id) {
      pinnedMessages(first: $first, after: $after, last: $last, before: $before) {
        edges { node { pinnedAt pinnedBy { id } message { id } } }
        pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
      }
      messages(last: 100) {
        edges {
          node {
            id
            sender { id }
            content {
              __typename
              ... on MessagePinnedNotice { pinnedMessageId pinnedMessage { id content { __typename } } }
            }
          }
        }
      }
    }
  }
`);
const OpenNotes = graphql(`
  mutation OpenNotes($input: OpenDirectConversationInput!) {
    openDirectConversation(input: $input) {
      __typename
      ... on OpenDirectConversationPayload { conversation { id } }
      ... on Error { message }
    }
  }
`);

const all = { first: 100, after: null, last: null, before: null };

async function seen(person: Person, id: string) {
  const { conversation } = await person.ask(Pinned, { ...all, id });
  if (!conversation) throw new Error('There is no such conversation');
  return {
    pins: conversation.pinnedMessages.edges.map(({ node }) => node.message.id),
    notices: conversation.messages.edges.flatMap(({ node }) =>
      node.content.__typename === 'MessagePinnedNotice' ? [{ ...node, content: node.content }] : [],
    ),
  };
}

async function trio() {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const lin = await stage.world.user('Lin');
  await mei.befriend(lin);
  const group = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
  return { mei, tom, lin, group };
}

describe('pinning', () => {
  test('keeps a message at hand for all, with a notice, live; unpinning is silent', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await tom.follow().live();
    const { id } = await mei.send(chat, 'the address');
    const { pinned } = expectType(await onMessage(tom, id).pin(), 'PinMessagePayload');
    expect(pinned).toEqual({ id, pinned: true });
    expect((await following.first('MessagePinned')).message).toEqual({ id, seq: 1, pinned: true });
    const { pins, notices } = await seen(mei, chat);
    expect(pins).toEqual([id]);
    expect(notices).toEqual([
      {
        id: expect.any(String),
        sender: { id: tom.id },
        content: {
          __typename: 'MessagePinnedNotice',
          pinnedMessageId: id,
          pinnedMessage: { id, content: { __typename: 'TextContent' } },
        },
      },
    ]);
    expectType(await onMessage(mei, id).unpin(), 'UnpinMessagePayload');
    expect((await following.first('MessageUnpinned')).message.pinned).toBe(false);
    expect((await seen(tom, chat)).pins).toEqual([]);
    expect((await seen(tom, chat)).notices).toHaveLength(1);
    following.close();
  });

  test('twice is once, from two devices at the same moment too', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await tom.follow().live();
    const phone = await mei.onAnotherDevice();
    const { id } = await mei.send(chat, 'the address');
    const answers = await Promise.all(
      [mei, phone, tom, mei].map((device) => onMessage(device, id).pin()),
    );
    for (const answer of answers) expectType(answer, 'PinMessagePayload');
    await Promise.all([mei, phone].map((device) => onMessage(device, id).unpin()));
    await mei.send(chat, 'after');
    await following.until(() => following.texts(chat).includes('after'));
    expect(following.of('MessagePinned')).toHaveLength(1);
    expect(following.of('MessageUnpinned')).toHaveLength(1);
    expect((await seen(mei, chat)).notices).toHaveLength(1);
    following.close();
  });

  test('is for those who run a group; notes of one’s own get no notice', async () => {
    const { mei, tom, group } = await trio();
    const { id } = await tom.send(group, 'the address');
    expectType(await onMessage(tom, id).pin(), 'RoleRequiredError');
    await inGroup(mei, group).appoint(tom, 'ADMINISTRATOR');
    expectType(await onMessage(tom, id).pin(), 'PinMessagePayload');
    await inGroup(mei, group).appoint(tom, 'MEMBER');
    expectType(await onMessage(tom, id).unpin(), 'RoleRequiredError');
    expectType(await onMessage(mei, id).unpin(), 'UnpinMessagePayload');
    const { openDirectConversation } = await mei.ask(OpenNotes, { input: { userId: mei.id } });
    const notes = expectType(openDirectConversation, 'OpenDirectConversationPayload').conversation;
    const note = await mei.send(notes.id, 'buy tea');
    expectType(await onMessage(mei, note.id).pin(), 'PinMessagePayload');
    expect(await seen(mei, notes.id)).toEqual({ pins: [note.id], notices: [] });
  });

  test('has a limit, however many come at once; unpinning makes room', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const ids: string[] = [];
    for (let index = 0; index < 8; index++) ids.push((await mei.send(chat, `m${index}`)).id);
    const answers = await Promise.all(
      ids.map((id, index) => onMessage(index % 2 ? mei : tom, id).pin()),
    );
    const refused = answers.flatMap((answer, index) =>
      answer.__typename === 'LimitReachedError'
        ? [{ id: ids[index] ?? '', limit: answer.limit }]
        : [],
    );
    expect(refused.map(({ limit }) => limit)).toEqual([5, 5, 5]);
    const { pins } = await seen(mei, chat);
    expect(pins).toHaveLength(5);
    await onMessage(tom, pins[0] ?? '').unpin();
    expectType(await onMessage(tom, refused[0]?.id ?? '').pin(), 'PinMessagePayload');
    expect((await seen(mei, chat)).pins[0]).toBe(refused[0]?.id);
  });

  test('is refused for what is gone and for notices, and recalling unpins', async () => {
    const { mei, tom, group } = await trio();
    const { id } = await tom.send(group, 'the address');
    await onMessage(mei, id).pin();
    const [notice] = (await seen(mei, group)).notices;
    expectType(await onMessage(mei, notice?.id ?? '').pin(), 'InvalidFieldError');
    await onMessage(tom, id).recall();
    expect((await seen(mei, group)).pins).toEqual([]);
    expectType(await onMessage(mei, id).pin(), 'MessageGoneError');
    expectType(await onMessage(mei, id).unpin(), 'UnpinMessagePayload');
    const { content } = (await seen(tom, group)).notices[0] ?? {};
    expect(content?.pinnedMessage?.content.__typename).toBe('RecalledContent');
  });
});

describe('pinned messages', () => {
  test('come last pinned first, in pages both ways', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) {
      const { id } = await mei.send(chat, `m${index}`);
      await onMessage(mei, id).pin();
      ids.unshift(id);
    }
    const none = { first: null, after: null, last: null, before: null };
    const page = async (asked: {
      first?: number;
      after?: string | null;
      last?: number;
      before?: string | null;
    }) => {
      const { conversation } = await mei.ask(Pinned, { ...none, ...asked, id: chat });
      const { edges, pageInfo } = conversation!.pinnedMessages;
      return { ids: edges.map(({ node }) => node.message.id), pageInfo };
    };
    const first = await page({ first: 2 });
    const second = await page({ first: 2, after: first.pageInfo.endCursor });
    expect([...first.ids, ...second.ids]).toEqual(ids.slice(0, 4));
    expect(second.pageInfo.hasNextPage).toBe(true);
    const back = await page({ last: 2, before: second.pageInfo.startCursor });
    expect(back.ids).toEqual(first.ids);
  });

  test('from before somebody joined are not theirs to see, nor what they deleted for themselves', async () => {
    const { mei, tom, lin, group } = await trio();
    const early = await mei.send(group, 'before your time');
    await onMessage(mei, early.id).pin();
    await mei.add(group, [lin]);
    const [late, hidden] = [await mei.send(group, 'welcome'), await mei.send(group, 'again')];
    await onMessage(mei, late.id).pin();
    await onMessage(mei, hidden.id).pin();
    await onMessage(mei, early.id).unpin();
    await onMessage(mei, early.id).pin();
    await onMessage(lin, hidden.id).deleteForMe();
    const { pins, notices } = await seen(lin, group);
    expect(pins).toEqual([late.id]);
    expect(notices.map(({ content }) => content.pinnedMessage?.id ?? null)).toEqual([
      late.id,
      null,
      null,
    ]);
    expect((await seen(tom, group)).pins).toEqual([early.id, hidden.id, late.id]);
  });

  test('leave a record of who pinned and unpinned', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await mei.send(chat, 'the address');
    await onMessage(tom, id).pin();
    await onMessage(mei, id).unpin();
    const { rows } = await stage.backend.pool.query(
      'SELECT action, actor_id FROM audit_entry WHERE subject_id = $1 ORDER BY id',
      [uuidOf(id)],
    );
    expect(rows).toEqual([
      { action: 'MessagePinned', actor_id: uuidOf(tom.id) },
      { action: 'MessageUnpinned', actor_id: uuidOf(mei.id) },
    ]);
  });
});
