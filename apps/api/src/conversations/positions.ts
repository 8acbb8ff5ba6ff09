import { Prisma } from '@teahouse/db/client';
import type { Transaction } from '../realtime/transaction.ts';

/**
 * How far somebody has come in a conversation tells the others when they were there. So it is kept from the other person
 * of a conversation of two while one has blocked the other, or while they are strangers of whom neither has answered or
 * accepted the other. What was shown last stays in `shown_read_seq` and `shown_delivered_seq` meanwhile, and comes along
 * when the person themself moves on, or accepts; never because the other one does something.
 */

/** SQL that holds where the positions of member m of conversation c are kept from the other person. */
export const KEPT = Prisma.sql`(c.kind = 'DIRECT' AND EXISTS (
  SELECT FROM member peer
  WHERE peer.conversation_id = m.conversation_id AND peer.account_id <> m.account_id AND (
    EXISTS (SELECT FROM block WHERE account_id = m.account_id AND blocked_id = peer.account_id)
    OR EXISTS (SELECT FROM block WHERE account_id = peer.account_id AND blocked_id = m.account_id)
    OR NOT (
      EXISTS (SELECT FROM friendship WHERE account_id = m.account_id AND friend_id = peer.account_id)
      OR EXISTS (SELECT FROM department_member WHERE account_id = m.account_id)
        AND EXISTS (SELECT FROM department_member WHERE account_id = peer.account_id)
      OR EXISTS (SELECT FROM approach
        WHERE from_id = m.account_id AND to_id = peer.account_id AND accepted_at IS NOT NULL)
      OR EXISTS (SELECT FROM approach
        WHERE from_id = peer.account_id AND to_id = m.account_id AND accepted_at IS NOT NULL)))))`;

/** What an UPDATE of member m sets beside a position to which they have been delivered; `place.kept` as above. */
export const SHOW_DELIVERED = Prisma.sql`
  shown_delivered_seq = CASE WHEN place.kept THEN coalesce(m.shown_delivered_seq, m.delivered_seq) END`;

/** The same beside a position up to which they have read. */
export const SHOW_READ = Prisma.sql`
  shown_read_seq = CASE WHEN place.kept THEN coalesce(m.shown_read_seq, m.read_seq) END, ${SHOW_DELIVERED}`;

/** Shows the other person of a conversation how far somebody has come, once nothing speaks against it any more. */
export async function showPositions(
  tx: Transaction,
  conversationId: string,
  accountId: string,
): Promise<void> {
  const shown = await tx.db.$executeRaw`
    UPDATE member m SET shown_read_seq = NULL, shown_delivered_seq = NULL
    FROM conversation c
    WHERE c.id = m.conversation_id AND m.conversation_id = ${conversationId}::uuid
      AND m.account_id = ${accountId}::uuid
      AND (m.shown_read_seq IS NOT NULL OR m.shown_delivered_seq IS NOT NULL) AND NOT ${KEPT}`;
  if (shown > 0) tx.publishToConversation(conversationId, 'ReceiptMoved', { accountId });
}
