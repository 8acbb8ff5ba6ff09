import type { Conversation, Message } from '@teahouse/db/client';
import { requireConversation, requireMembership } from '../../conversations/access.ts';
import { requireHeardByPeer } from '../../conversations/strangers.ts';
import { addNotice } from '../../conversations/timeline.ts';
import { RUNNERS, runsGroup } from '../../groups/access.ts';
import { RoleRequiredError } from '../../groups/errors.ts';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError, LimitReachedError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { isGone, isNotice, lockMessage, requireMessage } from '../access.ts';
import { MessageGoneError } from '../errors.ts';

/** Pins a message that the viewer can see, and lets the others know. One that is pinned already stays as it is. */
export async function pinMessage(
  backend: Backend,
  viewer: Viewer,
  messageId: string,
): Promise<Message> {
  return transaction(backend, async (tx) => {
    const { conversation, message } = await lockPinnable(tx, viewer, messageId);
    await requireHeardByPeer(backend, tx, viewer, conversation);
    if (isGone(message)) throw new MessageGoneError();
    if (isNotice(message))
      throw new InvalidFieldError('messageId', 'Only what people say can be pinned.');
    const { conversationId, seq } = message;
    if (await tx.db.messagePin.findUnique({ where: { messageId } })) return message;
    const limit = backend.env.PINNED_MESSAGES_MAX;
    if ((await tx.db.messagePin.count({ where: { conversationId } })) >= limit)
      throw new LimitReachedError(limit, `At most ${limit} messages are pinned. Unpin one first.`);
    const pinnedById = viewer.accountId;
    await tx.db.$executeRaw`
      INSERT INTO message_pin (message_id, conversation_id, pinned_by_id, pinned_at)
      VALUES (${messageId}::uuid, ${conversationId}::uuid, ${pinnedById}::uuid, clock_timestamp())`;
    tx.publishToConversation(conversationId, 'MessagePinned', { messageId, messageSeq: seq });
    await recordAudit(tx.db, {
      actorId: pinnedById,
      action: 'MessagePinned',
      subject: { type: 'Message', id: messageId },
      conversationId,
    });
    if (conversation.kind !== 'SELF')
      await addNotice(tx, {
        conversationId,
        kind: 'MESSAGE_PINNED',
        actorId: pinnedById,
        data: { messageId },
      });
    return message;
  });
}

/** Takes a message off the pinned ones, without a word. One that is not pinned stays as it is. */
export async function unpinMessage(
  backend: Backend,
  viewer: Viewer,
  messageId: string,
): Promise<Message> {
  return transaction(backend, async (tx) => {
    const { message } = await lockPinnable(tx, viewer, messageId);
    const { conversationId, seq } = message;
    const unpinned = await tx.db.messagePin.deleteMany({ where: { messageId } });
    if (unpinned.count === 0) return message;
    tx.publishToConversation(conversationId, 'MessageUnpinned', { messageId, messageSeq: seq });
    await recordAudit(tx.db, {
      actorId: viewer.accountId,
      action: 'MessageUnpinned',
      subject: { type: 'Message', id: messageId },
      conversationId,
    });
    return message;
  });
}

/**
 * In groups those who run them pin, elsewhere everybody does. The conversation is locked first, so that pins are counted
 * one after the other; then the message.
 */
async function lockPinnable(
  tx: Transaction,
  viewer: Viewer,
  messageId: string,
): Promise<{ conversation: Conversation; message: Message }> {
  const { conversationId } = await requireMessage(tx, viewer, messageId);
  await tx.db
    .$queryRaw`SELECT id FROM conversation WHERE id = ${conversationId}::uuid FOR NO KEY UPDATE`;
  const conversation = await requireConversation(tx, viewer, conversationId);
  const member = await requireMembership(tx, viewer, conversationId);
  if (conversation.kind === 'GROUP' && !runsGroup(member)) throw new RoleRequiredError(RUNNERS);
  const { message } = await lockMessage(tx, viewer, messageId);
  return { conversation, message };
}
