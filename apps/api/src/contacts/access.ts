import type { Account, FriendRequest } from '@teahouse/db/client';
import { requireUser } from '../accounts/access.ts';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { NotFriendsError, OwnAccountError } from './errors.ts';

type Reading = { db: Pick<TransactionClient, 'account' | 'friendship' | 'friendRequest'> };

/** A request is seen by the two people it is between. */
export async function requireFriendRequest(
  { db }: Reading,
  viewer: Viewer,
  id: string,
): Promise<FriendRequest> {
  const request = await db.friendRequest.findFirst({
    where: { id, OR: [{ fromId: viewer.accountId }, { toId: viewer.accountId }] },
  });
  if (!request) throw new NotFoundError('friend request');
  return request;
}

/** Somebody else, who can be asked, written to or added. */
export async function requireOther(
  reading: Reading,
  viewer: Viewer,
  accountId: string,
): Promise<Account> {
  if (accountId === viewer.accountId) throw new OwnAccountError();
  return requireUser(reading, accountId);
}

/** Makes what is decided between two people happen one after the other, until the transaction ends. */
export async function lockPair(
  { db }: { db: Pick<TransactionClient, '$executeRaw'> },
  one: string,
  other: string,
): Promise<void> {
  const pair = [one, other].sort().join(':');
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${pair}, 0))`;
}

/** People who exist and are all friends of the viewer. Names those who are not. */
export async function requireFriends(
  { db }: Reading,
  viewer: Viewer,
  accountIds: readonly string[],
): Promise<Account[]> {
  const accounts = await db.account.findMany({
    where: { id: { in: [...accountIds] } },
    include: { friendOf: { where: { accountId: viewer.accountId } } },
  });
  if (accounts.length < new Set(accountIds).size) throw new NotFoundError('person');
  const strangers = accounts.filter((account) => account.friendOf.length === 0);
  if (strangers.length > 0) throw new NotFriendsError(strangers);
  return accounts;
}

/** Whose presence and conversations concern this account. */
export async function friendsOf(
  db: Pick<Backend['db'], 'friendship'>,
  accountId: string,
): Promise<string[]> {
  const rows = await db.friendship.findMany({ where: { accountId }, select: { friendId: true } });
  return rows.map((row) => row.friendId);
}
