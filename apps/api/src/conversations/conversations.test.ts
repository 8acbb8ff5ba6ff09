import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const OpenDirect = graphql(`
  mutation OpenDirectly($input: OpenDirectConversationInput!) {
    openDirectConversation(input: $input) {
      __typename
      ... on OpenDirectConversationPayload {
        conversation {
          id
          kind
          name
          memberCount
          lastSeq
          unreadCount
          lastMessage { id }
          peer { id }
          viewerMember { id role user { id } }
          members { edges { node { user { id } role readSeq deliveredSeq } } }
        }
      }
      ... on Error { message rule }
    }
  }
`);
const ConversationById = graphql(`
  query ConversationById($id: ID!) {
    conversation(id: $id) { id kind peer { id } viewerMember { id } lastMessage { seq } }
  }
`);
const NodeById = graphql(`query NodeById($id: ID!) { node(id: $id) { id __typename } }`);
const List = graphql(`
  query List($first: Int, $after: String, $last: Int, $before: String) {
    viewer {
      unreadCount
      conversations(first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { id activeAt unreadCount lastMessage { seq } } }
        pageInfo { hasNextPage hasPreviousPage endCursor }
      }
    }
  }
`);
const Members = graphql(`
  query Members($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    conversation(id: $id) {
      memberCount
      members(first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { id user { id } } }
        pageInfo { hasNextPage hasPreviousPage endCursor }
      }
    }
  }
`);
const MarkRead = graphql(`
  mutation MarkReadTo($input: MarkReadInput!) { markRead(input: $input) { __typename } }
`);
const page = { first: null, after: null, last: null, before: null };

const open = async (person: Person, userId: string) =>
  (await person.ask(OpenDirect, { input: { userId } })).openDirectConversation;

async function opened(person: Person, friend: Person) {
  const answer = await open(person, friend.id);
  return expectType(answer, 'OpenDirectConversationPayload').conversation;
}

async function list(person: Person, variables: Partial<VariablesOf<typeof List>> = {}) {
  const { viewer } = await person.ask(List, { ...page, ...variables });
  const { edges, pageInfo } = viewer.conversations;
  return { ids: edges.map((edge) => edge.node.id), edges, pageInfo, unread: viewer.unreadCount };
}

/** Code of the first error of an answer. */
async function code(answer: Promise<{ errors?: { extensions?: { code?: string } }[] }>) {
  return (await answer).errors?.[0]?.extensions?.code;
}

async function pair() {
  const [mei, tom] = [await stage.world.user('Mei'), await stage.world.user('Tom')];
  await mei.befriend(tom);
  return { mei, tom };
}

const globalId = (typename: string, id: string) =>
  Buffer.from(`${typename}:${id}`).toString('base64');
const UNKNOWN = '018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f';

