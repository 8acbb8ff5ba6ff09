import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import type { Following } from '../testing/follow.ts';
import { graphql } from '../testing/graphql.ts';
import {
  auditedIn,
  contentsIn,
  createGroup,
  groupDocuments,
  idsOf,
  inGroup,
  rolesIn,
  streamOf,
  toldIn,
} from '../testing/groups.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { expectType, type Person, SendMessage } from '../testing/world.ts';

let stage: Stage;
/** The same house with a rule of its own: three to a group. */
let small: Stage;
beforeAll(async () => {
  stage = await startStage();
  small = await startStageOn(stage.databaseUrl, { GROUP_MAX_MEMBERS: '3' });
});
afterAll(async () => {
  await small.close();
  await stage.close();
});

const PUBLIC = { visibility: 'PUBLIC' } as const;

const create = (owner: Person, name: string, userIds: string[], settings = {}) =>
  createGroup(owner, { name, userIds, ...settings });
const add = (person: Person, id: string, people: readonly { id: string }[]) =>
  inGroup(person, id).add(people);
const leave = (person: Person, id: string) => inGroup(person, id).leave();
const fetched = (person: Person, id: string) => inGroup(person, id).see();

/** Somebody with friends. */
async function withFriends(...names: string[]) {
  const mei = await stage.world.user('Mei');
  const friends: Person[] = [];
  for (const name of names) {
    const friend = await stage.world.user(name);
    await mei.befriend(friend);
    friends.push(friend);
  }
  return { mei, friends };
}

