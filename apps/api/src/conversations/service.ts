import type { Conversation, Prisma } from '@teahouse/db/client';
import { requireUser } from '../accounts/access.ts';
import { isUniqueViolation } from '../platform/db.ts';
import { DomainError, LimitReachedError, NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { type Transaction, transaction } from '../realtime/transaction.ts';
import { requireConversation, requireMembership } from './access.ts';
import { KEPT, SHOW_READ } from './positions.ts';
import { acceptPeer, requireHeardByPeer, requireStanding } from './strangers.ts';

const TYPING_MS = 6_000;

/**
 * The conversation that two people share, or that somebody has with themselves; made the first time it is opened. A
 * stranger's is not in the other's list before something is said in it.
 */
export async function openDirectConversation(
  backend: Backend,
  viewer: Viewer,
  accountId: string,
): Promise<Conversation> {
  const alone = accountId === viewer.accountId;
  const other = await requireUser(backend, accountId);
  const accountIds = alone ? [accountId] : [viewer.accountId, accountId].sort();
  const directKey = accountIds.join(':');
  const open = async () => {
    const existing = await backend.db.conversation.findUnique({ where: { directKey } });
    if (existing) return existing;
    return transaction(backend, async (tx) => {
      const standing = alone ? 'NEAR' : await requireStanding(backend, tx, viewer, other);
      const unheard = standing === 'NEAR' ? null : accountId;
      const conversation = await tx.db.conversation.create({
        data: {
          kind: alone ? 'SELF' : 'DIRECT',
          directKey,
          createdById: viewer.accountId,
          members: {
            create: accountIds.map((id) => ({
              accountId: id,
              hiddenSeq: id === unheard ? 0 : null,
            })),
          },
        },
      });
      for (const id of accountIds)
        tx.publishToAccount(id, 'ConversationJoined', { conversationId: conversation.id });
      return conversation;
    });
  };
  try {
    return await open();
  } catch (error) {
    // The other person, or another device, opened it in the same instant.
    if (isUniqueViolation(error)) return open();
    throw error;
  }
}

/** Lets somebody who is no friend go on writing in the conversation of the two. Nothing happens where nobody waits. */
export const acceptConversation = (
  backend: Backend,
  viewer: Viewer,
  conversationId: string,
): Promise<Conversation> =>
  transaction(backend, async (tx) => {
    const conversation = await requireConversation(tx, viewer, conversationId);
    await acceptPeer(tx, viewer, conversation);
    return conversation;
  });

/** What somebody has arranged for themselves in one conversation. Left out: as it is. */
export interface Settings {
  pinned?: boolean | undefined;
  doNotDisturb?: boolean | undefined;
  hidden?: boolean | undefined;
  markedUnread?: boolean | undefined;
}

/** Changes the viewer's own settings of a conversation, on all of their devices. */
export async function updateConversationSettings(
  backend: Backend,
  viewer: Viewer,
  { conversationId, ...settings }: Settings & { conversationId: string },
): Promise<Conversation> {
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const conversation = await requireConversation(tx, viewer, conversationId);
    const change = await changeOf(backend, tx, viewer, conversation, settings);
    if (Object.keys(change).length === 0) return conversation;
    // None when they have been removed since: that deletes the row, which is not locked here.
    const { count } = await tx.db.member.updateMany({
      where: { conversationId, accountId },
      data: change,
    });
    if (count === 0) throw new NotFoundError('conversation');
    tx.publishToAccount(accountId, 'ConversationSettingsChanged', { conversationId });
    return conversation;
  });
}

/** What is to be written so that the settings become those asked for; nothing when they are. */
async function changeOf(
  backend: Backend,
  tx: Transaction,
  viewer: Viewer,
  { id, lastSeq }: Conversation,
  settings: Settings,
): Promise<Prisma.MemberUpdateManyMutationInput> {
  // What is compared and what is written must not be moved in between by another device.
  await tx.db
    .$queryRaw`SELECT 1 FROM account WHERE id = ${viewer.accountId}::uuid FOR NO KEY UPDATE`;
  const member = await requireMembership(tx, viewer, id);
  const { pinned, doNotDisturb, hidden, markedUnread } = settings;
  const change: Prisma.MemberUpdateManyMutationInput = {};
  if (pinned !== undefined && pinned !== (member.pinnedAt !== null)) {
    if (pinned) await checkPins(backend, tx, viewer);
    change.pinnedAt = pinned ? new Date() : null;
  }
  if (hidden !== undefined && hidden !== isHidden(member, lastSeq))
    change.hiddenSeq = hidden ? lastSeq : null;
  if (doNotDisturb !== undefined && doNotDisturb !== member.doNotDisturb)
    change.doNotDisturb = doNotDisturb;
  if (markedUnread !== undefined && markedUnread !== member.markedUnread)
    change.markedUnread = markedUnread;
  return change;
}

