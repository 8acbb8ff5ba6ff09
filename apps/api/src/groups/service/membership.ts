import type { Conversation } from '@teahouse/db/client';
import { requireFriends } from '../../contacts/access.ts';
import { addNotice } from '../../conversations/timeline.ts';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError, LimitReachedError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockGroup, lockGroupAs, lockOwnGroup } from '../access.ts';
import { BannedFromGroupError, TokenRequiredError } from '../errors.ts';
import { closeDoors, settleWaysIn } from './doors.ts';
import { keepMutes, takeUpMutes } from './muting.ts';
import { checkGroup, type NewGroupProfile } from './profile.ts';
import { crownHeir } from './roles.ts';

/** By what way somebody let themselves into a group. */
export type JoinedVia = 'LINK' | 'INVITATION' | 'OPEN' | 'REQUEST';

/** Whom to let into a group, and how its members are told of it. */
export interface Joining {
  conversationId: string;
  accountIds: readonly string[];
  /** Who did it: the person who joins, or whoever added them or said yes to their request. */
  actorId: string;
  notice: { kind: 'MEMBERS_ADDED' } | { kind: 'MEMBER_JOINED'; via: JoinedVia };
}

/**
 * Lets people into a group, by whatever way they come: everybody who becomes a member does so here. They see what is said
 * from now on. Those who are members already are passed over; answers the ids of the others.
 */
export async function joinMembers(
  { env }: Pick<Backend, 'env'>,
  tx: Transaction,
  { conversationId, accountIds, actorId, notice }: Joining,
): Promise<string[]> {
  const group = await lockGroup(tx, conversationId);
  const joining = await whoIsNew(tx, conversationId, accountIds);
  if (joining.length === 0) return [];
  await refuseBanned(tx, conversationId, joining);
  checkSize(env, joining.length + (await tx.db.member.count({ where: { conversationId } })));
  await insertMembers(tx, group, joining);
  await settleWaysIn(tx, conversationId, joining);
  const { kind, ...data } = notice;
  await addNotice(tx, { conversationId, kind, actorId, subjectIds: joining, data });
  return joining;
}

async function whoIsNew(
  { db }: Transaction,
  conversationId: string,
  accountIds: readonly string[],
): Promise<string[]> {
  const already = await db.member.findMany({
    where: { conversationId, accountId: { in: [...accountIds] } },
    select: { accountId: true },
  });
  const known = new Set(already.map(({ accountId }) => accountId));
  return [...new Set(accountIds)].filter((id) => !known.has(id));
}

/** Names those who may not come back. */
export async function refuseBanned(
  { db }: Pick<Transaction, 'db'>,
  conversationId: string,
  accountIds: readonly string[],
): Promise<void> {
  const bans = await db.groupBan.findMany({
    where: { conversationId, accountId: { in: [...accountIds] } },
    include: { account: true },
  });
  if (bans.length > 0) throw new BannedFromGroupError(bans.map((ban) => ban.account));
}

function checkSize({ GROUP_MAX_MEMBERS: most }: Backend['env'], size: number): void {
  if (size > most)
    throw new LimitReachedError(
      most,
      `A group has at most ${most} members; this would make ${size}.`,
    );
}

async function insertMembers(
  tx: Transaction,
  { id: conversationId, lastSeq }: Conversation,
  accountIds: string[],
): Promise<void> {
  const place = { conversationId, joinedSeq: lastSeq, deliveredSeq: lastSeq, readSeq: lastSeq };
  const mutes = await takeUpMutes(tx, conversationId, accountIds);
  await tx.db.member.createMany({
    data: accountIds.map((accountId) => ({
      ...place,
      accountId,
      mutedUntil: mutes.get(accountId) ?? null,
    })),
  });
  publishJoined(tx, conversationId, accountIds);
}

