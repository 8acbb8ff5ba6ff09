import type { Account } from '@teahouse/db/client';
import { escapeLike, tidy } from '../platform/text.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';

/**
 * People whose username, nickname or, among friends, remark contains the words, without regard to case: exact usernames
 * first, then those that begin so, then the rest by name; nobody who has blocked the viewer. The trigram indexes serve it
 * from three characters on, which is why friends are looked through apart.
 */
export async function searchPeople(
  { db }: Backend,
  viewer: Viewer,
  words: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<Account[]> {
  const query = tidy(words).replace(/^@/, '');
  if (query === '' || query.length > 100) return [];
  const pattern = escapeLike(query);
  const found = await db.$queryRaw<{ id: string }[]>`
    WITH found AS (
      SELECT id FROM account
      WHERE username::text ILIKE ${`%${pattern}%`} OR nickname ILIKE ${`%${pattern}%`}
      UNION
      SELECT friend_id FROM friendship
      WHERE account_id = ${viewer.accountId}::uuid AND remark ILIKE ${`%${pattern}%`}
    )
    SELECT id FROM account JOIN found USING (id)
    WHERE id <> ${viewer.accountId}::uuid
      AND NOT EXISTS (
        SELECT FROM block WHERE account_id = account.id AND blocked_id = ${viewer.accountId}::uuid)
    ORDER BY lower(username::text) = lower(${query}) DESC,
      (username::text ILIKE ${`${pattern}%`} OR nickname ILIKE ${`${pattern}%`}) DESC, nickname, id
    OFFSET ${offset} LIMIT ${limit}`;
  const ids = found.map((row) => row.id);
  const accounts = await db.account.findMany({ where: { id: { in: ids } } });
  return ids.flatMap((id) => accounts.find((account) => account.id === id) ?? []);
}
