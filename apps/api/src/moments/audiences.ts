import type { Filing } from '../contacts/service/categories.ts';
import type { TransactionClient } from '../platform/db.ts';
import type { MomentHint } from '../realtime/catalogue.ts';
import { blocked, meets, opens, seesMoment, shownSince, turnsAway } from './access.ts';

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

/** Those of some people who are friends of an author, and may know what becomes of their page. */
const FRIENDS_OF = `
  SELECT f.friend_id AS id FROM friendship f
  WHERE f.account_id = $1::uuid AND f.friend_id = ANY($2::uuid[]) AND ${opens('$1::uuid', 'f.friend_id')}`;

/** Those of some people who are among $3. Nothing is told of somebody with whom there is a block. */
const NAMED = `
  SELECT v.id FROM unnest($2::uuid[]) v(id)
  WHERE v.id = ANY($3::uuid[]) AND NOT ${blocked('$1::uuid', 'v.id')}`;

const timelineAudience = async (
  db: Reading,
  { authorId, accountIds }: Extract<MomentHint, { kind: 'TimelineChanged' }>['payload'],
  here: readonly string[],
): Promise<string[]> =>
  ids(
    accountIds === null
      ? await db.$queryRawUnsafe(FRIENDS_OF, authorId, here)
      : await db.$queryRawUnsafe(NAMED, authorId, here, accountIds),
  );

/** Which of those who are here a hint about posts concerns. */
export async function momentAudience(
  db: Reading,
  { kind, payload }: MomentHint,
  here: readonly string[],
): Promise<string[]> {
  if (kind === 'TimelineChanged') return timelineAudience(db, payload, here);
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

/**
 * Friends of $1 who come into categories, or go out of them, for whom some post is open now and was not, or the other way
 * round: it names such a category, and neither themself, nor one that they are in all along, nor one that they have come
 * into as they left the other. $5: the categories are deleted, of which a post with EXCEPT keeps who was in them.
 */
const SEEING_OTHERWISE = `
  WITH filing AS MATERIALIZED (
    SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::bool[]) f(friend_id, category_id, enters)
  )
  SELECT v.id FROM (SELECT DISTINCT friend_id AS id FROM filing) v
  WHERE ${opens('$1::uuid', 'v.id')} AND EXISTS (
    SELECT FROM filing f
    JOIN moment_audience a ON a.category_id = f.category_id
    JOIN moment m ON m.id = a.moment_id
    WHERE f.friend_id = v.id AND m.deleted_at IS NULL AND m.created_at > ${shownSince('$1::uuid')}
      AND (m.visibility = 'ONLY' OR NOT $5::bool)
      AND NOT EXISTS (
        SELECT FROM moment_audience b WHERE b.moment_id = m.id AND (
          b.account_id = v.id
          OR EXISTS (SELECT FROM filing g WHERE g.friend_id = v.id AND g.category_id = b.category_id AND g.enters <> f.enters)
          OR EXISTS (
            SELECT FROM friend_category_member c
            WHERE c.category_id = b.category_id AND c.friend_id = v.id
              AND NOT EXISTS (SELECT FROM filing g WHERE g.friend_id = v.id AND g.category_id = c.category_id)))))`;

/** Those friends of an author, of some who come into categories or go out of them, who see more or less for it. */
export const seeingOtherwise = async (
  db: Reading,
  authorId: string,
  filings: readonly Filing[],
  deleted: boolean,
): Promise<string[]> =>
  ids(
    await db.$queryRawUnsafe(
      SEEING_OTHERWISE,
      authorId,
      filings.map(({ friendId }) => friendId),
      filings.map(({ categoryId }) => categoryId),
      filings.map(({ into }) => into),
      deleted,
    ),
  );
