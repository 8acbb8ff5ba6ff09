import type { Account } from '@teahouse/db/client';
import { escapeLike, tidy } from '../platform/text.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';

/**
 * People whose username or nickname contains the words, without regard to case: exact usernames first, then those that
 * begin so, then the rest by name. The trigram indexes serve it from three characters on.
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
    SELECT id FROM account
    WHERE id <> ${viewer.accountId}::uuid
      AND (username::text ILIKE ${`%${pattern}%`} OR nickname ILIKE ${`%${pattern}%`})
    ORDER BY lower(username::text) = lower(${query}) DESC,
      (username::text ILIKE ${`${pattern}%`} OR nickname ILIKE ${`${pattern}%`}) DESC, nickname, id
    OFFSET ${offset} LIMIT ${limit}`;
  const ids = found.map((row) => row.id);
  const accounts = await db.account.findMany({ where: { id: { in: ids } } });
  return ids.flatMap((id) => accounts.find((account) => account.id === id) ?? []);
}
