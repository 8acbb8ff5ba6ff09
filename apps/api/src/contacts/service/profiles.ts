import type { Transaction } from '../../realtime/transaction.ts';

/** As many streams as one transaction appends to without keeping others waiting for any of them. */
const BATCH = 250;

/**
 * Tells some of a person's friends that the person is called something else. Those who are blocked too: they see the name
 * whenever they look, and one that stood still on their screen alone would tell them why.
 */
export async function tellFriends(
  tx: Transaction,
  accountId: string,
  after: string | null,
): Promise<string | null> {
  const friends = await tx.db.friendship.findMany({
    where: { accountId, ...(after ? { friendId: { gt: after } } : {}) },
    orderBy: { friendId: 'asc' },
    take: BATCH,
    select: { friendId: true },
  });
  for (const { friendId } of friends)
    tx.publishToAccount(friendId, 'ProfileChanged', { accountId });
  return friends.length < BATCH ? null : (friends.at(-1)?.friendId ?? null);
}
