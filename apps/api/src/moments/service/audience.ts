import type { MomentVisibility } from '@teahouse/db/client';
import { friendsAmong, requireFriendCategories } from '../../contacts/access.ts';
import { NotFriendsError } from '../../contacts/errors.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Transaction } from '../../realtime/transaction.ts';

/** Who is to see a post: the people and categories are those that ONLY lets in, or EXCEPT keeps out. */
export interface Audience {
  visibility: MomentVisibility;
  accountIds: readonly string[];
  categoryIds: readonly string[];
}

/** People and categories that a post names, together. */
export const NAMED_MAX = 200;

/** Refuses an audience that says nothing, or too much. */
export function checkAudience({ visibility, accountIds, categoryIds }: Audience): void {
  const count = accountIds.length + categoryIds.length;
  const naming = visibility === 'ONLY' || visibility === 'EXCEPT';
  if (naming && (count < 1 || count > NAMED_MAX))
    throw new InvalidFieldError(
      'audience',
      `ONLY and EXCEPT name 1 to ${NAMED_MAX} friends and categories, not ${count}.`,
    );
  if (!naming && count > 0)
    throw new InvalidFieldError('audience', 'Only ONLY and EXCEPT name friends or categories.');
}

/** Refuses to name people who are no friends. */
export async function requireNamedFriends(
  { db }: Transaction,
  { accountId }: Viewer,
  accountIds: readonly string[],
): Promise<void> {
  const friends = await friendsAmong({ db }, accountId, accountIds);
  const strangers = accountIds.filter((id) => !friends.has(id));
  if (strangers.length > 0)
    throw new NotFriendsError(await db.account.findMany({ where: { id: { in: strangers } } }));
}

/** Writes down whom a post of the viewer's names, in place of whom it named before. */
export async function writeAudience(
  tx: Transaction,
  viewer: Viewer,
  momentId: string,
  { accountIds, categoryIds }: Audience,
): Promise<void> {
  await tx.db.momentAudience.deleteMany({ where: { momentId } });
  // Until the transaction ends none of them is deleted: a post never says that it is kept from a category that is none.
  await tx.db.$queryRaw`
    SELECT FROM friend_category WHERE id = ANY(${[...categoryIds]}::uuid[]) FOR KEY SHARE`;
  await requireFriendCategories(tx, viewer, categoryIds);
  await requireNamedFriends(tx, viewer, accountIds);
  await tx.db.momentAudience.createMany({
    data: [
      ...accountIds.map((accountId) => ({ momentId, accountId })),
      ...categoryIds.map((categoryId) => ({ momentId, categoryId })),
    ],
  });
}
