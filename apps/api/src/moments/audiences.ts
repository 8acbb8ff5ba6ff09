import type { TransactionClient } from '../platform/db.ts';
import type { MomentHint } from '../realtime/catalogue.ts';
import { meets, seesMoment, turnsAway } from './access.ts';

type Reading = Pick<TransactionClient, '$queryRawUnsafe'>;

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);

/** Those of some people who have a post in their feed; not its author. */
const IN_FEED = `
  SELECT f.friend_id AS id FROM moment m JOIN friendship f ON f.account_id = m.author_id
  WHERE m.id = $1::uuid AND f.friend_id = ANY($2::uuid[])
    AND ${seesMoment('m', 'f.friend_id')} AND NOT ${turnsAway('f.friend_id', 'm.author_id')}`;

/** Those of some people, friends of its author or the author, who see a post and on it all of $3. */
const SEEING = `
  SELECT v.id FROM moment m
  CROSS JOIN LATERAL (
    SELECT m.author_id AS id
    UNION ALL
    SELECT f.friend_id FROM friendship f WHERE f.account_id = m.author_id
  ) v
  WHERE m.id = $1::uuid AND v.id = ANY($2::uuid[]) AND ${seesMoment('m', 'v.id')}
    AND NOT EXISTS (SELECT FROM unnest($3::uuid[]) person(id) WHERE NOT ${meets('m.author_id', 'person.id', 'v.id')})`;

/** Which of those who are here a hint about a post concerns. */
export async function momentAudience(
  db: Reading,
  { kind, payload }: MomentHint,
  here: readonly string[],
): Promise<string[]> {
  if (kind === 'MomentPosted')
    return ids(await db.$queryRawUnsafe(IN_FEED, payload.momentId, here));
  const seeing: { id: string }[] = await db.$queryRawUnsafe(
    SEEING,
    payload.momentId,
    here,
    payload.personIds,
  );
  const named = new Set(payload.accountIds);
  return [...new Set([...ids(seeing), ...here.filter((id) => named.has(id))])];
}

/** The friends of its author who see a post, whether they are here or not. */
export const friendsSeeing = async (db: Reading, momentId: string): Promise<string[]> =>
  ids(
    await db.$queryRawUnsafe(
      `SELECT f.friend_id AS id FROM moment m JOIN friendship f ON f.account_id = m.author_id
       WHERE m.id = $1::uuid AND ${seesMoment('m', 'f.friend_id')}`,
      momentId,
    ),
  );
