import type { AnyEvent } from './events.ts';
import type { Following } from './follow.ts';
import { graphql, type VariablesOf } from './graphql.ts';
import { uuidOf } from './ids.ts';
import type { Stage } from './stage.ts';
import { expectType, type Person } from './world.ts';

/** Groups as their members see them and as they act in them, for the tests of groups. Answers are taken as they come. */

const GroupFields = graphql(`
  fragment GroupFields on Conversation {
    id
    kind
    name
    description
    avatarEmoji
    visibility
    joinPolicy
    allMuted
    mentionAllRestricted
    forwardingForbidden
    peer { id }
    memberCount
    lastSeq
    unreadCount
    members { edges { node { role mutedUntil groupNickname user { id } } } }
    bans { edges { node { user { id } by { id } bannedAt } } }
    messages(last: 50) {
      edges {
        node {
          seq
          sender { id }
          content {
            __typename
            ... on TextContent { text }
            ... on GroupCreatedNotice { members { id } }
            ... on MembersAddedNotice { members { id } }
            ... on MembersRemovedNotice { members { id } }
            ... on MemberLeftNotice { member { id } }
            ... on MemberJoinedNotice { member { id } via }
            ... on MemberMutedNotice { member { id } until }
            ... on RoleChangedNotice { member { id } role }
            ... on OwnerChangedNotice { member { id } }
            ... on GroupRenamedNotice { name }
            ... on GroupChangedNotice { change }
          }
        }
      }
    }
  }
`);
const Group = graphql(`query Group($id: ID!) { conversation(id: $id) { ...GroupFields } }`, [
  GroupFields,
]);
const CreateGroup = graphql(
  `mutation MakeGroup($input: CreateGroupInput!) {
    createGroup(input: $input) {
      __typename
      ... on CreateGroupPayload { conversation { ...GroupFields } }
      ... on InvalidFieldError { field }
      ... on LimitReachedError { limit }
      ... on NotFriendsError { users { id } }
      ... on Error { message rule }
    }
  }`,
  [GroupFields],
);
const AddMembers = graphql(
  `mutation AddThem($input: AddMembersInput!) {
    addMembers(input: $input) {
      __typename
      ... on AddMembersPayload { conversation { ...GroupFields } }
      ... on LimitReachedError { limit }
      ... on NotFriendsError { users { id } }
      ... on BannedFromGroupError { users { id } }
      ... on RoleRequiredError { roles }
      ... on Error { message rule }
    }
  }`,
  [GroupFields],
);
const LeaveGroup = graphql(`
  mutation LeaveTheGroup($input: LeaveGroupInput!) {
    leaveGroup(input: $input) {
      __typename
      ... on LeaveGroupPayload { conversationId }
      ... on Error { message rule }
    }
  }
`);
const RemoveMembers = graphql(
  `mutation RemoveThem($input: RemoveMembersInput!) {
    removeMembers(input: $input) {
      __typename
      ... on RemoveMembersPayload { conversation { ...GroupFields } }
      ... on InvalidFieldError { field }
      ... on RoleRequiredError { roles }
      ... on Error { message rule }
    }
  }`,
  [GroupFields],
);
const UnbanFromGroup = graphql(
  `mutation Unban($input: UnbanFromGroupInput!) {
    unbanFromGroup(input: $input) {
      __typename
      ... on UnbanFromGroupPayload { conversation { ...GroupFields } }
      ... on RoleRequiredError { roles }
      ... on Error { message rule }
    }
  }`,
  [GroupFields],
);
const DissolveGroup = graphql(`
  mutation Dissolve($input: DissolveGroupInput!) {
    dissolveGroup(input: $input) {
      __typename
      ... on DissolveGroupPayload { conversationId }
      ... on RoleRequiredError { roles }
      ... on Error { message rule }
    }
  }
`);
const SetMemberRole = graphql(`
  mutation SetRole($input: SetMemberRoleInput!) {
    setMemberRole(input: $input) {
      __typename
      ... on SetMemberRolePayload { member { id role mutedUntil user { id } } }
      ... on InvalidFieldError { field }
      ... on RoleRequiredError { roles }
      ... on Error { message rule }
    }
  }
`);
const TransferGroup = graphql(
  `mutation Transfer($input: TransferGroupInput!) {
    transferGroup(input: $input) {
      __typename
      ... on TransferGroupPayload { conversation { ...GroupFields } }
      ... on InvalidFieldError { field }
      ... on RoleRequiredError { roles }
      ... on Error { message rule }
    }
  }`,
  [GroupFields],
);
const MuteMember = graphql(`
  mutation Mute($input: MuteMemberInput!) {
    muteMember(input: $input) {
      __typename
      ... on MuteMemberPayload { member { id mutedUntil user { id } } }
      ... on InvalidFieldError { field }
      ... on RoleRequiredError { roles }
      ... on Error { message rule }
    }
  }
`);
const MuteAll = graphql(
  `mutation MuteEverybody($input: MuteAllInput!) {
    muteAll(input: $input) {
      __typename
      ... on MuteAllPayload { conversation { ...GroupFields } }
      ... on RoleRequiredError { roles }
      ... on Error { message rule }
    }
  }`,
  [GroupFields],
);
const UpdateGroup = graphql(
  `mutation Change($input: UpdateGroupInput!) {
    updateGroup(input: $input) {
      __typename
      ... on UpdateGroupPayload { conversation { ...GroupFields } }
      ... on InvalidFieldError { field }
      ... on RoleRequiredError { roles }
      ... on Error { message rule }
    }
  }`,
  [GroupFields],
);
const SetGroupNickname = graphql(`
  mutation CallMe($input: SetGroupNicknameInput!) {
    setGroupNickname(input: $input) {
      __typename
      ... on SetGroupNicknamePayload { member { id groupNickname } }
      ... on InvalidFieldError { field }
      ... on Error { message rule }
    }
  }
`);
export const groupDocuments = {
  CreateGroup,
  AddMembers,
  LeaveGroup,
  RemoveMembers,
  UnbanFromGroup,
  DissolveGroup,
  SetMemberRole,
  TransferGroup,
  MuteMember,
  MuteAll,
  UpdateGroup,
  SetGroupNickname,
};

