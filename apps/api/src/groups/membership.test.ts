import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnyEvent, MissedEvents } from '../testing/events.ts';
import type { Following } from '../testing/follow.ts';
import { graphql } from '../testing/graphql.ts';
import { freshCursor, type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person, SendMessage } from '../testing/world.ts';

/** What somebody may know of a group depends on when they were a member, by whatever way they ask. */

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const AddMembers = graphql(`
  mutation AddThem($input: AddMembersInput!) {
    addMembers(input: $input) { __typename ... on Error { message } }
  }
`);
const LeaveGroup = graphql(`
  mutation Leave($input: LeaveGroupInput!) {
    leaveGroup(input: $input) { __typename ... on Error { message } }
  }
`);
const History = graphql(`
  query GroupHistory($id: ID!) {
    conversation(id: $id) {
      unreadCount
      lastMessage { seq }
      viewerMember { id readSeq }
      messages(first: 100) { edges { cursor node { id seq content { __typename ... on TextContent { text } } } } }
    }
  }
`);
const Older = graphql(`
  query Older($id: ID!, $before: String) {
    conversation(id: $id) {
      messages(last: 100, before: $before) { edges { node { id } } pageInfo { hasPreviousPage } }
    }
  }
`);
const Nodes = graphql(`query Nodes($ids: [ID!]!) { nodes(ids: $ids) { id } }`);
const MarkRead = graphql(`
  mutation ReadUpTo($input: MarkReadInput!) { markRead(input: $input) { __typename } }
`);

async function add(person: Person, conversationId: string, people: readonly Person[]) {
  const input = { conversationId, userIds: people.map(({ id }) => id) };
  const { addMembers } = await person.ask(AddMembers, { input });
  expectType(addMembers, 'AddMembersPayload');
}

async function leave(person: Person, conversationId: string) {
  const { leaveGroup } = await person.ask(LeaveGroup, { input: { conversationId } });
  expectType(leaveGroup, 'LeaveGroupPayload');
}

async function history(person: Person, id: string) {
  const { conversation } = await person.ask(History, { id });
  if (!conversation) throw new Error('There is no such conversation');
  return conversation;
}

type Content = { __typename: 'TextContent'; text: string } | { __typename: string };

/** Texts as they are, notices by the name of their type. */
const told = (content: Content) => ('text' in content ? content.text : content.__typename);

async function read(person: Person, id: string): Promise<string[]> {
  const { messages } = await history(person, id);
  return messages.edges.map((edge) => told(edge.node.content));
}

const heard = (events: readonly AnyEvent[], id: string): string[] =>
  events.flatMap((event) =>
    event.__typename === 'MessageSent' && event.message.conversation.id === id
      ? [told(event.message.content)]
      : [],
  );

const cursorOfNow = (person: Person) => freshCursor(stage, person);

/** Everything after a cursor, by query and by subscription, which must tell the same. */
async function replay(person: Person, after: string): Promise<AnyEvent[]> {
  const { events: page } = await person.ask(MissedEvents, { after, first: 500 });
  expect(page.caughtUp).toBe(true);
  const following = await person.follow(after).live();
  following.close();
  const logged = (events: readonly AnyEvent[]) =>
    events.flatMap((event) => ('streamId' in event ? [event.id] : []));
  expect(logged(following.events)).toEqual(logged(page.events));
  return page.events;
}

/** Lets something else happen on a stream, so that whatever was to come before it has come. */
async function settle(person: Person, following: Following) {
  const friend = await stage.world.user('Witness');
  await person.befriend(friend);
  await following.first('FriendshipStarted', ({ user }) => user.id === friend.id);
}

async function threeFriends() {
  const mei = await stage.world.user('Mei');
  const [tom, lin] = [await stage.world.user('Tom'), await stage.world.user('Lin')];
  for (const friend of [tom, lin]) await mei.befriend(friend);
  return { mei, tom, lin, id: await mei.group('Tea', [tom], { visibility: 'PUBLIC' }) };
}

