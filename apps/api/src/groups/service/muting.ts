import type { Conversation, Member } from '@teahouse/db/client';
import { addNotice } from '../../conversations/timeline.ts';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockGroupAs, requireFellow, requireRankAbove } from '../access.ts';

const MUTED_MAX_MS = 366 * 24 * 60 * 60 * 1000;

function checkInstant(until: Date): void {
  const wait = until.getTime() - Date.now();
  if (wait <= 0 || wait > MUTED_MAX_MS)
    throw new InvalidFieldError('until', 'Choose an instant within the coming year.');
}

/** Keeps a member from speaking until an instant; null lets them speak again. */
export async function muteMember(
  backend: Backend,
  viewer: Viewer,
  {
    conversationId,
    accountId,
    until,
  }: { conversationId: string; accountId: string; until: Date | null },
): Promise<Member> {
  const { accountId: actorId } = viewer;
  return transaction(backend, async (tx) => {
    const { member: actor } = await lockGroupAs(tx, viewer, conversationId);
    if (accountId === actorId)
      throw new InvalidFieldError('userId', 'Choose another member of the group.');
    const member = await requireFellow(tx, conversationId, accountId);
    requireRankAbove(actor, [member]);
    if (until) checkInstant(until);
    if (until?.getTime() === mutedNow(member)?.getTime()) return member;
    const muted = await tx.db.member.update({
      where: { conversationId_accountId: { conversationId, accountId } },
      data: { mutedUntil: until },
    });
    tx.publishToConversation(conversationId, 'MemberChanged', { accountId });
    const detail = { until: until?.toISOString() ?? null };
    await addNotice(tx, {
      conversationId,
      kind: 'MEMBER_MUTED',
      actorId,
      subjectIds: [accountId],
      data: detail,
    });
    await recordAudit(tx.db, {
      actorId,
      action: until ? 'MemberMuted' : 'MemberUnmuted',
      conversationId,
      subject: { type: 'User', id: accountId },
      detail,
    });
    return muted;
  });
}

/** A mute that has run out is none. */
export const mutedNow = ({ mutedUntil }: Member): Date | null =>
  mutedUntil && mutedUntil > new Date() ? mutedUntil : null;

/** Keeps what is left of the mutes of people who go: whoever comes back may not speak before that time either. */
export async function keepMutes({ db }: Transaction, going: readonly Member[]): Promise<void> {
  await db.groupMute.createMany({
    data: going.flatMap((member) => {
      const { conversationId, accountId } = member;
      const until = mutedNow(member);
      return until ? [{ conversationId, accountId, until }] : [];
    }),
  });
}

/** Until when people who come may not speak, of those who left before that time. It is theirs again, and kept no longer. */
export async function takeUpMutes(
  { db }: Transaction,
  conversationId: string,
  accountIds: readonly string[],
): Promise<Map<string, Date>> {
  const where = { conversationId, accountId: { in: [...accountIds] } };
  const mutes = await db.groupMute.findMany({ where });
  await db.groupMute.deleteMany({ where });
  return new Map(mutes.map(({ accountId, until }) => [accountId, until]));
}

/** Lets only the owner and administrators speak, or everybody again. */
export async function muteAll(
  backend: Backend,
  viewer: Viewer,
  { conversationId, muted }: { conversationId: string; muted: boolean },
): Promise<Conversation> {
  const { accountId: actorId } = viewer;
  return transaction(backend, async (tx) => {
    const { group } = await lockGroupAs(tx, viewer, conversationId);
    if (group.allMuted === muted) return group;
    await tx.db.conversation.update({ where: { id: conversationId }, data: { allMuted: muted } });
    tx.publishToConversation(conversationId, 'GroupChanged', { conversationId });
    await addNotice(tx, {
      conversationId,
      kind: 'GROUP_CHANGED',
      actorId,
      data: { change: muted ? 'ALL_MUTED' : 'ALL_UNMUTED' },
    });
    await recordAudit(tx.db, {
      actorId,
      action: muted ? 'AllMuted' : 'AllUnmuted',
      conversationId,
      subject: { type: 'Conversation', id: conversationId },
    });
    return tx.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  });
}