type Input<Document extends { __apiType?: unknown }> =
  VariablesOf<Document> extends {
    input: infer Given;
  }
    ? Omit<Given, 'conversationId'>
    : never;

export const idsOf = (people: readonly { id: string }[]) => people.map((person) => person.id);

/** What somebody does in one group, or tries to. */
export function inGroup(person: Person, conversationId: string) {
  const userIdsOf = (people: readonly { id: string }[]) => ({
    conversationId,
    userIds: idsOf(people),
  });
  return {
    add: async (people: readonly { id: string }[]) =>
      (await person.ask(AddMembers, { input: userIdsOf(people) })).addMembers,
    leave: async () => (await person.ask(LeaveGroup, { input: { conversationId } })).leaveGroup,
    remove: async (people: readonly { id: string }[], ban = false) =>
      (await person.ask(RemoveMembers, { input: { ...userIdsOf(people), ban } })).removeMembers,
    unban: async ({ id: userId }: { id: string }) =>
      (await person.ask(UnbanFromGroup, { input: { conversationId, userId } })).unbanFromGroup,
    dissolve: async () =>
      (await person.ask(DissolveGroup, { input: { conversationId } })).dissolveGroup,
    appoint: async ({ id: userId }: { id: string }, role: Input<typeof SetMemberRole>['role']) =>
      (await person.ask(SetMemberRole, { input: { conversationId, userId, role } })).setMemberRole,
    transfer: async ({ id: userId }: { id: string }) =>
      (await person.ask(TransferGroup, { input: { conversationId, userId } })).transferGroup,
    mute: async ({ id: userId }: { id: string }, until: string | null) =>
      (await person.ask(MuteMember, { input: { conversationId, userId, until } })).muteMember,
    muteAll: async (muted: boolean) =>
      (await person.ask(MuteAll, { input: { conversationId, muted } })).muteAll,
    update: async (change: Input<typeof UpdateGroup>) =>
      (await person.ask(UpdateGroup, { input: { conversationId, ...change } })).updateGroup,
    callMyself: async (nickname: string | null) =>
      (await person.ask(SetGroupNickname, { input: { conversationId, nickname } }))
        .setGroupNickname,
    see: async () => {
      const { conversation } = await person.ask(Group, { id: conversationId });
      if (!conversation) throw new Error('There is no such group');
      return conversation;
    },
    /** Code of the refusal to show the group. */
    refused: async () =>
      (await person.attempt(Group, { id: conversationId })).errors?.[0]?.extensions?.code,
  };
}

export async function createGroup(person: Person, input: VariablesOf<typeof CreateGroup>['input']) {
  return (await person.ask(CreateGroup, { input })).createGroup;
}

