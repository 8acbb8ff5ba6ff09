import type { Moment } from '@teahouse/db/client';
import { pagesOf } from '../platform/rows.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { admitsFriend, apartFrom, seesMoment, shownSince } from './access.ts';

/** A place among posts, which are in the order of time. */
export interface Place {
  instant: Date | string;
  id: string;
}

/** Posts strictly between two places, the newest first or, where `oldestFirst`, the oldest. */
export interface Stretch {
  olderThan: Place | null;
  newerThan: Place | null;
  oldestFirst: boolean;
  limit: number;
}

const END: Place = { instant: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
const BEGINNING: Place = { instant: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

/** $3 to $6 are the places, $7 is how many. */
const within = (moment: string) => `
  (${moment}.created_at, ${moment}.id) < ($3::timestamptz, $4::uuid)
  AND (${moment}.created_at, ${moment}.id) > ($5::timestamptz, $6::uuid)`;

interface Bounds {
  /** SQL: nothing from then or before is shown. */
  since: string;
  /** SQL: nothing from before this instant, or from behind it, can be on the page; null where there is none. */
  edge?: string;
  oldestFirst: boolean;
  /** From the very front on, which takes no bound on that side: each is looked at with every step into the index. */
  fromFront: boolean;
}

/** The same, and within such bounds: one for each side, because the index is read to the end of the first. */
function withinBounds(moment: string, { since, edge, oldestFirst, fromFront }: Bounds): string {
  const place = `(${moment}.created_at, ${moment}.id)`;
  const [early, late] = oldestFirst ? [undefined, edge] : [edge, undefined];
  const end = late
    ? `(least($3::timestamptz, ${late}), CASE WHEN ${late} < $3 THEN '${END.id}' ELSE $4::uuid END)`
    : '($3::timestamptz, $4::uuid)';
  const beginning = early
    ? `(greatest($5::timestamptz, ${since}, ${early}), CASE
        WHEN ${since} >= greatest($5, ${early}) THEN '${END.id}'
        WHEN ${early} > $5 THEN '${BEGINNING.id}' ELSE $6::uuid END)`
    : `(greatest($5::timestamptz, ${since}), CASE WHEN ${since} >= $5 THEN '${END.id}' ELSE $6::uuid END)`;
  return `${fromFront ? '' : `${place} < ${end} AND`} ${place} > ${beginning}`;
}

const ordered = (row: string, oldestFirst: boolean) => {
  const direction = oldestFirst ? 'ASC' : 'DESC';
  return `ORDER BY ${row}.created_at ${direction}, ${row}.id ${direction} LIMIT $7`;
};

const stretchValues = ({ olderThan, newerThan, limit }: Stretch) => {
  const [end, beginning] = [olderThan ?? END, newerThan ?? BEGINNING];
  return [end.instant, end.id, beginning.instant, beginning.id, limit];
};

/** Friends who are many pages of posts, and how many of them are asked first. */
const MANY_PAGES = 10;
const SOME_PAGES = 3;

/**
 * What a person ($2) and their friends have posted, as far as the person sees it and wants to. What stands between two
 * people is asked once for all friends, and what a post says once for each post that is looked at. Only those whose
 * newest post is among the newest of all can have another on the page: so each friend costs one step into the index,
 * and only as many as the page is long cost more, back to the last of these posts. Such a step reads all of somebody's posts
 * that stand on the same page of the index, unless a bound lets it end: among many friends some are asked first, and as
 * many posts of theirs as a page is long say from when the others have to be. (All statements take the same values, $1 is
 * the person again.)
 */
const feedQuery = (oldestFirst: boolean, fromFront = false): string => {
  const next = (author: string, edge?: string) => `
    SELECT m.* FROM moment m
    WHERE m.author_id = ${author}.id AND m.deleted_at IS NULL
      AND ${withinBounds('m', { since: `${author}.since`, ...(edge && { edge }), oldestFirst, fromFront })}
      AND (${author}.id = $1 OR ${admitsFriend('m', '$1')})
    ${ordered('m', oldestFirst)}`;
  const [last, none] = oldestFirst ? ['max', 'infinity'] : ['min', '-infinity'];
  const lastOf = (posts: string) =>
    `SELECT CASE WHEN count(*) < $7 THEN '${none}' ELSE ${last}(created_at) END AS instant FROM ${posts}`;
  const first = (author: string, edge?: string) => next(author, edge).replace('$7', '1');
  return `
    WITH shown AS MATERIALIZED (
      SELECT $2::uuid AS id, '-infinity'::timestamptz AS since
      WHERE $3::timestamptz IS NOT NULL AND $4::uuid IS NOT NULL
      UNION ALL
      SELECT near.friend_id, ${shownSince('near.friend_id')}
      FROM friendship near
      WHERE near.account_id = $2 AND near.friend_id NOT IN (${apartFrom('$1')})
    ), sample AS MATERIALIZED (
      SELECT head.created_at, head.id
      FROM (
        SELECT * FROM shown
        LIMIT CASE WHEN (SELECT count(*) FROM shown) > ${MANY_PAGES} * $7::int THEN ${SOME_PAGES} * $7::int ELSE 0 END
      ) asked CROSS JOIN LATERAL (${first('asked')}) head
      ${ordered('head', oldestFirst)}
    ), reach AS MATERIALIZED (
      ${lastOf('sample')}
    ), foremost AS MATERIALIZED (
      SELECT shown.id, shown.since, head.created_at
      FROM reach CROSS JOIN shown CROSS JOIN LATERAL (${first('shown', 'reach.instant')}) head
      ${ordered('head', oldestFirst)}
    ), edge AS MATERIALIZED (
      ${lastOf('foremost')}
    )
    SELECT page.*
    FROM foremost CROSS JOIN edge CROSS JOIN LATERAL (${next('foremost', 'edge.instant')}) page
    ${ordered('page', oldestFirst)}`;
};

const albumQuery = (oldestFirst: boolean): string => `
  SELECT m.* FROM moment m
  WHERE m.author_id = $2 AND ${within('m')} AND ${seesMoment('m', '$1::uuid')}
  ${ordered('m', oldestFirst)}`;

const queries = {
  feed: { front: feedQuery(false, true), newest: feedQuery(false), oldest: feedQuery(true) },
  album: { front: albumQuery(false), newest: albumQuery(false), oldest: albumQuery(true) },
};

const page = pagesOf<Moment>('Moment');

/** What is read in the same statement (see `pagesOf`), and who takes it. $1 is the viewer. */
export interface Along {
  sql: Record<string, string>;
  take: (found: { rows: Moment[]; along: Record<string, unknown> }) => void;
}

async function read(
  { pool }: Pick<Backend, 'pool'>,
  kind: keyof typeof queries,
  whose: string,
  viewer: Viewer,
  { stretch, along }: { stretch: Stretch; along: Along | undefined },
): Promise<Moment[]> {
  const ahead = stretch.olderThan ? 'newest' : 'front';
  const part = stretch.oldestFirst ? 'oldest' : ahead;
  const found = await page(
    { pool },
    {
      name: `moments-${kind}-${part}`,
      text: queries[kind][part],
      values: [viewer.accountId, whose, ...stretchValues(stretch)],
      along: along?.sql ?? {},
    },
  );
  along?.take(found);
  return found.rows;
}

/** The viewer's own posts and those of their friends. */
export const readFeed = (
  backend: Pick<Backend, 'pool'>,
  viewer: Viewer,
  stretch: Stretch,
  along?: Along,
): Promise<Moment[]> => read(backend, 'feed', viewer.accountId, viewer, { stretch, along });

/** What the viewer sees of one person's posts. */
export const readAlbum = (
  backend: Pick<Backend, 'pool'>,
  viewer: Viewer,
  authorId: string,
  stretch: Stretch,
  along?: Along,
): Promise<Moment[]> => read(backend, 'album', authorId, viewer, { stretch, along });