describe('the conversation of two friends', () => {
  test('is made the first time either opens it, and is the same for both ever after', async () => {
    const { mei, tom } = await pair();
    const streams = [await mei.follow().live(), await tom.follow().live()];
    const hers = await opened(mei, tom);
    expect(hers).toMatchObject({
      kind: 'DIRECT',
      name: null,
      memberCount: 2,
      lastSeq: 0,
      unreadCount: 0,
      lastMessage: null,
      peer: { id: tom.id },
      viewerMember: { role: 'MEMBER', user: { id: mei.id } },
    });
    const members = hers.members.edges.map(({ node }) => node);
    expect(members.map((member) => member.user.id).sort()).toEqual([mei.id, tom.id].sort());
    for (const member of members) expect(member).toMatchObject({ readSeq: 0, deliveredSeq: 0 });
    const his = await opened(tom, mei);
    expect(his).toMatchObject({ id: hers.id, peer: { id: mei.id } });
    for (const [index, stream] of streams.entries()) {
      const { conversation } = await stream.first('ConversationJoined');
      expect(conversation).toMatchObject({
        id: hers.id,
        kind: 'DIRECT',
        peer: { id: [tom, mei][index]?.id },
      });
      await mei.befriend(await stage.world.user('Lin'));
      expect(stream.of('ConversationJoined')).toHaveLength(1);
      stream.close();
    }
  });

  test('is one, also when both open it at the same instant', async () => {
    for (let round = 0; round < 10; round++) {
      const { mei, tom } = await pair();
      const conversations = await Promise.all([
        opened(mei, tom),
        opened(tom, mei),
        opened(mei, tom),
        opened(tom, mei),
      ]);
      expect(new Set(conversations.map((conversation) => conversation.id)).size).toBe(1);
      for (const person of [mei, tom]) expect((await list(person)).ids).toHaveLength(1);
    }
  });

  test('is with somebody: nobody and nonsense are refused with the rule', async () => {
    const mei = await stage.world.user('Mei');
    for (const id of [
      globalId('User', UNKNOWN),
      globalId('User', 'not-a-uuid'),
      globalId('Conversation', UNKNOWN),
      mei.sessionId,
      UNKNOWN,
      'nonsense',
      '',
      '\0',
      '茶',
    ])
      expect(expectType(await open(mei, id), 'NotFoundError').rule, id).toBe('NOT_FOUND');
    const input = { userId: mei.id };
    expect(await code(ask(stage.url, null, OpenDirect, { input }))).toBe('UNAUTHENTICATED');
  });

  test('cannot be left, and takes nobody in', async () => {
    const { mei, tom } = await pair();
    const { id } = await opened(mei, tom);
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const answers = await mei.ask(LeaveAndAdd, {
      leave: { conversationId: id },
      add: { conversationId: id, userIds: [lin.id] },
    });
    expect(answers.leaveGroup.__typename).toBe('NotFoundError');
    expect(answers.addMembers.__typename).toBe('NotFoundError');
    expect((await opened(tom, mei)).memberCount).toBe(2);
  });

  test('is hidden from an outsider, by every id that leads to it', async () => {
    const { mei, tom } = await pair();
    const eve = await stage.world.user('Eve');
    await eve.befriend(mei);
    const { id, viewerMember } = await opened(mei, tom);
    for (const hidden of [id, viewerMember.id]) {
      expect(await code(eve.attempt(NodeById, { id: hidden }))).toBe('NOT_FOUND');
      expect((await tom.ask(NodeById, { id: hidden })).node?.id).toBe(hidden);
    }
    expect(await code(eve.attempt(ConversationById, { id }))).toBe('NOT_FOUND');
    expect(await code(eve.attempt(Members, { ...page, id }))).toBe('NOT_FOUND');
    expect(await code(ask(stage.url, null, ConversationById, { id }))).toBe('UNAUTHENTICATED');
    expect((await list(eve)).ids).toEqual([]);
  });

  test('ids that are none are refused as such, or lead nowhere', async () => {
    const { mei, tom } = await pair();
    const { id } = await opened(mei, tom);
    const leadNowhere = [globalId('Conversation', UNKNOWN), mei.id, 'nonsense', '', '\0'];
    for (const bad of leadNowhere)
      expect(await code(mei.attempt(ConversationById, { id: bad })), bad).toBe('NOT_FOUND');
    const uuid = Buffer.from(id, 'base64').toString().replace('Conversation:', '');
    const expected: Record<string, string> = {
      [globalId('Conversation', UNKNOWN)]: 'NOT_FOUND',
      [globalId('ConversationMember', `${uuid}:${UNKNOWN}`)]: 'NOT_FOUND',
      [globalId('ConversationMember', uuid)]: 'BAD_USER_INPUT',
      [globalId('ConversationMember', `${uuid}:${uuid}:${uuid}`)]: 'BAD_USER_INPUT',
      [globalId('ConversationMember', `${uuid}:x`)]: 'BAD_USER_INPUT',
      [globalId('Conversation', 'x')]: 'BAD_USER_INPUT',
      [globalId('User', `${UNKNOWN}\0`)]: 'BAD_USER_INPUT',
      [globalId('Viewer', UNKNOWN)]: 'BAD_USER_INPUT',
      [globalId('__proto__', UNKNOWN)]: 'BAD_USER_INPUT',
      nonsense: 'BAD_USER_INPUT',
      '': 'BAD_USER_INPUT',
      '\0': 'BAD_USER_INPUT',
    };
    for (const [bad, refusal] of Object.entries(expected))
      expect(await code(mei.attempt(NodeById, { id: bad })), bad).toBe(refusal);
  });
});

const LeaveAndAdd = graphql(`
  mutation LeaveAndAdd($leave: LeaveGroupInput!, $add: AddMembersInput!) {
    leaveGroup(input: $leave) { __typename }
    addMembers(input: $add) { __typename }
  }
`);

describe('the conversation with oneself', () => {
  test('is made the first time it is opened, on whichever device, and is the same ever after', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    const watching = await phone.follow().live();
    const answers = await Promise.all([opened(mei, mei), opened(phone, mei), opened(mei, mei)]);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers[0]).toMatchObject({
      kind: 'SELF',
      name: null,
      memberCount: 1,
      peer: null,
      viewerMember: { role: 'MEMBER', user: { id: mei.id } },
    });
    const { conversation } = await watching.first('ConversationJoined');
    expect(conversation).toMatchObject({ id: answers[0]?.id, kind: 'SELF' });
    expect((await list(mei)).ids).toEqual([answers[0]?.id]);
    watching.close();
  });

  test('takes notes, which reach all of one’s devices and nobody else, and are never unread', async () => {
    const { mei, tom } = await pair();
    const phone = await mei.onAnotherDevice();
    const [hers, his] = [await phone.follow().live(), await tom.follow().live()];
    const { id } = await opened(mei, mei);
    await mei.send(id, 'buy tea');
    await hers.until(() => hers.texts(id).includes('buy tea'));
    await mei.open(tom);
    await his.first('ConversationJoined');
    expect(his.of('MessageSent')).toEqual([]);
    expect(await list(mei)).toMatchObject({ unread: 0 });
    expect(await code(tom.attempt(ConversationById, { id }))).toBe('NOT_FOUND');
    const answers = await mei.ask(LeaveAndAdd, {
      leave: { conversationId: id },
      add: { conversationId: id, userIds: [tom.id] },
    });
    expect(answers.leaveGroup.__typename).toBe('NotFoundError');
    expect(answers.addMembers.__typename).toBe('NotFoundError');
    for (const stream of [hers, his]) stream.close();
  });
});

