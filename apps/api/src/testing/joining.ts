import { randomUUID } from 'node:crypto';
import { graphql } from './graphql.ts';
import { idsOf, inGroup } from './groups.ts';
import { expectType, type Person } from './world.ts';

/** What tests do with the ways into a group. Each attempt answers a member of its result union, whatever it is. */

export const PreviewFields = graphql(`
  fragment PreviewFields on GroupPreview {
    id
    name
    description
    avatarEmoji
    memberCount
    visibility
    joinPolicy
    viewerIsMember
    viewerRequest { id note }
  }
`);
export const InviteFields = graphql(
  `fragment InviteFields on GroupInvite {
    id
    token
    url
    state
    uses
    maxUses
    createdAt
    expiresAt
    createdBy { id }
    invitee { id }
    group { ...PreviewFields }
  }`,
  [PreviewFields],
);
export const RequestFields = graphql(
  `fragment RequestFields on JoinRequest {
    id
    joinRequestStatus
    note
    createdAt
    decidedAt
    decidedBy { id }
    user { id }
    group { ...PreviewFields }
  }`,
  [PreviewFields],
);

const CreateInvite = graphql(
  `mutation CreateInvite($input: CreateGroupInviteInput!) {
    createGroupInvite(input: $input) {
      __typename
      ... on CreateGroupInvitePayload { invite { ...InviteFields } }
      ... on RoleRequiredError { roles }
      ... on InvalidFieldError { field }
      ... on LimitReachedError { limit }
      ... on Error { message rule }
    }
  }`,
  [InviteFields],
);
const Invite = graphql(
  `mutation Invite($input: InviteToGroupInput!) {
    inviteToGroup(input: $input) {
      __typename
      ... on InviteToGroupPayload { invites { ...InviteFields } }
      ... on RoleRequiredError { roles }
      ... on InvalidFieldError { field }
      ... on NotFriendsError { users { id } }
      ... on LimitReachedError { limit }
      ... on Error { message rule }
    }
  }`,
  [InviteFields],
);
const Revoke = graphql(
  `mutation Revoke($input: RevokeGroupInviteInput!) {
    revokeGroupInvite(input: $input) {
      __typename
      ... on RevokeGroupInvitePayload { invite { ...InviteFields } }
      ... on Error { message rule }
    }
  }`,
  [InviteFields],
);
const Decline = graphql(
  `mutation Decline($input: DeclineGroupInviteInput!) {
    declineGroupInvite(input: $input) {
      __typename
      ... on DeclineGroupInvitePayload { invite { ...InviteFields } }
      ... on Error { message rule }
    }
  }`,
  [InviteFields],
);
const JoinByInvite = graphql(`
  mutation JoinByInvite($input: JoinGroupByInviteInput!) {
    joinGroupByInvite(input: $input) {
      __typename
      ... on JoinGroupByInvitePayload { conversation { id memberCount lastSeq unreadCount } }
      ... on InviteUnusableError { reason }
      ... on LimitReachedError { limit }
      ... on Error { message rule }
    }
  }
`);
export const InviteOf = graphql(
  `query InviteOf($token: String!) { groupInvite(token: $token) { ...InviteFields } }`,
  [InviteFields],
);
const Join = graphql(`
  mutation Join($input: JoinGroupInput!) {
    joinGroup(input: $input) {
      __typename
      ... on JoinGroupPayload { conversation { id memberCount lastSeq unreadCount } }
      ... on LimitReachedError { limit }
      ... on Error { message rule }
    }
  }
`);
const Ask = graphql(
  `mutation AskToJoin($input: RequestToJoinGroupInput!) {
    requestToJoinGroup(input: $input) {
      __typename
      ... on RequestToJoinGroupPayload { request { ...RequestFields } }
      ... on JoinRequestPausedError { retryAt }
      ... on InvalidFieldError { field }
      ... on LimitReachedError { limit }
      ... on Error { message rule }
    }
  }`,
  [RequestFields],
);
const Decide = graphql(
  `mutation DecideOn($input: DecideJoinRequestInput!) {
    decideJoinRequest(input: $input) {
      __typename
      ... on DecideJoinRequestPayload { request { ...RequestFields } }
      ... on JoinRequestDecidedError { joinRequest { ...RequestFields } }
      ... on LimitReachedError { limit }
      ... on Error { message rule }
    }
  }`,
  [RequestFields],
);
const Cancel = graphql(
  `mutation CancelAsking($input: CancelJoinRequestInput!) {
    cancelJoinRequest(input: $input) {
      __typename
      ... on CancelJoinRequestPayload { request { ...RequestFields } }
      ... on JoinRequestDecidedError { joinRequest { ...RequestFields } }
      ... on Error { message rule }
    }
  }`,
  [RequestFields],
);

