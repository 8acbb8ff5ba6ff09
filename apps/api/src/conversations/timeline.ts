import type { Message, MessageKind, Prisma } from '@teahouse/db/client';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../realtime/transaction.ts';

type Placed = Omit<Prisma.MessageCreateManyInput, 'id' | 'seq' | 'createdAt' | 'conversationId'>;

/** Gives messages the next places of a conversation, in their order and without anything in between, and tells the members. */
export async function placeMessages(
  tx: Transaction,
  conversationId: string,
  messages: readonly Placed[],
): Promise<Message[]> {
  // The instants of a conversation's messages follow their sequences, whatever the clock does.
  const [place] = await tx.db.$queryRaw<{ before: number; at: Date }[]>`
    UPDATE conversation
    SET last_seq = last_seq + ${messages.length}::int, active_at = greatest(active_at, clock_timestamp())
    WHERE id = ${conversationId}::uuid
    RETURNING last_seq - ${messages.length}::int AS before, active_at AS at`;
  if (!place) throw new Error(`There is no conversation ${conversationId}`);
  const placed = await tx.db.message.createManyAndReturn({
    data: messages.map((message, index) => ({
      ...message,
      conversationId,
      id: uuid(),
      seq: place.before + index + 1,
      createdAt: place.at,
    })),
  });
  placed.sort((a, b) => a.seq - b.seq);
  for (const { id } of placed)
    tx.publishToConversation(conversationId, 'MessageSent', { messageId: id });
  return placed;
}

/** The same for one message. */
export async function placeMessage(
  tx: Transaction,
  { conversationId, ...message }: Placed & { conversationId: string },
): Promise<Message> {
  const [placed] = await placeMessages(tx, conversationId, [message]);
  if (!placed) throw new Error('A message was placed and is not there');
  return placed;
}

type NoticeKind = Exclude<
  MessageKind,
  | 'TEXT'
  | 'MARKDOWN'
  | 'CONTACT_CARD'
  | 'GROUP_CARD'
  | 'BUNDLE'
  | 'IMAGE'
  | 'FILE'
  | 'VIDEO'
  | 'VOICE'
>;

/** What a conversation tells its members about itself, in its own sequence, among the messages. */
export function addNotice(
  tx: Transaction,
  notice: {
    conversationId: string;
    kind: NoticeKind;
    actorId: string;
    subjectIds?: string[];
    /** Details that the kind needs beyond whom it is about. */
    data?: Prisma.InputJsonObject;
  },
): Promise<Message> {
  const { actorId, ...rest } = notice;
  return placeMessage(tx, { ...rest, senderId: actorId, clientId: uuid() });
}
