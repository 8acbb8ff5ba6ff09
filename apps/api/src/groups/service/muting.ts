import type { Conversation, Member } from '@teahouse/db/client';
import { addNotice } from '../../conversations/timeline.ts';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { transaction } from '../../realtime/transaction.ts';
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
const mutedNow = ({ mutedUntil }: Member) =>
  mutedUntil && mutedUntil > new Date() ? mutedUntil : null;

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
