import { type Conversation, Prisma } from '@teahouse/db/client';
import { escapeLike, tidy } from '../../platform/text.ts';
import type { Backend } from '../../realtime/backend.ts';
import { publicGroups } from '../access.ts';

const QUERY_MAX = 100;
/** Shorter words have too few trigrams for a slip of the finger to leave any of them. */
const FUZZY_FROM = 4;
/**
 * How much of a word has to be there (0 to 1): the trigrams of “teahuose” and “teahouse” agree to 0.44, those of “moutain” and
 * “mountain” to 0.55. What is merely similar comes behind everything that contains the words.
 */
const LIKENESS = '0.4';

/** Most like first; what is equally like, with the most members first. Sizes are counted only as far as the page needs. */
const statement = (query: string, { offset, limit }: { offset: number; limit: number }) => {
  const pattern = escapeLike(query);
  const [contains, begins] = [`%${pattern}%`, `${pattern}%`];
  const fuzzy = [...query].length < FUZZY_FROM ? Prisma.empty : Prisma.sql`OR ${query} <% name`;
  return Prisma.sql`
    SELECT c.id FROM conversation c CROSS JOIN LATERAL (
      SELECT count(*) AS members FROM member m WHERE m.conversation_id = c.id
    ) size
    WHERE c.visibility = 'PUBLIC' AND c.dissolved_at IS NULL AND (c.name ILIKE ${contains} ${fuzzy})
    ORDER BY lower(c.name) = lower(${query}) DESC, c.name ILIKE ${begins} DESC, c.name ILIKE ${contains} DESC,
      round(word_similarity(${query}, c.name)::numeric, 1) DESC, size.members DESC, c.id
    OFFSET ${offset} LIMIT ${limit}`;
};

/**
 * Public groups by name, without regard to case: the name itself first, then names that begin with the words, then those
 * that contain them, then those that are nearly so. One character is enough, as Chinese needs.
 */
export async function searchGroups(
  { db }: Backend,
  words: string,
  page: { offset: number; limit: number },
): Promise<Conversation[]> {
  const query = tidy(words);
  if (query === '' || query.length > QUERY_MAX) return [];
  // The operator that the trigram index serves takes its threshold from a setting, which ends with the transaction.
  const [, found] = await db.$transaction([
    db.$executeRaw`SELECT set_config('pg_trgm.word_similarity_threshold', ${LIKENESS}, true)`,
    db.$queryRaw<{ id: string }[]>(statement(query, page)),
  ]);
  const ids = found.map((row) => row.id);
  const groups = await db.conversation.findMany({ where: { id: { in: ids }, ...publicGroups } });
  return ids.flatMap((id) => groups.find((group) => group.id === id) ?? []);
}
