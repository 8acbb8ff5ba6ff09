import type { Account, FriendCategory, FriendCategoryMember } from '@teahouse/db/client';
import { lockAccount } from '../../accounts/access.ts';
import { InvalidFieldError, LimitReachedError } from '../../platform/errors.ts';
import { isBlank, oneLine } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import type { PersonHint } from '../../realtime/catalogue.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import {
  friendCategoriesOf,
  requireFriendCategories,
  requireFriendCategory,
  requireOther,
} from '../access.ts';
import { CategoryNameTakenError, NotFriendsError } from '../errors.ts';

const NAME_MAX = 20;
/** Friends that one call puts into a category or takes out of it. */
export const FILED_AT_ONCE = 100;

/** A friend comes into a category, or goes out of it. */
export interface Filing {
  friendId: string;
  categoryId: string;
  into: boolean;
}

/**
 * What else hangs on who is in which category: asked in the transaction that changes it, and what it answers is told
 * after that. `deleted`: the categories go with those who were in them.
 */
type FilingFollower = (
  tx: Transaction,
  accountId: string,
  filings: readonly Filing[],
  deleted: boolean,
) => Promise<PersonHint[]>;

const followers: FilingFollower[] = [];

/** Told by later domains. */
export function followFilings(follower: FilingFollower): void {
  followers.push(follower);
}

/** Makes a category, the last one for now, with these friends in it. */
export const createFriendCategory = (
  backend: Backend,
  viewer: Viewer,
  given: { title: string; friendIds: readonly string[] },
): Promise<FriendCategory> =>
  arranging(backend, viewer, async (tx) => {
    const { accountId } = viewer;
    const name = checkName(given.title);
    checkCount('userIds', given.friendIds);
    const categories = await friendCategoriesOf(tx, accountId);
    const limit = backend.env.FRIEND_CATEGORIES_MAX;
    if (categories.length >= limit)
      throw new LimitReachedError(limit, `At most ${limit} categories. Delete one first.`);
    refuseTaken(categories, name);
    const position = (categories.at(-1)?.position ?? 0) + 1;
    const category = await tx.db.friendCategory.create({ data: { accountId, name, position } });
    // That there is one comes before who is in it.
    tx.publishToAccount(accountId, 'FriendCategoriesChanged', { accountId });
    await putIn(tx, category, given.friendIds);
    return category;
  });

/** Calls a category by another name, and puts friends into it and takes others out. */
export const updateFriendCategory = (
  backend: Backend,
  viewer: Viewer,
  {
    categoryId,
    ...given
  }: {
    categoryId: string;
    title: string | null;
    addedIds: readonly string[];
    removedIds: readonly string[];
  },
): Promise<FriendCategory> =>
  arranging(backend, viewer, async (tx) => {
    checkCount('addUserIds', given.addedIds);
    checkCount('removeUserIds', given.removedIds);
    const before = await requireFriendCategory(tx, viewer, categoryId);
    const category = given.title === null ? before : await rename(tx, before, given.title);
    const added = await putIn(tx, category, given.addedIds);
    const removed = await takeOut(tx, category, given.removedIds);
    await tx.filed([...filings(added, true), ...filings(removed, false)]);
    return category;
  });

/** Puts categories first, in this order; those that are not named follow as they were. */
export const orderFriendCategories = (
  backend: Backend,
  viewer: Viewer,
  categoryIds: readonly string[],
): Promise<void> =>
  arranging(backend, viewer, async (tx) => {
    const { accountId } = viewer;
    await requireFriendCategories(tx, viewer, categoryIds);
    const before = (await friendCategoriesOf(tx, accountId)).map(({ id }) => id);
    const after = [...new Set([...categoryIds, ...before])];
    if (after.every((id, index) => id === before[index])) return;
    for (const [index, id] of after.entries())
      await tx.db.friendCategory.update({ where: { id }, data: { position: index + 1 } });
    tx.publishToAccount(accountId, 'FriendCategoriesChanged', { accountId });
  });

/** Removes a category. The friends in it stay friends. */
export const deleteFriendCategory = (
  backend: Backend,
  viewer: Viewer,
  categoryId: string,
): Promise<void> =>
  arranging(backend, viewer, async (tx) => {
    const { id, accountId } = await requireFriendCategory(tx, viewer, categoryId);
    const members = await tx.db.friendCategoryMember.findMany({ where: { categoryId: id } });
    await tx.filed(filings(members, false), true);
    await tx.db.friendCategory.delete({ where: { id } });
    tx.publishToAccount(accountId, 'FriendCategoriesChanged', { accountId });
  });