/** A change that only sets the scene: anything but its payload fails the test. */
async function setUp(change: Promise<{ __typename: string }>): Promise<void> {
  const outcome = await change;
  if (!outcome.__typename.endsWith('Payload')) throw new Error(JSON.stringify(outcome));
}

export const setRole = (
  owner: Person,
  group: string,
  member: Person,
  role: 'ADMINISTRATOR' | 'MEMBER',
) => setUp(inGroup(owner, group).appoint(member, role));

export const remove = (
  person: Person,
  group: string,
  people: readonly Person[],
  { ban = false } = {},
) => setUp(inGroup(person, group).remove(people, ban));

export const leave = (person: Person, group: string) => setUp(inGroup(person, group).leave());

export const dissolve = (owner: Person, group: string) => setUp(inGroup(owner, group).dissolve());

export const update = (
  person: Person,
  group: string,
  change: Parameters<ReturnType<typeof inGroup>['update']>[0],
) => setUp(inGroup(person, group).update(change));

export async function createInvite(
  person: Person,
  conversationId: string,
  settings: { expiresInHours?: number; maxUses?: number } = {},
) {
  const input = { conversationId, ...settings };
  return (await person.ask(CreateInvite, { input })).createGroupInvite;
}

/** A link as its maker sees it. */
export async function linkInto(
  conversationId: string,
  person: Person,
  settings: { expiresInHours?: number; maxUses?: number } = {},
) {
  const made = await createInvite(person, conversationId, settings);
  if (made.__typename !== 'CreateGroupInvitePayload') throw new Error(JSON.stringify(made));
  return made.invite;
}

export async function invite(
  person: Person,
  conversationId: string,
  people: readonly { id: string }[],
) {
  const input = { conversationId, userIds: idsOf(people) };
  return (await person.ask(Invite, { input })).inviteToGroup;
}

/** The invitation of one friend, as the person who made it sees it. */
export async function invitationOf(friend: Person, conversationId: string, person: Person) {
  const made = await invite(person, conversationId, [friend]);
  const one = made.__typename === 'InviteToGroupPayload' ? made.invites[0] : undefined;
  if (!one) throw new Error(JSON.stringify(made));
  return one;
}

export const revoke = async (person: Person, inviteId: string) =>
  (await person.ask(Revoke, { input: { inviteId } })).revokeGroupInvite;

export const decline = async (person: Person, inviteId: string) =>
  (await person.ask(Decline, { input: { inviteId } })).declineGroupInvite;

export const joinBy = async (person: Person, token: string) =>
  (await person.ask(JoinByInvite, { input: { token } })).joinGroupByInvite;

/** The invite of a token, or the code of the refusal. */
export async function lookAt(person: Person, token: string) {
  const { data, errors } = await person.attempt(InviteOf, { token });
  return data?.groupInvite ?? errors?.[0]?.extensions?.code;
}

export const join = async (person: Person, conversationId: string) =>
  (await person.ask(Join, { input: { conversationId } })).joinGroup;

export const askToJoin = async (person: Person, conversationId: string, note?: string) =>
  (await person.ask(Ask, { input: { conversationId, ...(note === undefined ? {} : { note }) } }))
    .requestToJoinGroup;

export const decide = async (person: Person, requestId: string, accept: boolean) =>
  (await person.ask(Decide, { input: { requestId, accept } })).decideJoinRequest;

export const cancel = async (person: Person, requestId: string) =>
  (await person.ask(Cancel, { input: { requestId } })).cancelJoinRequest;

const Publish = graphql(`
  mutation PublishOne($input: PublishAnnouncementInput!) {
    publishAnnouncement(input: $input) {
      __typename
      ... on PublishAnnouncementPayload { announcement { id } }
      ... on Error { message }
    }
  }
`);

/** Announces something to a group; answers the announcement's id. */
export async function announce(person: Person, conversationId: string, text: string) {
  const { publishAnnouncement } = await person.ask(Publish, {
    input: { conversationId, text, clientId: randomUUID() },
  });
  return expectType(publishAnnouncement, 'PublishAnnouncementPayload').announcement.id;
}