test('who joins sees nothing from before: not in the history, nor by node, nor in a replay from long ago', async () => {
  const { mei, tom, lin, id } = await threeFriends();
  const longAgo = await cursorOfNow(lin);
  const secrets = [await mei.send(id, 'secret 1'), await tom.send(id, 'secret 2')];
  await tom.ask(MarkRead, { input: { conversationId: id, seq: 3 } });
  const live = await lin.follow().live();
  await add(mei, id, [lin]);
  await mei.send(id, 'welcome');

  await live.until(() => heard(live.events, id).includes('welcome'));
  const visible = ['MembersAddedNotice', 'welcome'];
  expect(heard(live.events, id)).toEqual(visible);
  expect(await read(lin, id)).toEqual(visible);
  const replayed = await replay(lin, longAgo);
  expect(heard(replayed, id)).toEqual(visible);
  expect(replayed.filter((event) => event.__typename === 'ReceiptMoved')).toEqual([]);
  expect(replayed.filter((event) => event.__typename === 'MembersJoined')).toHaveLength(1);

  const { unreadCount, viewerMember, messages } = await history(lin, id);
  expect(unreadCount).toBe(2);
  expect(viewerMember.readSeq).toBe(3);
  const { conversation } = await lin.ask(Older, { id, before: messages.edges[0]!.cursor });
  expect(conversation?.messages).toEqual({ edges: [], pageInfo: { hasPreviousPage: false } });
  const { data, errors } = await lin.attempt(Nodes, { ids: secrets.map((sent) => sent.id) });
  expect(data?.nodes).toEqual([null, null]);
  expect(errors?.map((error) => error.extensions?.code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  expect(await read(mei, id)).toEqual(['GroupCreatedNotice', 'secret 1', 'secret 2', ...visible]);
  live.close();
});

test('a cursor kept as a member of other groups opens nothing of the new one’s past', async () => {
  const { mei, tom, lin, id } = await threeFriends();
  const other = await mei.group('Other', [lin]);
  const cursors = [await cursorOfNow(lin)];
  const open = await lin.follow().live();
  for (let round = 0; round < 3; round++) {
    await tom.send(id, `secret ${round}`);
    await mei.send(other, `known ${round}`);
  }
  await open.until(() => heard(open.events, other).includes('known 2'));
  cursors.push(...open.events.map((event) => event.cursor));
  await add(mei, id, [lin]);
  await settle(lin, open);
  for (const cursor of new Set(cursors))
    expect(heard(await replay(lin, cursor), id)).toEqual(['MembersAddedNotice']);
  open.close();
});

test('who left receives nothing later: live, by replay, by node, by history; and cannot speak', async () => {
  const { mei, tom, lin, id } = await threeFriends();
  await add(mei, id, [lin]);
  const kept = await cursorOfNow(tom);
  const live = await tom.follow().live();
  const phone = await (await tom.onAnotherDevice()).follow().live();
  const before = await mei.send(id, 'while he was there');
  await live.until(() => heard(live.events, id).length === 1);
  const { viewerMember } = await history(tom, id);
  await leave(tom, id);
  const after = await mei.send(id, 'after he left');
  await lin.ask(MarkRead, { input: { conversationId: id, seq: after.seq } });
  await mei.group('Proof that the streams are alive', [tom, lin]);

  for (const stream of [live, phone]) {
    await settle(tom, stream);
    expect(heard(stream.events, id).at(-1)).toBe('while he was there');
    expect(stream.of('MemberLeft')).toEqual([]);
    expect(stream.of('ReceiptMoved')).toEqual([]);
  }
  const replayed = await replay(tom, kept);
  expect(heard(replayed, id)).toEqual([]);
  expect(replayed.map((event) => event.__typename)).toContain('ConversationLeft');

  const ids = [id, before.id, after.id, viewerMember.id];
  const { data, errors } = await tom.attempt(Nodes, { ids });
  expect(data?.nodes).toEqual([null, null, null, null]);
  expect(new Set(errors?.map((error) => error.extensions?.code))).toEqual(new Set(['NOT_FOUND']));
  const asked = await tom.attempt(History, { id });
  expect(asked.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  const input = { conversationId: id, clientId: randomUUID(), text: 'one last word' };
  expectType((await tom.ask(SendMessage, { input })).sendMessage, 'NotFoundError');
  const reading = await tom.ask(MarkRead, { input: { conversationId: id, seq: 1 } });
  expect(reading.markRead.__typename).toBe('NotFoundError');
  expect((await read(mei, id)).at(-1)).toBe('after he left');
  for (const stream of [live, phone]) stream.close();
});

test('who comes back sees what is said from then on, and neither the time before nor between', async () => {
  const { mei, tom, id } = await threeFriends();
  const longAgo = await cursorOfNow(tom);
  const first = await mei.send(id, 'the first time');
  const live = await tom.follow().live();
  await leave(tom, id);
  const between = await mei.send(id, 'in between');
  const whileAway = await cursorOfNow(tom);
  await add(mei, id, [tom]);
  await mei.send(id, 'back again');

  const visible = ['MembersAddedNotice', 'back again'];
  await live.until(() => heard(live.events, id).includes('back again'));
  expect(heard(live.events, id).slice(-2)).toEqual(visible);
  expect(heard(live.events, id)).not.toContain('in between');
  expect(await read(tom, id)).toEqual(visible);
  for (const cursor of [longAgo, whileAway])
    expect(heard(await replay(tom, cursor), id)).toEqual(visible);
  const { data } = await tom.attempt(Nodes, { ids: [first.id, between.id, id] });
  expect(data?.nodes.map((node) => node?.id ?? null)).toEqual([null, null, id]);
  expect((await history(tom, id)).unreadCount).toBe(2);
  live.close();
});

test('leaving and coming back while away is told in the order in which it happened', async () => {
  const { mei, tom, id } = await threeFriends();
  const away = await cursorOfNow(tom);
  await leave(tom, id);
  await add(mei, id, [tom]);
  await leave(tom, id);
  await add(mei, id, [tom]);
  const own = (await replay(tom, away)).filter(
    (event) => event.__typename === 'ConversationJoined' || event.__typename === 'ConversationLeft',
  );
  expect(own.map((event) => event.__typename)).toEqual([
    'ConversationLeft',
    'ConversationJoined',
    'ConversationLeft',
    'ConversationJoined',
  ]);
});