describe('making a group', () => {
  test('makes the caller its owner, tells everyone live, and begins with a notice', async () => {
    const { mei, friends } = await withFriends('Tom', 'Lin');
    const streams: Following[] = [];
    for (const person of [mei, ...friends]) streams.push(await person.follow().live());
    const answer = await create(mei, '  品茶 🍵 ', idsOf(friends));
    const group = expectType(answer, 'CreateGroupPayload').conversation;
    expect(group).toMatchObject({
      kind: 'GROUP',
      name: '品茶 🍵',
      peer: null,
      memberCount: 3,
      lastSeq: 1,
      unreadCount: 0,
    });
    expect(await rolesIn(friends[0]!, group.id)).toEqual({
      [mei.id]: 'OWNER',
      [friends[0]!.id]: 'MEMBER',
      [friends[1]!.id]: 'MEMBER',
    });
    for (const person of friends) {
      const { messages, unreadCount } = await fetched(person, group.id);
      expect(unreadCount).toBe(1);
      const notice = messages.edges[0]!.node;
      expect(notice).toMatchObject({ seq: 1, sender: { id: mei.id } });
      if (notice.content.__typename !== 'GroupCreatedNotice') throw new Error('Not the notice');
      expect(idsOf(notice.content.members).sort()).toEqual(idsOf(friends).sort());
    }
    for (const stream of streams) {
      const joined = await stream.first('ConversationJoined');
      expect(joined.conversation).toMatchObject({ id: group.id, name: '品茶 🍵', peer: null });
      const { members } = await stream.first('MembersJoined');
      expect(members.map((member) => member.user.id).sort()).toEqual(
        idsOf([mei, ...friends]).sort(),
      );
      const { message } = await stream.first('MessageSent');
      expect(message.content.__typename).toBe('GroupCreatedNotice');
      expect(toldIn(stream, streamOf(group.id))).toEqual(['MembersJoined', 'MessageSent']);
      stream.close();
    }
  });

  test('takes names of 1 to 50 characters', async () => {
    const { mei, friends } = await withFriends('Tom');
    for (const name of ['', '  ', '\0', '茶'.repeat(51), '🍵'.repeat(51)]) {
      const refused = expectType(await create(mei, name, idsOf(friends)), 'InvalidFieldError');
      expect(refused).toMatchObject({ field: 'name', rule: 'INVALID_FIELD' });
    }
    for (const name of ['茶', '🍵'.repeat(50)]) {
      const answer = await create(mei, `\0${name}`, idsOf(friends));
      expect(expectType(answer, 'CreateGroupPayload').conversation.name).toBe(name);
    }
  });

  test('takes each person once, and needs somebody besides oneself', async () => {
    const { mei, friends } = await withFriends('Tom');
    const twice = await create(mei, 'Tea', [...idsOf(friends), mei.id, ...idsOf(friends)]);
    expect(expectType(twice, 'CreateGroupPayload').conversation.memberCount).toBe(2);
    for (const userIds of [[], [mei.id], [mei.id, mei.id]])
      expect(expectType(await create(mei, 'Tea', userIds), 'InvalidFieldError').field).toBe(
        'userIds',
      );
  });

  test('is for friends, who are all named when they are not; nobody and nonsense are not found', async () => {
    const { mei, friends } = await withFriends('Tom');
    const strangers = [await stage.world.user('Eve'), await stage.world.user('Mallory')];
    const before = (await mei.ask(Conversations, {})).viewer.conversations.edges.length;
    const answer = await create(mei, 'Tea', idsOf([...friends, ...strangers]));
    const refused = expectType(answer, 'NotFriendsError');
    expect(refused.rule).toBe('NOT_FRIENDS');
    expect(idsOf(refused.users).sort()).toEqual(idsOf(strangers).sort());
    for (const id of [UNKNOWN_USER, mei.sessionId, 'nonsense', '', '\0'])
      expectType(await create(mei, 'Tea', [...idsOf(friends), id]), 'NotFoundError');
    const { viewer } = await mei.ask(Conversations, {});
    expect(viewer.conversations.edges).toHaveLength(before);
    const input = { name: 'Tea', userIds: idsOf(friends) };
    const { errors } = await ask(stage.url, null, groupDocuments.CreateGroup, { input });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

const UNKNOWN_USER = Buffer.from('User:018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f').toString('base64');
const Conversations = graphql(`
  query Conversations { viewer { conversations { edges { node { id } } } } }
`);

const SearchGroups = graphql(`
  query FindGroups($query: String!) { searchGroups(query: $query) { edges { node { name } } } }
`);
const JoinGroup = graphql(`
  mutation WalkIn($input: JoinGroupInput!) { joinGroup(input: $input) { __typename } }
`);

describe('adding members', () => {
  test('tells the old and the new, and puts a notice where they came', async () => {
    const { mei, friends } = await withFriends('Tom', 'Lin');
    const [tom, lin] = [friends[0]!, friends[1]!];
    const id = await mei.group('Tea', [tom], PUBLIC);
    await mei.send(id, 'before');
    const streams = [await tom.follow().live(), await lin.follow().live()];
    const answer = await add(mei, id, [lin, tom, lin]);
    const { conversation } = expectType(answer, 'AddMembersPayload');
    expect(conversation).toMatchObject({ memberCount: 3, lastSeq: 3 });
    const notice = conversation.messages.edges.at(-1)!.node;
    expect(notice).toMatchObject({
      seq: 3,
      sender: { id: mei.id },
      content: { __typename: 'MembersAddedNotice', members: [{ id: lin.id }] },
    });
    for (const stream of streams) {
      const joined = await stream.first('MembersJoined');
      expect(joined.conversation).toEqual({ id, memberCount: 3 });
      expect(joined.members.map((member) => member.user.id)).toEqual([lin.id]);
      await stream.first('MessageSent', ({ message }) => message.seq === 3);
      expect(toldIn(stream, streamOf(id))).toEqual(['MembersJoined', 'MessageSent']);
    }
    expect(streams[0]!.of('ConversationJoined')).toEqual([]);
    expect((await streams[1]!.first('ConversationJoined')).conversation?.id).toBe(id);
    for (const stream of streams) stream.close();
  });

  test('passes over those who are there already, without a word', async () => {
    const { mei, friends } = await withFriends('Tom');
    const id = await mei.group('Tea', friends, PUBLIC);
    for (const people of [friends, [mei], []])
      expect(
        expectType(await add(mei, id, people), 'AddMembersPayload').conversation,
      ).toMatchObject({ memberCount: 2, lastSeq: 1 });
  });

  test('is for the owner: a member is told the roles that may', async () => {
    const { mei, friends } = await withFriends('Tom');
    const tom = friends[0]!;
    const lin = await stage.world.user('Lin');
    await tom.befriend(lin);
    const id = await mei.group('Tea', friends, PUBLIC);
    const refused = expectType(await add(tom, id, [lin]), 'RoleRequiredError');
    expect(refused).toMatchObject({
      rule: 'ROLE_REQUIRED',
      roles: ['OWNER', 'ADMINISTRATOR'],
    });
    expect((await fetched(mei, id)).memberCount).toBe(2);
  });

  test('is recorded, of those who were no members', async () => {
    const { mei, friends } = await withFriends('Tom', 'Lin');
    const [tom, lin] = [friends[0]!, friends[1]!];
    const id = await mei.group('Tea', [tom], PUBLIC);
    expectType(await add(mei, id, [tom, lin]), 'AddMembersPayload');
    expect(await auditedIn(stage, id)).toEqual([[mei.id, 'MemberAdded', lin.id]]);
  });

  test('is for public groups: into a private one people are invited, whoever runs it', async () => {
    const { mei, friends } = await withFriends('Tom', 'Lin');
    const [tom, lin] = [friends[0]!, friends[1]!];
    const id = await mei.group('Tea', [tom]);
    for (const people of [[lin], [tom], []])
      expect(expectType(await add(mei, id, people), 'TokenRequiredError').rule).toBe(
        'TOKEN_REQUIRED',
      );
    expectType(await add(tom, id, [lin]), 'RoleRequiredError');
    expectType(await add(lin, id, [lin]), 'NotFoundError');
    expect(await fetched(mei, id)).toMatchObject({ memberCount: 2, lastSeq: 1 });
  });

  test('is for friends of the one who adds; nobody, nonsense and other groups are not found', async () => {
    const { mei, friends } = await withFriends('Tom');
    const tom = friends[0]!;
    const eve = await stage.world.user('Eve');
    await tom.befriend(eve);
    const id = await mei.group('Tea', friends, PUBLIC);
    const refused = expectType(await add(mei, id, [eve]), 'NotFriendsError');
    expect(refused.users).toEqual([{ id: eve.id }]);
    for (const bad of [UNKNOWN_USER, id, 'nonsense', ''])
      expectType(await add(mei, id, [{ id: bad }]), 'NotFoundError');
    for (const bad of [UNKNOWN_USER, mei.id, 'nonsense', '', '\0'])
      expectType(await add(mei, bad, [tom]), 'NotFoundError');
    expectType(await add(eve, id, [tom]), 'NotFoundError');
  });

  test('stops at GROUP_MAX_MEMBERS, also when two add at the same instant', async () => {
    const { mei, friends } = await withFriends('Tom', 'Lin', 'Wang');
    const owner = mei.through(small.url);
    const tooMany = expectType(await create(owner, 'Tea', idsOf(friends)), 'LimitReachedError');
    expect(tooMany).toMatchObject({ rule: 'LIMIT_REACHED', limit: 3 });
    const answer = await create(owner, 'Tea', [friends[0]!.id], PUBLIC);
    const { id } = expectType(answer, 'CreateGroupPayload').conversation;
    const answers = await Promise.all([
      add(owner, id, [friends[1]!]),
      add(owner, id, [friends[2]!]),
    ]);
    expect(answers.map((answer) => answer.__typename).sort()).toEqual([
      'AddMembersPayload',
      'LimitReachedError',
    ]);
    expect((await fetched(owner, id)).memberCount).toBe(3);
    expectType(await add(owner, id, friends.slice(0, 1)), 'AddMembersPayload');
  });
});

describe('leaving', () => {
  test('takes effect at once, and tells those who stay and the one who leaves', async () => {
    const { mei, friends } = await withFriends('Tom', 'Lin');
    const [tom, lin] = [friends[0]!, friends[1]!];
    const id = await mei.group('Tea', friends);
    const streams = { mei: await mei.follow().live(), tom: await tom.follow().live() };
    const phone = await (await tom.onAnotherDevice()).follow().live();
    const answer = await leave(tom, id);
    expect(expectType(answer, 'LeaveGroupPayload').conversationId).toBe(id);
    for (const own of [streams.tom, phone]) {
      expect((await own.first('ConversationLeft')).conversationId).toBe(id);
      expect(toldIn(own, streamOf(id))).toEqual([]);
    }
    const left = await streams.mei.first('MemberLeft');
    expect(left).toMatchObject({ user: { id: tom.id }, conversation: { id, memberCount: 2 } });
    await streams.mei.first('MessageSent');
    expect(toldIn(streams.mei, streamOf(id))).toEqual(['MemberLeft', 'MessageSent']);
    const { messages, memberCount } = await fetched(lin, id);
    expect(memberCount).toBe(2);
    expect(messages.edges.at(-1)?.node).toMatchObject({
      sender: { id: tom.id },
      content: { __typename: 'MemberLeftNotice', member: { id: tom.id } },
    });
    expectType(await leave(tom, id), 'NotFoundError');
    for (const stream of [streams.mei, streams.tom, phone]) stream.close();
  });

  test('an owner is followed by the member who has been there longest', async () => {
    const { mei, friends } = await withFriends('Tom', 'Lin', 'Wang');
    const [tom, lin, wang] = [friends[0]!, friends[1]!, friends[2]!];
    const id = await mei.group('Tea', [lin], PUBLIC);
    await add(mei, id, [wang]);
    await add(mei, id, [tom]);
    const watching = await tom.follow().live();
    expectType(await leave(mei, id), 'LeaveGroupPayload');
    const { member } = await watching.first('RoleChanged');
    expect(member).toMatchObject({ role: 'OWNER', user: { id: lin.id } });
    await watching.until(() => watching.of('MessageSent').length === 2);
    expect(toldIn(watching, streamOf(id))).toEqual([
      'MemberLeft',
      'MessageSent',
      'RoleChanged',
      'MessageSent',
    ]);
    expect((await contentsIn(tom, id)).slice(-2)).toEqual([
      { __typename: 'MemberLeftNotice', member: { id: mei.id } },
      { __typename: 'OwnerChangedNotice', member: { id: lin.id } },
    ]);
    expect(await rolesIn(tom, id)).toEqual({
      [lin.id]: 'OWNER',
      [wang.id]: 'MEMBER',
      [tom.id]: 'MEMBER',
    });
    const newcomer = await stage.world.user('Ann');
    await lin.befriend(newcomer);
    expectType(await add(lin, id, [newcomer]), 'AddMembersPayload');
    watching.close();
  });

  test('of owner and heir at the same instant leaves one owner, and nobody stuck', async () => {
    for (let round = 0; round < 5; round++) {
      const { mei, friends } = await withFriends('Tom', 'Lin');
      const id = await mei.group('Tea', friends);
      await Promise.all([leave(mei, id), leave(friends[0]!, id)]);
      expect(await rolesIn(friends[1]!, id)).toEqual({ [friends[1]!.id]: 'OWNER' });
    }
  });

  test('of the last one leaves a group that nobody finds again', async () => {
    const { mei, friends } = await withFriends('Tom');
    const id = await mei.group('Tea', friends);
    for (const person of [mei, friends[0]!])
      expectType(await leave(person, id), 'LeaveGroupPayload');
    for (const person of [mei, friends[0]!]) {
      expect(await inGroup(person, id).refused()).toBe('NOT_FOUND');
      const input = { conversationId: id, clientId: randomUUID(), text: 'anyone?' };
      expectType((await person.ask(SendMessage, { input })).sendMessage, 'NotFoundError');
      expect((await person.ask(Conversations, {})).viewer.conversations.edges).toEqual([]);
    }
    const tom = friends[0]!;
    expect(await auditedIn(stage, id)).toEqual([
      [mei.id, 'OwnerChanged', tom.id],
      [tom.id, 'GroupDissolved', id],
    ]);
  });

  test('of the last one ends a public group as well: nobody finds it, nor walks into it', async () => {
    const { mei, friends } = await withFriends('Tom');
    const lin = await stage.world.user('Lin');
    const name = `Tea ${randomUUID()}`;
    const id = await mei.group(name, friends, { ...PUBLIC, joinPolicy: 'OPEN' });
    const found = async () => {
      const { searchGroups } = await lin.ask(SearchGroups, { query: name });
      return searchGroups.edges.map((edge) => edge.node.name);
    };
    expect(await found()).toContain(name);
    for (const person of [friends[0]!, mei])
      expectType(await leave(person, id), 'LeaveGroupPayload');
    expect(await found()).not.toContain(name);
    const { joinGroup } = await lin.ask(JoinGroup, { input: { conversationId: id } });
    expectType(joinGroup, 'NotFoundError');
  });

  test('a group one is not in is not found, nor is nonsense', async () => {
    const { mei, friends } = await withFriends('Tom');
    const eve = await stage.world.user('Eve');
    const id = await mei.group('Tea', friends);
    for (const bad of [id, UNKNOWN_USER, 'nonsense', '', '\0'])
      expect(expectType(await leave(eve, bad), 'NotFoundError').rule).toBe('NOT_FOUND');
    expect((await fetched(mei, id)).memberCount).toBe(2);
  });
});
