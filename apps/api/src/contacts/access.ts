import type { Account, FriendCategory, FriendRequest, Prisma, Privacy } from '@teahouse/db/client';
import { requireUser } from '../accounts/access.ts';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import type { Hints } from '../realtime/catalogue.ts';
import {
  NotFriendsError,
  OwnAccountError,
  RecipientRefusesError,
  UserBlockedError,
} from './errors.ts';

type Reading = {
  db: Pick<TransactionClient, 'account' | 'friendship' | 'friendRequest' | 'block'>;
};
type ReadingPrivacy = { db: Pick<TransactionClient, 'friendship' | 'block' | 'privacy'> };

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

/** The viewer's own; nobody else has to do with it. */
export async function requireFriendCategory(
  { db }: { db: Pick<TransactionClient, 'friendCategory'> },
  viewer: Viewer,
  id: string,
): Promise<FriendCategory> {
  const category = await db.friendCategory.findFirst({
    where: { id, accountId: viewer.accountId },
  });
  if (!category) throw new NotFoundError('category');
  return category;
}

/** The same for several. */
export async function requireFriendCategories(
  { db }: { db: Pick<TransactionClient, 'friendCategory'> },
  { accountId }: Viewer,
  ids: readonly string[],
): Promise<void> {
  const wanted = [...new Set(ids)];
  const found = await db.friendCategory.count({ where: { id: { in: wanted }, accountId } });
  if (found < wanted.length) throw new NotFoundError('category');
}

/** Somebody's categories in their order. */
export const friendCategoriesOf = (
  { db }: { db: Pick<TransactionClient, 'friendCategory'> },
  accountId: string,
): Promise<FriendCategory[]> =>
  db.friendCategory.findMany({
    where: { accountId },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });

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
    where: { id: { in: [...accountIds] }, deletedAt: null },
    include: { friendOf: { where: { accountId: viewer.accountId } } },
  });
  if (accounts.length < new Set(accountIds).size) throw new NotFoundError('person');
  const strangers = accounts.filter((account) => account.friendOf.length === 0);
  if (strangers.length > 0) throw new NotFriendsError(strangers);
  await refuseBlocked({ db }, viewer, accountIds);
  return accounts;
}

/** Which of these people are friends of one person. */
export async function friendsAmong(
  { db }: { db: Pick<TransactionClient, 'friendship'> },
  accountId: string,
  others: readonly string[],
): Promise<Set<string>> {
  const where = { accountId, friendId: { in: [...others] } };
  const rows = await db.friendship.findMany({ where, select: { friendId: true } });
  return new Set(rows.map((row) => row.friendId));
}

/** What holds for whoever has never changed it, as in the database. */
const DEFAULT_PRIVACY: Omit<Privacy, 'accountId'> = {
  foundByName: true,
  foundByEmail: false,
  foundByPhone: false,
  presenceShownTo: 'FRIENDS',
  reachableBy: 'EVERYONE',
};

/** What these people let others find, see and do, in their order. */
export async function privaciesOf(
  { db }: { db: Pick<TransactionClient, 'privacy'> },
  accountIds: readonly string[],
): Promise<Privacy[]> {
  const rows = await db.privacy.findMany({ where: { accountId: { in: [...accountIds] } } });
  const chosen = new Map(rows.map((row) => [row.accountId, row]));
  return accountIds.map((accountId) => ({
    accountId,
    ...DEFAULT_PRIVACY,
    ...chosen.get(accountId),
  }));
}

/** What one person lets others find, see and do. */
export async function privacyOf(
  { db }: { db: Pick<TransactionClient, 'privacy'> },
  accountId: string,
): Promise<Privacy> {
  const row = await db.privacy.findUnique({ where: { accountId } });
  return row ?? { accountId, ...DEFAULT_PRIVACY };
}

/** Which of these people one may ask or write to: friends, and who else is as each has chosen. Never past a block. */
export async function reachableAmong(
  { db }: ReadingPrivacy,
  me: string,
  others: readonly string[],
): Promise<Set<string>> {
  const near = await withoutBlocked({ db }, me, others);
  const [friends, privacies] = await Promise.all([
    friendsAmong({ db }, me, near),
    privaciesOf({ db }, near),
  ]);
  const choosing = (wanted: Privacy['reachableBy']) =>
    privacies.filter(({ reachableBy }) => reachableBy === wanted).map((row) => row.accountId);
  const between = await db.friendship.findMany({
    where: {
      accountId: { in: choosing('FRIENDS_OF_FRIENDS') },
      friend: { friendships: { some: { friendId: me } } },
    },
    select: { accountId: true },
    distinct: ['accountId'],
  });
  return new Set([
    ...friends,
    ...choosing('EVERYONE'),
    ...between.map(({ accountId }) => accountId),
  ]);
}

/** Refuses whoever may not ask or write to somebody, in the same words whatever the reason. */
export async function requireReachable(
  reading: Reading & ReadingPrivacy,
  viewer: Viewer,
  account: Account,
): Promise<void> {
  await refuseBlocked(reading, viewer, [account.id]);
  const reachable = await reachableAmong(reading, viewer.accountId, [account.id]);
  if (!reachable.has(account.id)) throw new RecipientRefusesError([account]);
}

/** SQL: no block between two accounts. */
const unblocked = (one: string, other: string) => `
  NOT EXISTS (SELECT FROM block WHERE account_id = ${one} AND blocked_id = ${other})
  AND NOT EXISTS (SELECT FROM block WHERE account_id = ${other} AND blocked_id = ${one})`;

/** SQL: neither of two friends keeps to themselves whether they are there: whoever does not show it does not see it either. */
const showing = (one: string, other: string) => `
  NOT EXISTS (
    SELECT FROM privacy WHERE account_id IN (${one}, ${other}) AND presence_shown_to = 'NOBODY'
  )`;

/** Which of these people, friends or the one themself, let one see whether they are there. */
export async function showingPresence(
  { pool }: Pick<Backend, 'pool'>,
  one: string,
  others: readonly string[],
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'presence-shown',
    text: `SELECT id FROM unnest($2::uuid[]) AS other(id)
      WHERE id = $1 OR (${unblocked('$1', 'id')} AND ${showing('$1', 'id')})`,
    values: [one, others],
  });
  return rows.map(({ id }) => id);
}

/**
 * Whom the presence of each of these accounts concerns: friends who see it, and when that has changed those who did. In one
 * statement, as people come and go in thousands.
 */
export async function presenceAudiences(
  db: Pick<Backend['db'], '$queryRawUnsafe'>,
  changes: readonly Hints['PresenceChanged'][],
): Promise<string[][]> {
  const rows = await db.$queryRawUnsafe<{ place: number; friend_id: string }[]>(
    `SELECT asked.place::int AS place, f.friend_id
     FROM unnest($1::uuid[], $2::boolean[]) WITH ORDINALITY AS asked(account_id, visibility_changed, place)
     JOIN friendship f ON f.account_id = asked.account_id
     WHERE ${unblocked('f.account_id', 'f.friend_id')}
       AND (asked.visibility_changed OR ${showing('f.account_id', 'f.friend_id')})`,
    changes.map(({ accountId }) => accountId),
    changes.map(({ visibilityChanged }) => visibilityChanged ?? false),
  );
  const audiences = changes.map((): string[] => []);
  for (const { place, friend_id } of rows) audiences[place - 1]?.push(friend_id);
  return audiences;
}
