import type { Conversation, GroupBan, Member, Prisma } from '@teahouse/db/client';
import { addNotice } from '../../conversations/timeline.ts';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockGroupAs, requireRankAbove } from '../access.ts';
import { closeDoors, runnersOf, turnAway } from './doors.ts';
import { keepMutes } from './muting.ts';

/** So many people are removed at once at most. */
const REMOVED_MAX = 100;

/**
 * Removes members, at once and on every device, and with `ban` keeps them from coming back. Those who are no members are
 * passed over, or only banned.
 */
export async function removeMembers(
  backend: Backend,
  viewer: Viewer,
  {
    conversationId,
    accountIds,
    ban,
  }: { conversationId: string; accountIds: readonly string[]; ban: boolean },
): Promise<Conversation> {
  const named = [...new Set(accountIds)];
  return transaction(backend, async (tx) => {
    const { member: actor } = await lockGroupAs(tx, viewer, conversationId);
    checkNamed(viewer, named);
    const members = await tx.db.member.findMany({
      where: { conversationId, accountId: { in: named } },
    });
    requireRankAbove(actor, members);
    await remove(tx, viewer, conversationId, members);
    if (ban) await banPeople(tx, viewer, conversationId, named);
    return tx.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  });
}

function checkNamed(viewer: Viewer, accountIds: readonly string[]): void {
  if (accountIds.length > REMOVED_MAX)
    throw new InvalidFieldError(
      'userIds',
      `At most ${REMOVED_MAX} people at once, not ${accountIds.length}.`,
    );
  if (accountIds.includes(viewer.accountId))
    throw new InvalidFieldError('userIds', 'You cannot remove yourself. Leave the group instead.');
}

async function remove(
  tx: Transaction,
  { accountId: actorId }: Viewer,
  conversationId: string,
  members: readonly Member[],
): Promise<void> {
  if (members.length === 0) return;
  const removed = members.map(({ accountId }) => accountId);
  await keepMutes(tx, members);
  await tx.db.member.deleteMany({ where: { conversationId, accountId: { in: removed } } });
  for (const accountId of removed) {
    tx.publishToConversation(conversationId, 'MemberLeft', { accountId });
    tx.publishToAccount(accountId, 'ConversationLeft', { conversationId, reason: 'REMOVED' });
  }
  await addNotice(tx, { conversationId, kind: 'MEMBERS_REMOVED', actorId, subjectIds: removed });
  await recordAudit(
    tx.db,
    ...members.map(({ accountId, role }) => ({
      actorId,
      action: 'MemberRemoved',
      conversationId,
      subject: { type: 'User', id: accountId },
      detail: { role },
    })),
  );
}

async function banPeople(
  tx: Transaction,
  { accountId: byId }: Viewer,
  conversationId: string,
  accountIds: readonly string[],
): Promise<void> {
  const wanted = [...accountIds];
  const known = await tx.db.account.count({ where: { id: { in: wanted }, deletedAt: null } });
  if (known < wanted.length) throw new NotFoundError('person');
  const banned = await tx.db.groupBan.createManyAndReturn({
    data: wanted.map((accountId) => ({ conversationId, accountId, byId })),
    skipDuplicates: true,
  });
  await turnAway(tx, conversationId, byId, wanted);
  await publishBans(
    tx,
    conversationId,
    banned.map(({ accountId }) => accountId),
  );
  await recordAudit(
    tx.db,
    ...banned.map(({ accountId }) => ({
      actorId: byId,
      action: 'MemberBanned',
      conversationId,
      subject: { type: 'User', id: accountId },
    })),
  );
}

async function publishBans(
  tx: Transaction,
  conversationId: string,
  accountIds: readonly string[],
): Promise<void> {
  if (accountIds.length === 0) return;
  const runners = await runnersOf(tx, conversationId);
  for (const runner of runners)
    for (const accountId of accountIds)
      tx.publishToAccount(runner, 'GroupBanChanged', { conversationId, accountId });
}

export async function isBanned(
  { db }: Backend,
  who: { conversationId: string; accountId: string },
): Promise<boolean> {
  return (await db.groupBan.count({ where: who })) > 0;
}

/** A stretch of the list of bans, between two places of it. */
interface Stretch {
  after?: Place;
  before?: Place;
  limit: number;
  /** The nearest to the end first. */
  inverted: boolean;
}

interface Place {
  instant: Date;
  id: string;
}

const beyond = (direction: 'gt' | 'lt', { instant, id }: Place): Prisma.GroupBanWhereInput => ({
  OR: [
    { createdAt: { [direction]: instant } },
    { createdAt: instant, accountId: { [direction]: id } },
  ],
});

/** Who may not come back into a group, latest first. */
export function listBans(
  { db }: Backend,
  conversationId: string,
  { after, before, limit, inverted }: Stretch,
): Promise<GroupBan[]> {
  const order = inverted ? 'asc' : 'desc';
  return db.groupBan.findMany({
    where: {
      conversationId,
      AND: [after ? beyond('lt', after) : {}, before ? beyond('gt', before) : {}],
    },
    orderBy: [{ createdAt: order }, { accountId: order }],
    take: limit,
  });
}

/** Lets somebody who was banned come back, by the ways in which anybody comes. */
export async function unbanFromGroup(
  backend: Backend,
  viewer: Viewer,
  { conversationId, accountId }: { conversationId: string; accountId: string },
): Promise<Conversation> {
  return transaction(backend, async (tx) => {
    const { group } = await lockGroupAs(tx, viewer, conversationId);
    const { count } = await tx.db.groupBan.deleteMany({ where: { conversationId, accountId } });
    if (count === 0) return group;
    await publishBans(tx, conversationId, [accountId]);
    await recordAudit(tx.db, {
      actorId: viewer.accountId,
      action: 'MemberUnbanned',
      conversationId,
      subject: { type: 'User', id: accountId },
    });
    return group;
  });
}

/** Ends a group, at once and on every device of every member. Its messages are kept for audit, and for nobody to see. */
export async function dissolveGroup(
  backend: Backend,
  viewer: Viewer,
  conversationId: string,
): Promise<void> {
  const { accountId: actorId } = viewer;
  await transaction(backend, async (tx) => {
    const { group } = await lockGroupAs(tx, viewer, conversationId, ['OWNER']);
    await closeDoors(tx, conversationId, actorId);
    const members = await tx.db.$queryRaw<{ id: string }[]>`
      DELETE FROM member WHERE conversation_id = ${conversationId}::uuid RETURNING account_id AS id`;
    await tx.db.conversation.update({
      where: { id: conversationId },
      data: { dissolvedAt: new Date() },
    });
    tx.publishToConversation(conversationId, 'GroupDissolved', { conversationId });
    for (const { id } of members)
      tx.publishToAccount(id, 'ConversationLeft', { conversationId, reason: 'DISSOLVED' });
    await recordAudit(tx.db, {
      actorId,
      action: 'GroupDissolved',
      conversationId,
      subject: { type: 'Conversation', id: conversationId },
      detail: { name: group.name, members: members.length },
    });
  });
}
