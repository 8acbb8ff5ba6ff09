import type { Account, MomentComment, MomentNotice } from '@teahouse/db/client';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { commentColumns, meets, noticeColumns, seesComment, seesNotice } from './access.ts';

/** What the viewer sees on posts that they see. All of it is read for many posts at once. */

type Reading = Pick<Backend, 'pool' | 'db'>;

export interface Counts {
  likes: number;
  comments: number;
  liked: boolean;
}

/** SQL: how much there is on each post of a table, for the account that is given. */
export const countsOn = (moments: string, viewer: string): string => `
  SELECT m.id,
    (SELECT count(*)::int FROM moment_like l
     WHERE l.moment_id = m.id AND ${meets('m.author_id', 'l.account_id', viewer)}) AS likes,
    (SELECT count(*)::int FROM moment_comment k
     WHERE k.moment_id = m.id AND ${seesComment('m', 'k', viewer)}) AS comments,
    EXISTS (SELECT FROM moment_like l WHERE l.moment_id = m.id AND l.account_id = ${viewer}) AS liked
  FROM ${moments} m`;

/** How much there is on each of these posts, in their order. */
export async function countThreads(
  { pool }: Reading,
  { accountId }: Viewer,
  momentIds: readonly string[],
): Promise<Counts[]> {
  const { rows } = await pool.query<Counts & { id: string }>({
    name: 'moment-counts',
    text: `${countsOn('moment', '$2::uuid')} WHERE m.id = ANY($1::uuid[])`,
    values: [momentIds, accountId],
  });
  const found = new Map(rows.map((row) => [row.id, row]));
  return momentIds.map((id) => found.get(id) ?? { likes: 0, comments: 0, liked: false });
}

/** Rows strictly between two ids, which are in the order of time. */
export interface Between {
  after?: string | undefined;
  before?: string | undefined;
  limit: number;
  inverted: boolean;
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const page = (table: string, columns: string, sees: string, inverted: boolean) => `
  SELECT found.* FROM moment m CROSS JOIN LATERAL (
    SELECT ${columns} FROM ${table} k
    WHERE k.moment_id = m.id AND k.id > $3 AND k.id < $4 AND ${sees}
    ORDER BY k.id ${inverted ? 'DESC' : 'ASC'} LIMIT $5
  ) found
  WHERE m.id = ANY($1::uuid[])`;

const pages = {
  comments: (inverted: boolean) =>
    page('moment_comment', commentColumns('k'), seesComment('m', 'k', '$2::uuid'), inverted),
  likes: (inverted: boolean) =>
    page(
      'moment_like',
      'k.id, k.moment_id AS "momentId", k.account_id AS "accountId"',
      meets('m.author_id', 'k.account_id', '$2::uuid'),
      inverted,
    ),
};

async function readPages<Row extends { momentId: string }>(
  { pool }: Reading,
  kind: keyof typeof pages,
  { accountId }: Viewer,
  momentIds: readonly string[],
  { after, before, limit, inverted }: Between,
): Promise<Row[][]> {
  const { rows } = await pool.query<Row>({
    name: `moment-${kind}-${inverted}`,
    text: pages[kind](inverted),
    values: [momentIds, accountId, after ?? FIRST, before ?? LAST, limit],
  });
  return momentIds.map((id) => rows.filter(({ momentId }) => momentId === id));
}

/** The comments on each of these posts, the oldest first. */
export const readComments = (
  reading: Reading,
  viewer: Viewer,
  momentIds: readonly string[],
  between: Between,
): Promise<MomentComment[][]> => readPages(reading, 'comments', viewer, momentIds, between);

/** A person who likes a post, with the place of that among the likes. */
export type Liker = Account & { likeId: string };

/** Who likes each of these posts, the first first. */
export async function readLikers(
  reading: Reading,
  viewer: Viewer,
  momentIds: readonly string[],
  between: Between,
): Promise<Liker[][]> {
  const likes = await readPages<{ id: string; momentId: string; accountId: string }>(
    reading,
    'likes',
    viewer,
    momentIds,
    between,
  );
  const ids = [...new Set(likes.flat().map(({ accountId }) => accountId))];
  const accounts = await reading.db.account.findMany({ where: { id: { in: ids } } });
  const people = new Map(accounts.map((account) => [account.id, account]));
  return likes.map((list) =>
    list.flatMap(({ id, accountId }) => {
      const account = people.get(accountId);
      return account ? [{ ...account, likeId: id }] : [];
    }),
  );
}

/** Whom each of these posts mentions, as far as the viewer sees them. */
export async function readMentioned(
  { pool, db }: Reading,
  { accountId }: Viewer,
  momentIds: readonly string[],
): Promise<Account[][]> {
  const { rows } = await pool.query<{ momentId: string; accountId: string }>({
    name: 'moment-mentioned',
    text: `
      SELECT t.moment_id AS "momentId", t.account_id AS "accountId"
      FROM moment_mention t JOIN moment m ON m.id = t.moment_id
      WHERE t.moment_id = ANY($1::uuid[]) AND ${meets('m.author_id', 't.account_id', '$2::uuid')}
      ORDER BY t.place`,
    values: [momentIds, accountId],
  });
  const ids = [...new Set(rows.map((row) => row.accountId))];
  const accounts = ids.length ? await db.account.findMany({ where: { id: { in: ids } } }) : [];
  const people = new Map(accounts.map((account) => [account.id, account]));
  return momentIds.map((id) =>
    rows
      .filter(({ momentId }) => momentId === id)
      .flatMap((row) => people.get(row.accountId) ?? []),
  );
}

/** What the viewer is told of posts, the newest first, as far as they still see it. */
export const readNotices = async (
  { pool }: Reading,
  { accountId }: Viewer,
  { after, before, limit, inverted }: Between,
): Promise<MomentNotice[]> => {
  const { rows } = await pool.query<MomentNotice>({
    name: `moment-notices-${inverted}`,
    text: `
      SELECT ${noticeColumns('n')} FROM moment_notice n
      WHERE n.account_id = $1::uuid AND n.id > $2 AND n.id < $3 AND ${seesNotice('n', '$1::uuid')}
      ORDER BY n.id ${inverted ? 'ASC' : 'DESC'} LIMIT $4`,
    values: [accountId, after ?? FIRST, before ?? LAST, limit],
  });
  return rows;
};

/** How much of that is unread. */
export const countUnreadNotices = async (
  { pool }: Reading,
  { accountId }: Viewer,
): Promise<number> => {
  const { rows } = await pool.query<{ count: number }>({
    name: 'moment-notices-unread',
    text: `
      SELECT count(*)::int AS count FROM moment_notice n
      WHERE n.account_id = $1::uuid AND n.read_at IS NULL AND ${seesNotice('n', '$1::uuid')}`,
    values: [accountId],
  });
  return rows[0]?.count ?? 0;
};
