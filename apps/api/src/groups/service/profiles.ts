import type { Transaction } from '../../realtime/transaction.ts';

/** Fewer than of people: somebody may be about to speak in each of these. */
const BATCH = 50;

/**
 * Tells some of the conversations of a person that the person is called something else: each once, however many are in
 * it. A friend's own conversation with them is left out, for friends are told themselves.
 */
export async function tellConversations(
  tx: Transaction,
  accountId: string,
  after: string | null,
): Promise<string | null> {
  const memberships = await tx.db.member.findMany({
    where: {
      accountId,
      ...(after ? { conversationId: { gt: after } } : {}),
      conversation: {
        OR: [
          { kind: 'GROUP' },
          {
            kind: 'DIRECT',
            members: {
              some: {
                accountId: { not: accountId },
                account: { friendships: { none: { friendId: accountId } } },
              },
            },
          },
        ],
      },
    },
    orderBy: { conversationId: 'asc' },
    take: BATCH,
    select: { conversationId: true },
  });
  for (const { conversationId } of memberships)
    tx.publishToConversation(conversationId, 'MemberChanged', { accountId });
  return memberships.length < BATCH ? null : (memberships.at(-1)?.conversationId ?? null);
}