/** Says in which categories a friend is: in these, and in no other. */
export const setFriendCategories = (
  backend: Backend,
  viewer: Viewer,
  { accountId: friendId, categoryIds }: { accountId: string; categoryIds: readonly string[] },
): Promise<Account> =>
  arranging(backend, viewer, async (tx) => {
    const { accountId } = viewer;
    const friend = await requireOther(tx, viewer, friendId);
    await requireFriendCategories(tx, viewer, categoryIds);
    await holdFriends(tx, accountId, [friendId]);
    const key = { accountId, friendId };
    const where = { ...key, categoryId: { notIn: [...categoryIds] } };
    const ended = await tx.db.friendCategoryMember.findMany({ where });
    await tx.db.friendCategoryMember.deleteMany({ where });
    const begun = await tx.db.friendCategoryMember.createManyAndReturn({
      data: categoryIds.map((categoryId) => ({ ...key, categoryId })),
      skipDuplicates: true,
    });
    await tx.filed([...filings(begun, true), ...filings(ended, false)]);
    if (ended.length + begun.length > 0)
      tx.publishToAccount(accountId, 'ContactChanged', { accountId: friendId });
    return friend;
  });

interface Arrangement extends Transaction {
  /** Says who has come into categories, or is out of them. */
  filed(filings: readonly Filing[], deleted?: boolean): Promise<void>;
}

/** One change of a person's categories after another, so that neither their names nor their number can be overrun. */
async function arranging<Result>(
  backend: Backend,
  viewer: Viewer,
  work: (tx: Arrangement) => Promise<Result>,
): Promise<Result> {
  const { result, hints } = await transaction(backend, async (tx) => {
    const hints: PersonHint[] = [];
    const filed = async (made: readonly Filing[], deleted = false) => {
      if (made.length === 0) return;
      for (const follow of followers)
        hints.push(...(await follow(tx, viewer.accountId, made, deleted)));
    };
    await lockAccount(tx, viewer);
    return { result: await work({ ...tx, filed }), hints };
  });
  if (hints.length > 0) backend.bus.publish(hints);
  return result;
}

const filings = (
  members: readonly { friendId: string; categoryId: string }[],
  into: boolean,
): Filing[] => members.map(({ friendId, categoryId }) => ({ friendId, categoryId, into }));

function checkName(given: string): string {
  const name = oneLine(given);
  if (isBlank(name) || [...name].length > NAME_MAX)
    throw new InvalidFieldError(
      'title',
      `The title of a category has 1 to ${NAME_MAX} characters.`,
    );
  return name;
}

function checkCount(field: string, ids: readonly string[]): void {
  if (ids.length > FILED_AT_ONCE)
    throw new InvalidFieldError(field, `At most ${FILED_AT_ONCE} friends at once.`);
}

function refuseTaken(others: readonly FriendCategory[], name: string): void {
  const folded = name.toLowerCase();
  if (others.some((other) => other.name.toLowerCase() === folded))
    throw new CategoryNameTakenError(name);
}

async function rename(
  tx: Transaction,
  category: FriendCategory,
  given: string,
): Promise<FriendCategory> {
  const { id, accountId } = category;
  const name = checkName(given);
  if (name === category.name) return category;
  const others = (await friendCategoriesOf(tx, accountId)).filter((other) => other.id !== id);
  refuseTaken(others, name);
  tx.publishToAccount(accountId, 'FriendCategoriesChanged', { accountId });
  return tx.db.friendCategory.update({ where: { id }, data: { name } });
}

/** Keeps these friendships from ending while the transaction runs. Refuses when not everybody is a friend. */
async function holdFriends(
  { db }: Transaction,
  accountId: string,
  friendIds: readonly string[],
): Promise<void> {
  const held = await db.$queryRaw<{ friend_id: string }[]>`
    SELECT friend_id FROM friendship
    WHERE account_id = ${accountId}::uuid AND friend_id = ANY(${[...friendIds]}::uuid[])
    FOR KEY SHARE`;
  const friends = new Set(held.map((row) => row.friend_id));
  const strangers = friendIds.filter((id) => !friends.has(id));
  if (strangers.length === 0) return;
  const accounts = await db.account.findMany({ where: { id: { in: strangers } } });
  throw new NotFriendsError(accounts);
}

async function putIn(
  tx: Transaction,
  { id: categoryId, accountId }: FriendCategory,
  friendIds: readonly string[],
): Promise<FriendCategoryMember[]> {
  await holdFriends(tx, accountId, friendIds);
  const added = await tx.db.friendCategoryMember.createManyAndReturn({
    data: friendIds.map((friendId) => ({ categoryId, accountId, friendId })),
    skipDuplicates: true,
  });
  tellOf(tx, accountId, added);
  return added;
}

async function takeOut(
  tx: Transaction,
  { id: categoryId, accountId }: FriendCategory,
  friendIds: readonly string[],
): Promise<FriendCategoryMember[]> {
  const where = { categoryId, friendId: { in: [...friendIds] } };
  const removed = await tx.db.friendCategoryMember.findMany({ where });
  await tx.db.friendCategoryMember.deleteMany({ where });
  tellOf(tx, accountId, removed);
  return removed;
}

function tellOf(tx: Transaction, accountId: string, rows: readonly { friendId: string }[]): void {
  for (const { friendId } of rows)
    tx.publishToAccount(accountId, 'ContactChanged', { accountId: friendId });
}
