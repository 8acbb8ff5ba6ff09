import { type Conversation, type Message, Prisma } from '@teahouse/db/client';
import { lockGroupAs } from '../../groups/access.ts';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { isGone, isNotice, lockMessage, requireMessage } from '../access.ts';
import { NotOwnMessageError, RecallWindowClosedError } from '../errors.ts';

const DELETED_AT_MOST = 100;

/** Takes back what the viewer has said, for everyone. What is gone already stays as it is. */
export async function recallMessage(
  backend: Backend,
  viewer: Viewer,
  messageId: string,
): Promise<Message> {
  return transaction(backend, async (tx) => {
    const { message, now } = await lockMessage(tx, viewer, messageId);
    if (message.senderId !== viewer.accountId || isNotice(message)) throw new NotOwnMessageError();
    if (isGone(message)) return message;
    const closedAt = new Date(
      message.createdAt.getTime() + backend.env.RECALL_WINDOW_SECONDS * 1_000,
    );
    if (now > closedAt) throw new RecallWindowClosedError(closedAt);
    const recalled = await withdraw(tx, message, { recalledAt: now });
    const { conversationId, seq } = message;
    await recordAudit(tx.db, {
      actorId: viewer.accountId,
      action: 'MessageRecalled',
      subject: { type: 'Message', id: messageId },
      conversationId,
    });
    tx.publishToConversation(conversationId, 'MessageRecalled', { messageId, messageSeq: seq });
    return recalled;
  });
}

/** Deletes what anybody has said in a group that the viewer runs, for everyone. What is gone already stays as it is. */
export async function deleteMessageForEveryone(
  backend: Backend,
  viewer: Viewer,
  messageId: string,
): Promise<Message> {
  return transaction(backend, async (tx) => {
    const { conversationId } = await requireMessage(tx, viewer, messageId);
    await lockGroupAs(tx, viewer, conversationId);
    const { message, now } = await lockMessage(tx, viewer, messageId);
    if (isNotice(message))
      throw new InvalidFieldError(
        'messageId',
        'What a group tells of itself stays. Delete it for yourself.',
      );
    if (isGone(message)) return message;
    const deletedById = viewer.accountId;
    const deleted = await withdraw(tx, message, { deletedAt: now, deletedById });
    const { seq, senderId } = message;
    await recordAudit(tx.db, {
      actorId: viewer.accountId,
      action: 'MessageDeleted',
      subject: { type: 'Message', id: messageId },
      conversationId,
      detail: { senderId },
    });
    tx.publishToConversation(conversationId, 'MessageDeleted', { messageId, messageSeq: seq });
    return deleted;
  });
}

/** Moves what a message said, and whatever hung on it, out of everybody's sight: into a version that only an audit reads. */
async function withdraw(
  tx: Transaction,
  message: Message,
  mark: { recalledAt: Date } | { deletedAt: Date; deletedById: string },
): Promise<Message> {
  const { id, conversationId, seq, version, text, data, bundleId, fileId, linkUrl } = message;
  const kept = { ...(data as Prisma.JsonObject | null), bundleId, linkUrl };
  await tx.db.messageVersion.create({
    data: {
      messageId: id,
      version,
      text,
      data: kept,
      fileId,
      writtenAt: message.editedAt ?? message.createdAt,
      endedAt: 'recalledAt' in mark ? mark.recalledAt : mark.deletedAt,
    },
  });
  await tx.db.messageMention.deleteMany({ where: { messageId: id } });
  await tx.db.messageReaction.deleteMany({ where: { messageId: id } });
  const unpinned = await tx.db.messagePin.deleteMany({ where: { messageId: id } });
  if (unpinned.count > 0)
    tx.publishToConversation(conversationId, 'MessageUnpinned', { messageId: id, messageSeq: seq });
  return tx.db.message.update({
    where: { id },
    data: { ...mark, text: '', data: Prisma.DbNull, bundleId: null, fileId: null, linkUrl: null },
  });
}

/**
 * What recalled messages said, for their sender to take up again: only text, and only for a while. Others have no entry.
 */
export async function readRecalledTexts(
  { pool, env }: Backend,
  { accountId }: Viewer,
  messageIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ id: string; text: string }>({
    name: 'messages-recalled-texts',
    text: `
      SELECT m.id, v.text FROM message m JOIN message_version v ON v.message_id = m.id AND v.version = m.version
      WHERE m.id = ANY($1::uuid[]) AND m.sender_id = $2 AND m.kind IN ('TEXT', 'MARKDOWN')
        AND m.recalled_at > clock_timestamp() - make_interval(mins => $3)`,
    values: [messageIds, accountId, env.REEDIT_MINUTES],
  });
  return new Map(rows.map(({ id, text }) => [id, text]));
}

/**
 * Deletes messages for the viewer alone, on all of their devices; answers the conversations they are in. What they have
 * deleted or cleared away before is passed over.
 */
export async function deleteMessages(
  backend: Backend,
  viewer: Viewer,
  messageIds: readonly string[],
): Promise<Conversation[]> {
  const ids = [...new Set(messageIds)];
  if (ids.length > DELETED_AT_MOST)
    throw new InvalidFieldError(
      'messageIds',
      `At most ${DELETED_AT_MOST} messages at once, not ${ids.length}.`,
    );
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const theirs = await tx.db.$queryRaw<{ conversation_id: string }[]>`
      SELECT x.conversation_id FROM message x JOIN member m USING (conversation_id)
      WHERE x.id = ANY(${ids}::uuid[]) AND m.account_id = ${accountId}::uuid AND x.seq > m.joined_seq`;
    if (theirs.length < ids.length) throw new NotFoundError('message');
    const hidden = await tx.db.$queryRaw<{ conversation_id: string; message_ids: string[] }[]>`
      WITH hidden AS (
        INSERT INTO message_hidden (account_id, message_id, conversation_id, seq)
        SELECT m.account_id, x.id, x.conversation_id, x.seq
        FROM message x JOIN member m USING (conversation_id)
        WHERE x.id = ANY(${ids}::uuid[]) AND m.account_id = ${accountId}::uuid
          AND x.seq > greatest(m.joined_seq, m.cleared_seq)
        ORDER BY x.id
        ON CONFLICT DO NOTHING
        RETURNING conversation_id, message_id, seq
      )
      SELECT conversation_id, array_agg(message_id ORDER BY seq) AS message_ids
      FROM hidden GROUP BY conversation_id`;
    for (const { conversation_id, message_ids } of hidden)
      tx.publishToAccount(accountId, 'MessagesHidden', {
        conversationId: conversation_id,
        messageIds: message_ids,
      });
    const conversationIds = theirs.map((row) => row.conversation_id);
    return tx.db.conversation.findMany({ where: { id: { in: conversationIds } } });
  });
}
