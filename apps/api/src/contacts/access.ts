import type { Account, FriendRequest, Prisma } from '@teahouse/db/client';
import { requireUser } from '../accounts/access.ts';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import {
  NotFriendsError,
  OwnAccountError,
  RecipientRefusesError,
  UserBlockedError,
} from './errors.ts';

type Reading = {
  db: Pick<TransactionClient, 'account' | 'friendship' | 'friendRequest' | 'block'>;
};

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

/** The blocks between one person and others, in either direction. */
const blocksBetween = (one: string, others: readonly string[]) =>
  ({
    OR: [
      { accountId: one, blockedId: { in: [...others] } },
      { blockedId: one, accountId: { in: [...others] } },
    ],
  }) satisfies Prisma.BlockWhereInput;

/** Refuses whoever has blocked one of these people, and whoever one of them has blocked. */
export async function refuseBlocked(
  { db }: Reading,
  { accountId: me }: Viewer,
  accountIds: readonly string[],
): Promise<void> {
  const blocks = await db.block.findMany({
    where: blocksBetween(me, accountIds),
    include: { account: true, blocked: true },
  });
  const own = blocks.filter((block) => block.accountId === me);
  if (own.length > 0) throw new UserBlockedError(own.map(({ blocked }) => blocked));
  if (blocks.length > 0) throw new RecipientRefusesError(blocks.map(({ account }) => account));
}

/** Which of these people one has no block with. */
export async function withoutBlocked(
  { db }: { db: Pick<TransactionClient, 'block'> },
  one: string,
  others: readonly string[],
): Promise<string[]> {
  const blocks = await db.block.findMany({ where: blocksBetween(one, others) });
  const away = new Set(blocks.flatMap(({ accountId, blockedId }) => [accountId, blockedId]));
  return others.filter((id) => id === one || !away.has(id));
}

/** People who can be written to and added: friends, with no block between them and the viewer. Names those who are not. */
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
  await refuseBlocked({ db }, viewer, accountIds);
  return accounts;
}

/** Whom the presence of this account concerns: friends, with no block in between. */
export async function friendsOf(
  db: Pick<Backend['db'], 'friendship' | 'block'>,
  accountId: string,
): Promise<string[]> {
  const rows = await db.friendship.findMany({ where: { accountId }, select: { friendId: true } });
  return withoutBlocked(
    { db },
    accountId,
    rows.map((row) => row.friendId),
  );
}
