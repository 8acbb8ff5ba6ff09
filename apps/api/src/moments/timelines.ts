import type { Moment } from '@teahouse/db/client';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { admitsFriend, momentColumns, opens, seesMoment, shownSince, turnsAway } from './access.ts';

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

/** The same, and later than an instant: one bound for both, because the index is read to the end of the first. */
const withinSince = (moment: string, since: string) => `
  (${moment}.created_at, ${moment}.id) < ($3::timestamptz, $4::uuid)
  AND (${moment}.created_at, ${moment}.id) > (
    greatest($5::timestamptz, ${since}), CASE WHEN ${since} >= $5 THEN '${END.id}' ELSE $6::uuid END)`;

const ordered = (row: string, oldestFirst: boolean) => {
  const direction = oldestFirst ? 'ASC' : 'DESC';
  return `ORDER BY ${row}.created_at ${direction}, ${row}.id ${direction} LIMIT $7`;
};

const stretchValues = ({ olderThan, newerThan, limit }: Stretch) => {
  const [end, beginning] = [olderThan ?? END, newerThan ?? BEGINNING];
  return [end.instant, end.id, beginning.instant, beginning.id, limit];
};

/**
 * What a person ($1) and their friends have posted, as far as the person sees it and wants to. What stands between two
 * people is asked once for each friend, and what a post says once for each post that is looked at. Only those whose
 * newest post is among the newest of all can have another on the page: so each friend costs one step into the index,
 * and only as many as the page is long cost more. ($2 is the person again: both statements take the same values.)
 */
const feedQuery = (oldestFirst: boolean): string => {
  const next = (author: string) => `
    SELECT m.* FROM moment m
    WHERE m.author_id = ${author}.id AND m.deleted_at IS NULL AND ${withinSince('m', `${author}.since`)}
      AND (${author}.id = $2 OR ${admitsFriend('m', '$2')})
    ${ordered('m', oldestFirst)}`;
  return `
    WITH shown AS MATERIALIZED (
      SELECT $1::uuid AS id, '-infinity'::timestamptz AS since
      UNION ALL
      SELECT near.friend_id, ${shownSince('near.friend_id')}
      FROM friendship near
      WHERE near.account_id = $1 AND ${opens('near.friend_id', '$2')} AND NOT ${turnsAway('$2', 'near.friend_id')}
    ), foremost AS (
      SELECT shown.id, shown.since
      FROM shown CROSS JOIN LATERAL (${next('shown').replace('$7', '1')}) head
      ${ordered('head', oldestFirst)}
    )
    SELECT ${momentColumns('page')}
    FROM foremost CROSS JOIN LATERAL (${next('foremost')}) page
    ${ordered('page', oldestFirst)}`;
};

const albumQuery = (oldestFirst: boolean): string => `
  SELECT ${momentColumns('m')} FROM moment m
  WHERE m.author_id = $1 AND ${within('m')} AND ${seesMoment('m', '$2::uuid')}
  ${ordered('m', oldestFirst)}`;

const queries = {
  feed: { newest: feedQuery(false), oldest: feedQuery(true) },
  album: { newest: albumQuery(false), oldest: albumQuery(true) },
};

const read = async (
  { pool }: Pick<Backend, 'pool'>,
  kind: keyof typeof queries,
  whose: string,
  viewer: Viewer,
  stretch: Stretch,
): Promise<Moment[]> => {
  const { newest, oldest } = queries[kind];
  const { rows } = await pool.query<Moment>({
    name: `moments-${kind}-${stretch.oldestFirst ? 'oldest' : 'newest'}`,
    text: stretch.oldestFirst ? oldest : newest,
    values: [whose, viewer.accountId, ...stretchValues(stretch)],
  });
  return rows;
};

/** The viewer's own posts and those of their friends. */
export const readFeed = (
  backend: Pick<Backend, 'pool'>,
  viewer: Viewer,
  stretch: Stretch,
): Promise<Moment[]> => read(backend, 'feed', viewer.accountId, viewer, stretch);

/** What the viewer sees of one person's posts. */
export const readAlbum = (
  backend: Pick<Backend, 'pool'>,
  viewer: Viewer,
  authorId: string,
  stretch: Stretch,
): Promise<Moment[]> => read(backend, 'album', authorId, viewer, stretch);