describe('the list of conversations', () => {
  async function friendsOfMei(count: number) {
    const mei = await stage.world.user('Mei');
    const chats: { friend: Person; id: string }[] = [];
    for (let index = 0; index < count; index++) {
      const friend = await stage.world.user(`Friend ${index}`);
      await mei.befriend(friend);
      chats.push({ friend, id: await mei.open(friend) });
    }
    return { mei, chats };
  }

  test('has the most recently active first, and moves with every message', async () => {
    const { mei, chats } = await friendsOfMei(3);
    const [first, second, third] = chats.map(({ id }) => id);
    expect((await list(mei)).ids).toEqual([third, second, first]);
    await chats[0]!.friend.send(first!, 'hello');
    expect((await list(mei)).ids).toEqual([first, third, second]);
    await mei.send(second!, 'hello');
    const now = await list(mei);
    expect(now.ids).toEqual([second, first, third]);
    expect(now.edges.map((edge) => edge.node.lastMessage?.seq ?? null)).toEqual([1, 1, null]);
  });

  test('counts what others have written and one has not read, in each and in all', async () => {
    const { mei, chats } = await friendsOfMei(3);
    const [one, two] = [chats[0]!, chats[1]!];
    for (const text of ['a', 'b', 'c']) await one.friend.send(one.id, text);
    await two.friend.send(two.id, 'a');
    await mei.send(two.id, 'my own does not count');
    const unread = async () => {
      const { edges, unread: total } = await list(mei);
      return {
        total,
        each: Object.fromEntries(edges.map(({ node }) => [node.id, node.unreadCount])),
      };
    };
    expect(await unread()).toEqual({
      total: 4,
      each: { [one.id]: 3, [two.id]: 1, [chats[2]!.id]: 0 },
    });
    await mei.ask(MarkRead, { input: { conversationId: one.id, seq: 2 } });
    expect(await unread()).toEqual({
      total: 2,
      each: { [one.id]: 1, [two.id]: 1, [chats[2]!.id]: 0 },
    });
    await mei.ask(MarkRead, { input: { conversationId: two.id, seq: 2 } });
    expect((await unread()).total).toBe(1);
    expect((await list(one.friend)).unread).toBe(0);
  });

  test('comes page by page, each once, forwards and back, also when all moved in one instant', async () => {
    const { mei, chats } = await friendsOfMei(5);
    await stage.backend.pool.query('UPDATE conversation SET active_at = $1', [new Date()]);
    const whole = await list(mei);
    expect(new Set(whole.ids).size).toBe(5);
    expect(new Set(whole.edges.map((edge) => edge.node.activeAt)).size).toBe(1);
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 3; pages++) {
      const asked: Partial<VariablesOf<typeof List>> = { first: 2, after };
      const { ids, pageInfo } = await list(mei, asked);
      seen.push(...ids);
      expect(pageInfo.hasNextPage).toBe(pages < 2);
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual(whole.ids);
    const back = await list(mei, { last: 2, before: whole.edges[4]!.cursor });
    expect(back.ids).toEqual(whole.ids.slice(2, 4));
    expect((await list(mei, { last: 3 })).ids).toEqual(whole.ids.slice(2));
    expect(whole.ids).toEqual(expect.arrayContaining(chats.map(({ id }) => id)));
  });

  test('what moves between two pages is not lost: it comes to the top', async () => {
    const { mei, chats } = await friendsOfMei(4);
    const first = await list(mei, { first: 2 });
    await mei.send(first.ids[1]!, 'moves the end of the page away');
    const second = await list(mei, { first: 2, after: first.pageInfo.endCursor });
    expect([...first.ids, ...second.ids].sort()).toEqual(chats.map(({ id }) => id).sort());
  });
});

test('members come page by page, the owner first, also when all joined in one instant', async () => {
  const mei = await stage.world.user('Mei');
  const friends: Person[] = [];
  for (let index = 0; index < 4; index++) {
    const friend = await stage.world.user(`Friend ${index}`);
    await mei.befriend(friend);
    friends.push(friend);
  }
  const id = await mei.group('Tea', friends);
  const seen: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 3; pages++) {
    const asked: VariablesOf<typeof Members> = { ...page, id, first: 2, after };
    const { conversation } = await mei.ask(Members, asked);
    expect(conversation?.memberCount).toBe(5);
    seen.push(...conversation!.members.edges.map((edge) => edge.node.user.id));
    expect(conversation!.members.pageInfo.hasNextPage).toBe(pages < 2);
    after = conversation!.members.pageInfo.endCursor;
  }
  expect(new Set(seen)).toEqual(new Set([mei, ...friends].map((person) => person.id)));
  expect(seen).toHaveLength(5);
  expect(seen[0]).toBe(mei.id);
  const { conversation } = await mei.ask(Members, { ...page, id, last: 2 });
  expect(conversation?.members.edges.map((edge) => edge.node.user.id)).toEqual(seen.slice(3));
});