function publishJoined(tx: Transaction, conversationId: string, accountIds: string[]): void {
  tx.publishToConversation(conversationId, 'MembersJoined', { accountIds });
  for (const accountId of accountIds)
    tx.publishToAccount(accountId, 'ConversationJoined', { conversationId });
}

/** Makes a group of the viewer, who owns it, and some of their friends. */
export async function createGroup(
  backend: Backend,
  viewer: Viewer,
  { accountIds, ...profile }: NewGroupProfile & { accountIds: readonly string[] },
): Promise<Conversation> {
  const { accountId: ownerId } = viewer;
  const checked = checkGroup(profile);
  const others = [...new Set(accountIds)].filter((id) => id !== ownerId);
  if (others.length === 0)
    throw new InvalidFieldError('userIds', 'A group needs at least one other person.');
  checkSize(backend.env, others.length + 1);
  return transaction(backend, async (tx) => {
    await requireFriends(tx, viewer, others);
    const { id: conversationId } = await tx.db.conversation.create({
      data: { ...checked, kind: 'GROUP', createdById: ownerId },
    });
    await tx.db.member.createMany({
      data: [
        { conversationId, accountId: ownerId, role: 'OWNER' },
        ...others.map((accountId) => ({ conversationId, accountId })),
      ],
    });
    publishJoined(tx, conversationId, [ownerId, ...others]);
    await addNotice(tx, {
      conversationId,
      kind: 'GROUP_CREATED',
      actorId: ownerId,
      subjectIds: others,
    });
    return tx.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  });
}

/** Adds friends of the viewer's to a public group. Those who are members already are passed over. */
export async function addMembers(
  backend: Backend,
  viewer: Viewer,
  { conversationId, accountIds }: { conversationId: string; accountIds: readonly string[] },
): Promise<Conversation> {
  const { accountId: actorId } = viewer;
  return transaction(backend, async (tx) => {
    const { group } = await lockGroupAs(tx, viewer, conversationId);
    if (group.visibility === 'PRIVATE') throw new TokenRequiredError();
    const others = accountIds.filter((id) => id !== actorId);
    const joining = await whoIsNew(tx, conversationId, others);
    await requireFriends(tx, viewer, joining);
    await joinMembers(backend, tx, {
      conversationId,
      accountIds: joining,
      actorId,
      notice: { kind: 'MEMBERS_ADDED' },
    });
    await recordAudit(
      tx.db,
      ...joining.map((id) => ({
        actorId,
        action: 'MemberAdded',
        conversationId,
        subject: { type: 'User', id },
      })),
    );
    return tx.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  });
}

/** Leaves a group, at once and on every device. An owner's place goes to an administrator, or to the oldest member. */
export async function leaveGroup(
  backend: Backend,
  viewer: Viewer,
  conversationId: string,
): Promise<void> {
  const { accountId } = viewer;
  await transaction(backend, async (tx) => {
    const { group, member } = await lockOwnGroup(tx, viewer, conversationId);
    await keepMutes(tx, [member]);
    await tx.db.member.delete({
      where: { conversationId_accountId: { conversationId, accountId } },
    });
    tx.publishToConversation(conversationId, 'MemberLeft', { accountId });
    tx.publishToAccount(accountId, 'ConversationLeft', { conversationId, reason: 'LEFT' });
    await addNotice(tx, {
      conversationId,
      kind: 'MEMBER_LEFT',
      actorId: accountId,
      subjectIds: [accountId],
    });
    if (member.role !== 'OWNER' || (await crownHeir(tx, conversationId, accountId))) return;
    // Nobody is left. A group without an owner must not be found, nor walked into.
    await closeDoors(tx, conversationId, accountId);
    await tx.db.conversation.update({
      where: { id: conversationId },
      data: { dissolvedAt: new Date() },
    });
    await recordAudit(tx.db, {
      actorId: accountId,
      action: 'GroupDissolved',
      conversationId,
      subject: { type: 'Conversation', id: conversationId },
      detail: { name: group.name, members: 0 },
    });
  });
}