/** Roles of the members, by the ids of the people. */
export async function rolesIn(person: Person, conversationId: string) {
  const { members } = await inGroup(person, conversationId).see();
  return Object.fromEntries(members.edges.map(({ node }) => [node.user.id, node.role]));
}

/** What the newest messages of a group hold, oldest first. */
export async function contentsIn(person: Person, conversationId: string) {
  const { messages } = await inGroup(person, conversationId).see();
  return messages.edges.map((edge) => edge.node.content);
}

/** Kinds of the events of a group’s stream, in the order of their places in it. `streamId` is that of one of them. */
export function toldIn(following: Following, streamId: string): string[] {
  const seen = new Set<string>();
  return following.events.flatMap((event: AnyEvent) => {
    if (!('streamId' in event) || event.streamId !== streamId || seen.has(event.id)) return [];
    seen.add(event.id);
    return [event.__typename];
  });
}

/** The id of a group’s stream, as events name it. */
export const streamOf = (conversationId: string) =>
  Buffer.from(`Stream:${uuidOf(conversationId)}`).toString('base64');

/** What has been recorded of a group: who did what to whom or what, in order. */
export async function auditedIn(stage: Stage, conversationId: string) {
  const { rows } = await stage.backend.pool.query<{
    actor_id: string;
    action: string;
    subject_type: string;
    subject_id: string;
  }>('SELECT * FROM audit_entry WHERE conversation_id = $1 ORDER BY id', [uuidOf(conversationId)]);
  const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');
  return rows.map((row) => [
    globalId('User', row.actor_id),
    row.action,
    globalId(row.subject_type, row.subject_id),
  ]);
}

/** Somebody who owns a group, two who run it with them, and two members. */
export async function makeHouse(
  { world }: Stage,
  settings: { visibility?: 'PUBLIC'; joinPolicy?: 'OPEN' } = {},
) {
  const mei = await world.user('Mei');
  const others: Person[] = [];
  for (const name of ['Ada', 'Ann', 'Tom', 'Lin']) {
    const friend = await world.user(name);
    await mei.befriend(friend);
    others.push(friend);
  }
  const [ada, ann, tom, lin] = others as [Person, Person, Person, Person];
  const id = await mei.group('Tea', others, settings);
  for (const person of [ada, ann])
    expectType(await inGroup(mei, id).appoint(person, 'ADMINISTRATOR'), 'SetMemberRolePayload');
  return { mei, ada, ann, tom, lin, id };
}

const JoinGroup = graphql(`
  mutation ComeIn($input: JoinGroupInput!) { joinGroup(input: $input) { __typename } }
`);
const Arrange = graphql(`
  mutation ArrangeIt($input: UpdateConversationSettingsInput!) {
    updateConversationSettings(input: $input) { __typename }
  }
`);
const ClearHistory = graphql(`
  mutation ClearIt($input: ClearHistoryInput!) { clearHistory(input: $input) { __typename } }
`);

/** Everything that happens in the life of groups: one stands in the end, another is dissolved. Answers the first. */
export async function liveThroughGroups(
  owner: Person,
  friend: Person,
  guest: Person,
): Promise<string> {
  const OPEN = { visibility: 'PUBLIC', joinPolicy: 'OPEN' } as const;
  const id = await owner.group('Tea', [friend], OPEN);
  const [mine, theirs] = [inGroup(owner, id), inGroup(friend, id)];
  expectType(await mine.add([guest]), 'AddMembersPayload');
  await mine.remove([guest], true);
  await mine.unban(guest);
  await guest.ask(JoinGroup, { input: { conversationId: id } });
  await mine.update({ name: 'Green tea', description: 'And black', avatarEmoji: '🍵' });
  await mine.mute(friend, new Date(Date.now() + 3_600_000).toISOString());
  await mine.muteAll(true);
  await mine.muteAll(false);
  await theirs.callMyself('茶博士');
  await mine.appoint(friend, 'ADMINISTRATOR');
  await mine.remove([guest], true);
  await mine.transfer(friend);
  await theirs.transfer(owner);
  await owner.ask(Arrange, { input: { conversationId: id, pinned: true } });
  await owner.ask(ClearHistory, { input: { conversationId: id } });
  const other = await owner.group('Coffee', [friend]);
  expectType(await inGroup(owner, other).dissolve(), 'DissolveGroupPayload');
  return id;
}
