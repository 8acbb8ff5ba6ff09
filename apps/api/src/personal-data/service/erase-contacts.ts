import { lockPair } from '../../contacts/access.ts';
import { endRequests } from '../../contacts/service/requests.ts';
import { asThemself } from '../../platform/viewer.ts';
import type { Transaction } from '../../realtime/transaction.ts';
import { changeRows, inBatches, removeRows, step, type Work } from './erase-work.ts';

/** Fewer than of rows: each has somebody at its other end who is told. */
const PEOPLE_AT_ONCE = 50;

/** Ends what there is between the person and others, on both sides, and tells those others. */
export async function endContacts(work: Work): Promise<void> {
  const { accountId } = work;
  await endPendingRequests(work);
  await changeRows(
    work,
    `UPDATE friend_request SET note = '' WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM friend_request WHERE from_id = $1::uuid AND note <> '' LIMIT $2))`,
  );
  // Addressed to the person: what others have written to them is theirs no less.
  await changeRows(
    work,
    `UPDATE friend_request SET note = '' WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM friend_request WHERE to_id = $1::uuid AND note <> '' LIMIT $2))`,
  );
  await inBatches(work, (tx) => tellFriends(tx, accountId), PEOPLE_AT_ONCE);
  await inBatches(work, (tx) => endFriendships(tx, accountId), PEOPLE_AT_ONCE);
  await inBatches(work, (tx) => endBlocks(tx, accountId), PEOPLE_AT_ONCE);
  await removeRows(work, 'block', 'account_id');
  await removeRows(work, 'approach', 'from_id');
  await removeRows(work, 'approach', 'to_id');
}

async function endPendingRequests(work: Work): Promise<void> {
  const { accountId } = work;
  const pending = await step(work, (tx) =>
    tx.db.friendRequest.findMany({
      where: { status: 'PENDING', OR: [{ fromId: accountId }, { toId: accountId }] },
      select: { fromId: true, toId: true },
    }),
  );
  for (const { fromId, toId } of pending)
    await step(work, async (tx) => {
      await lockPair(tx, fromId, toId);
      await endRequests(tx, asThemself(accountId), fromId === accountId ? toId : fromId);
    });
}

/** Those whose friendship ended when the account was closed. Whoever is told is taken off the list in the same step. */
async function tellFriends(tx: Transaction, accountId: string): Promise<number> {
  const [taken] = await tx.db.$queryRaw<{ told: string[] }[]>`
    UPDATE erasure new SET untold_ids = new.untold_ids[${PEOPLE_AT_ONCE + 1}::int:]
    FROM erasure old WHERE new.account_id = ${accountId}::uuid AND old.account_id = new.account_id
    RETURNING old.untold_ids[1:${PEOPLE_AT_ONCE}::int] AS told`;
  for (const friend of taken?.told ?? []) {
    tx.publishToAccount(friend, 'FriendshipEnded', { accountId });
    tx.publishToAccount(friend, 'ProfileChanged', { accountId });
  }
  return taken?.told.length ?? 0;
}

/** The same for friendships that somebody made in the very moment in which the account was closed. */
async function endFriendships(tx: Transaction, accountId: string): Promise<number> {
  const friends = await tx.db.friendship.findMany({
    where: { OR: [{ accountId }, { friendId: accountId }] },
    orderBy: [{ accountId: 'asc' }, { friendId: 'asc' }],
    take: PEOPLE_AT_ONCE,
  });
  const others = friends.map((row) => (row.accountId === accountId ? row.friendId : row.accountId));
  for (const other of [...new Set(others)].sort()) {
    await lockPair(tx, accountId, other);
    await tx.db.friendship.deleteMany({
      where: {
        OR: [
          { accountId, friendId: other },
          { accountId: other, friendId: accountId },
        ],
      },
    });
    tx.publishToAccount(other, 'FriendshipEnded', { accountId });
  }
  return friends.length;
}

/** Whoever had blocked the person finds nobody in their list any more. */
async function endBlocks(tx: Transaction, accountId: string): Promise<number> {
  const blocks = await tx.db.block.findMany({
    where: { blockedId: accountId },
    orderBy: { accountId: 'asc' },
    take: PEOPLE_AT_ONCE,
  });
  await tx.db.block.deleteMany({
    where: { blockedId: accountId, accountId: { in: blocks.map((block) => block.accountId) } },
  });
  for (const block of blocks) tx.publishToAccount(block.accountId, 'UserUnblocked', { accountId });
  return blocks.length;
}
