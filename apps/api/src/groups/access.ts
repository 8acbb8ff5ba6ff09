import type {
  Announcement,
  Conversation,
  GroupInvite,
  JoinRequest,
  Member,
  MemberRole,
  Prisma,
} from '@teahouse/db/client';
import { visibleConversations } from '../conversations/access.ts';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import { RoleRequiredError } from './errors.ts';

type Locking = { db: Pick<TransactionClient, 'conversation' | 'member' | '$queryRaw'> };

/** Those who run a group. */
export const RUNNERS: readonly MemberRole[] = ['OWNER', 'ADMINISTRATOR'];

export const runsGroup = ({ role }: Pick<Member, 'role'>): boolean => RUNNERS.includes(role);

/**
 * Locks a group, so that its members, its messages and how it is run change in one order. Whether the person asking may
 * know of it is for the caller to find out.
 */
export async function lockGroup({ db }: Locking, id: string): Promise<Conversation> {
  await db.$queryRaw`SELECT id FROM conversation WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const group = await db.conversation.findUnique({ where: { id } });
  if (group?.kind !== 'GROUP' || group.dissolvedAt) throw new NotFoundError('group');
  return group;
}

/** Locks a group that the viewer is a member of. */
export async function lockOwnGroup(
  tx: Locking,
  viewer: Viewer,
  id: string,
): Promise<{ group: Conversation; member: Member }> {
  const group = await lockGroup(tx, id);
  const member = await findMember(tx, id, viewer.accountId);
  if (!member) throw new NotFoundError('group');
  return { group, member };
}

/** Locks a group that the viewer runs, or has one of the given roles in. */
export async function lockGroupAs(
  tx: Locking,
  viewer: Viewer,
  id: string,
  roles: readonly MemberRole[] = RUNNERS,
): Promise<{ group: Conversation; member: Member }> {
  const { group, member } = await lockOwnGroup(tx, viewer, id);
  if (!roles.includes(member.role)) throw new RoleRequiredError(roles);
  return { group, member };
}

/** Another member of a group that is locked. */
export async function requireFellow(
  { db }: Locking,
  conversationId: string,
  accountId: string,
): Promise<Member> {
  const member = await findMember({ db }, conversationId, accountId);
  if (!member) throw new NotFoundError('member');
  return member;
}

const findMember = ({ db }: Locking, conversationId: string, accountId: string) =>
  db.member.findUnique({ where: { conversationId_accountId: { conversationId, accountId } } });

const RANKS: readonly MemberRole[] = ['OWNER', 'ADMINISTRATOR', 'MEMBER'];

/** Nobody acts on their equals or on those above them. Names the roles that may. */
export function requireRankAbove(
  { role }: Pick<Member, 'role'>,
  others: readonly Pick<Member, 'role'>[],
): void {
  const highest = Math.min(...others.map((other) => RANKS.indexOf(other.role)));
  if (RANKS.indexOf(role) >= highest) throw new RoleRequiredError(RANKS.slice(0, highest));
}

/** The groups that anybody may find, and walk into or ask to be let in. */
export const publicGroups = {
  kind: 'GROUP',
  visibility: 'PUBLIC',
  dissolvedAt: null,
} as const satisfies Prisma.ConversationWhereInput;

export async function requirePublicGroup(
  { db }: { db: Pick<TransactionClient, 'conversation'> },
  id: string,
): Promise<Conversation> {
  const group = await db.conversation.findFirst({ where: { id, ...publicGroups } });
  if (!group) throw new NotFoundError('group');
  return group;
}

/** What `isKnown` judges by: a group with the viewer's own place in it. */
export const withOwnPlace = ({ accountId }: Viewer) =>
  ({ members: { where: { accountId } } }) satisfies Prisma.ConversationInclude;

/** Whether a viewer may know of a group without being handed a token: it is public, or theirs. */
export const isKnown = (group: Conversation & { members: Member[] }): boolean =>
  !group.dissolvedAt && (group.visibility === 'PUBLIC' || group.members.length > 0);

const groupsRunBy = ({ accountId }: Viewer) =>
  ({
    dissolvedAt: null,
    members: { some: { accountId, role: { in: [...RUNNERS] } } },
  }) satisfies Prisma.ConversationWhereInput;

const addressedTo = ({ accountId }: Viewer) =>
  ({
    inviteeId: accountId,
    conversation: { dissolvedAt: null },
  }) satisfies Prisma.GroupInviteWhereInput;

/** 128 bits in base64url. */
const TOKEN_FORM = /^[\w-]{22}$/;

type InvitesReading = { db: Pick<TransactionClient, 'groupInvite'> };

/** An invite is seen by those who run the group, and by the person it is addressed to. */
export const visibleInvites = (viewer: Viewer) =>
  ({
    OR: [{ conversation: groupsRunBy(viewer) }, addressedTo(viewer)],
  }) satisfies Prisma.GroupInviteWhereInput;

export async function requireInvite(
  { db }: InvitesReading,
  viewer: Viewer,
  id: string,
): Promise<GroupInvite> {
  const invite = await db.groupInvite.findFirst({
    where: { id, ...visibleInvites(viewer) },
  });
  if (!invite) throw new NotFoundError('invite');
  return invite;
}

/**
 * An invite of a group that the viewer runs, with the group locked. Whoever does not run it hears that there is none, as
 * of one that does not exist: members do not know which invites there are.
 */
export async function lockInvite(
  tx: Locking & InvitesReading,
  viewer: Viewer,
  id: string,
): Promise<GroupInvite> {
  const find = () =>
    tx.db.groupInvite.findFirst({ where: { id, conversation: groupsRunBy(viewer) } });
  const known = await find();
  if (known) await lockGroup(tx, known.conversationId);
  const invite = known && (await find());
  if (!invite) throw new NotFoundError('invite');
  return invite;
}

/** A link is also seen by whoever holds its token; what is addressed to one person is not. */
export async function requireInviteByToken(
  { db }: InvitesReading,
  viewer: Viewer,
  token: string,
): Promise<GroupInvite> {
  if (!TOKEN_FORM.test(token)) throw new NotFoundError('invite');
  const invite = await db.groupInvite.findFirst({
    where: {
      token,
      OR: [{ inviteeId: null, conversation: { dissolvedAt: null } }, visibleInvites(viewer)],
    },
  });
  if (!invite) throw new NotFoundError('invite');
  return invite;
}

/** A request is seen by the person who asks and by those who run the group. */
export const visibleJoinRequests = (viewer: Viewer) =>
  ({
    OR: [{ accountId: viewer.accountId }, { conversation: groupsRunBy(viewer) }],
  }) satisfies Prisma.JoinRequestWhereInput;

/** Requests that wait for the viewer, or for somebody who runs the group with them. */
export const pendingJoinRequests = (viewer: Viewer) =>
  ({
    status: 'PENDING',
    conversation: groupsRunBy(viewer),
  }) satisfies Prisma.JoinRequestWhereInput;

export async function requireJoinRequest(
  { db }: { db: Pick<TransactionClient, 'joinRequest'> },
  viewer: Viewer,
  id: string,
): Promise<JoinRequest> {
  const request = await db.joinRequest.findFirst({
    where: { id, ...visibleJoinRequests(viewer) },
  });
  if (!request) throw new NotFoundError('request');
  return request;
}

/** The same for a request to a group that the viewer runs. */
export async function lockJoinRequest(
  tx: Locking & { db: Pick<TransactionClient, 'joinRequest'> },
  viewer: Viewer,
  id: string,
): Promise<JoinRequest> {
  const find = () =>
    tx.db.joinRequest.findFirst({ where: { id, conversation: groupsRunBy(viewer) } });
  const known = await find();
  if (known) await lockGroup(tx, known.conversationId);
  const request = known && (await find());
  if (!request) throw new NotFoundError('request');
  return request;
}

/** The announcements that a viewer may see: those of their groups that stand. */
export const visibleAnnouncements = (viewer: Viewer) =>
  ({
    removedAt: null,
    conversation: visibleConversations(viewer),
  }) satisfies Prisma.AnnouncementWhereInput;

export async function requireAnnouncement(
  { db }: { db: Pick<TransactionClient, 'announcement'> },
  viewer: Viewer,
  id: string,
): Promise<Announcement> {
  const announcement = await db.announcement.findFirst({
    where: { id, ...visibleAnnouncements(viewer) },
  });
  if (!announcement) throw new NotFoundError('announcement');
  return announcement;
}
