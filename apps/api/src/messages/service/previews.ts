import type { Transaction } from '../../realtime/transaction.ts';

/** A preview comes within minutes. Older messages show a new one when they are fetched; nobody waits for it. */
const RECENT_MINUTES = 60;
const MESSAGES_MAX = 1_000;

/** Tells those who see a message with this address that its preview is there. */
export async function tellPreviewed(tx: Transaction, url: string): Promise<void> {
  const messages = await tx.db.$queryRaw<{ id: string; seq: number; conversation_id: string }[]>`
    SELECT id, seq, conversation_id FROM message
    WHERE link_url = ${url}
      AND greatest(created_at, edited_at) > now() - make_interval(mins => ${RECENT_MINUTES}::int)
    ORDER BY created_at DESC LIMIT ${MESSAGES_MAX}`;
  for (const { id: messageId, seq: messageSeq, conversation_id } of messages)
    tx.publishToConversation(conversation_id, 'MessageLinkPreviewed', { messageId, messageSeq });
}
