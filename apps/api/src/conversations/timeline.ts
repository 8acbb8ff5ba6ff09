import type { Message, MessageKind } from '@teahouse/db/client';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../realtime/transaction.ts';

/** What a conversation tells its members about itself, in its own sequence, among the messages. */
export async function addNotice(
  tx: Transaction,
  notice: {
    conversationId: string;
    kind: Exclude<MessageKind, 'TEXT'>;
    actorId: string;
    subjectIds: string[];
  },
): Promise<Message> {
  const { conversationId, kind, actorId, subjectIds } = notice;
  const now = new Date();
  const { lastSeq } = await tx.db.conversation.update({
    where: { id: conversationId },
    data: { lastSeq: { increment: 1 }, activeAt: now },
    select: { lastSeq: true },
  });
  const message = await tx.db.message.create({
    data: {
      conversationId,
      kind,
      subjectIds,
      seq: lastSeq,
      senderId: actorId,
      clientId: uuid(),
      createdAt: now,
    },
  });
  tx.publishToConversation(conversationId, 'MessageSent', { messageId: message.id });
  return message;
}