/** Whether a conversation is out of somebody's list: no message has come since they hid it. */
export const isHidden = ({ hiddenSeq }: { hiddenSeq: number | null }, lastSeq: number): boolean =>
  hiddenSeq !== null && hiddenSeq >= lastSeq;

async function checkPins(
  { env }: Backend,
  { db }: Transaction,
  { accountId }: Viewer,
): Promise<void> {
  const most = env.PINNED_CONVERSATIONS_MAX;
  if ((await db.member.count({ where: { accountId, pinnedAt: { not: null } } })) >= most)
    throw new LimitReachedError(
      most,
      `At most ${most} conversations can be pinned. Unpin another one first.`,
    );
}

/** Empties a conversation for the viewer alone: what was said up to now is neither seen nor unread any more. */
export async function clearHistory(
  backend: Backend,
  viewer: Viewer,
  conversationId: string,
): Promise<Conversation> {
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const conversation = await requireConversation(tx, viewer, conversationId);
    const [cleared] = await tx.db.$queryRaw<{ shown: boolean }[]>`
      WITH place AS MATERIALIZED (
        SELECT m.conversation_id, m.account_id, c.last_seq, ${KEPT} AS kept,
          least(m.read_seq, m.shown_read_seq) < c.last_seq AS behind
        FROM member m JOIN conversation c ON c.id = m.conversation_id
        WHERE m.conversation_id = ${conversationId}::uuid AND m.account_id = ${accountId}::uuid
      )
      UPDATE member m SET cleared_seq = place.last_seq, read_seq = greatest(m.read_seq, place.last_seq),
        delivered_seq = greatest(m.delivered_seq, place.last_seq), marked_unread = false, ${SHOW_READ}
      FROM place
      WHERE m.conversation_id = place.conversation_id AND m.account_id = place.account_id
        AND (m.cleared_seq < place.last_seq OR m.marked_unread)
      RETURNING place.behind AND NOT place.kept AS shown`;
    if (!cleared) return conversation;
    tx.publishToAccount(accountId, 'HistoryCleared', { conversationId });
    if (cleared.shown && (await tellsOfReceipts(backend, tx, conversationId)))
      tx.publishToConversation(conversationId, 'ReceiptMoved', { accountId });
    return conversation;
  });
}

/** Whether everybody is told of every receipt, or only the person's own devices: what n people tell n people costs n². */
async function tellsOfReceipts(
  { env }: Backend,
  { db }: Transaction,
  conversationId: string,
): Promise<boolean> {
  const most = env.RECEIPT_BROADCAST_MEMBERS;
  const some = await db.member.findMany({
    where: { conversationId },
    select: { accountId: true },
    take: most + 1,
  });
  return some.length <= most;
}

/**
 * Lets the members know that the viewer is typing, and nobody whom they could not write to. A hint: nothing is stored.
 * Answers until when it shows.
 */
export async function startTyping(
  backend: Backend,
  viewer: Viewer,
  conversationId: string,
): Promise<Date> {
  const conversation = await requireConversation(backend, viewer, conversationId);
  const expiresAt = new Date(Date.now() + TYPING_MS);
  if (!(await isHeard(backend, viewer, conversation))) return expiresAt;
  const { accountId } = viewer;
  backend.bus.publish([
    {
      kind: 'TypingStarted',
      payload: { conversationId, accountId, expiresAt: expiresAt.toISOString() },
    },
  ]);
  return expiresAt;
}

async function isHeard(
  backend: Backend,
  viewer: Viewer,
  conversation: Conversation,
): Promise<boolean> {
  try {
    await requireHeardByPeer(backend, backend, viewer, conversation);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
