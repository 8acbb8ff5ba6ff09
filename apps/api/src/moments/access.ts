import type { Moment, MomentComment, MomentNotice, MomentSettings } from '@teahouse/db/client';
import { keepFiles } from '../media/access.ts';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';

/**
 * Who sees a post, and what of it: one predicate, in SQL, for the feed, an album, a post by its id, files, notices,
 * mentions and hints alike. It is built from the pieces below and from nothing else, and asked anew each time. The
 * arguments are SQL expressions: an alias of the table `moment`, the ids of accounts.
 */

/** For how many days the author of a choice shows what they post; null: for good. */
export const SHOWN_DAYS = { THREE_DAYS: 3, MONTH: 30, HALF_YEAR: 182, ALL: null } as const;
export type TimelineWindow = keyof typeof SHOWN_DAYS;

/** So many of somebody's newest public posts are seen by people who are no friends of theirs. */
export const SEEN_BY_STRANGERS = 10;

export const blocked = (one: string, other: string) => `(
  EXISTS (SELECT FROM block b WHERE b.account_id = ${one} AND b.blocked_id = ${other})
  OR EXISTS (SELECT FROM block b WHERE b.account_id = ${other} AND b.blocked_id = ${one}))`;

const friends = (one: string, other: string) =>
  `EXISTS (SELECT FROM friendship f WHERE f.account_id = ${one} AND f.friend_id = ${other})`;

/** Nothing stands between an author and whoever looks, whatever the post. */
export const opens = (author: string, viewer: string) => `(
  NOT ${blocked(author, viewer)}
  AND NOT EXISTS (
    SELECT FROM moment_relation r WHERE r.account_id = ${author} AND r.other_id = ${viewer} AND r.hides_mine))`;

/** Since when an author shows what they have posted. */
export const shownSince = (author: string) => `coalesce(
  (SELECT now() - make_interval(days => s.shown_days) FROM moment_settings s WHERE s.account_id = ${author}),
  '-infinity')`;

const named = (moment: string, viewer: string) => `EXISTS (
  SELECT FROM moment_audience a WHERE a.moment_id = ${moment}.id AND (
    a.account_id = ${viewer}
    OR EXISTS (SELECT FROM friend_category_member c WHERE c.category_id = a.category_id AND c.friend_id = ${viewer})))`;

/** What a post says to a friend of its author. */
export const admitsFriend = (moment: string, viewer: string) => `CASE ${moment}.visibility
  WHEN 'PUBLIC' THEN true
  WHEN 'FRIENDS' THEN true
  WHEN 'ONLY' THEN ${named(moment, viewer)}
  WHEN 'EXCEPT' THEN NOT ${named(moment, viewer)}
  ELSE false END`;

/** What a post says to anybody else. Of a deleted account nobody is a friend, and nothing is left to be seen. */
const admitsStranger = (moment: string) => `(
  ${moment}.visibility = 'PUBLIC'
  AND NOT EXISTS (SELECT FROM account gone WHERE gone.id = ${moment}.author_id AND gone.deleted_at IS NOT NULL)
  AND NOT EXISTS (
    SELECT FROM moment_settings s WHERE s.account_id = ${moment}.author_id AND NOT s.shown_to_strangers)
  AND ${moment}.id IN (
    SELECT p.id FROM moment p
    WHERE p.author_id = ${moment}.author_id AND p.visibility = 'PUBLIC' AND p.deleted_at IS NULL
    ORDER BY p.created_at DESC, p.id DESC LIMIT ${SEEN_BY_STRANGERS}))`;

/** Whether somebody sees a post. */
export const seesMoment = (moment: string, viewer: string) => `(
  ${moment}.deleted_at IS NULL
  AND (
    ${moment}.author_id = ${viewer}
    OR (
      ${moment}.created_at > ${shownSince(`${moment}.author_id`)}
      AND ${opens(`${moment}.author_id`, viewer)}
      AND CASE WHEN ${friends(`${moment}.author_id`, viewer)}
        THEN ${admitsFriend(moment, viewer)}
        ELSE ${admitsStranger(moment)} END)))`;

const near = (one: string, other: string) =>
  `(${friends(one, other)} AND NOT ${blocked(one, other)})`;

/**
 * Whether somebody who sees a post sees a person on it, as one who likes, comments or is mentioned: themself; and, among
 * the author and friends of theirs, the author and those who are friends of both.
 */
export const meets = (author: string, person: string, viewer: string) => `(
  ${person} = ${viewer}
  OR (
    (${author} = ${viewer} OR ${near(author, viewer)})
    AND (${person} = ${author} OR (
      ${near(author, person)} AND (${author} = ${viewer} OR ${near(person, viewer)})))))`;

/** Whether somebody who sees a post sees a comment on it: its writer, and whoever it answers. */
export const seesComment = (moment: string, comment: string, viewer: string) => `(
  ${comment}.deleted_at IS NULL
  AND ${meets(`${moment}.author_id`, `${comment}.author_id`, viewer)}
  AND NOT EXISTS (
    SELECT FROM moment_comment answered
    WHERE answered.id = ${comment}.reply_to_id
      AND NOT ${meets(`${moment}.author_id`, 'answered.author_id', viewer)}))`;

/** Whether somebody still sees what a notice of theirs tells of. */
export const seesNotice = (notice: string, viewer: string) => `(
  ${notice}.account_id = ${viewer}
  AND EXISTS (
    SELECT FROM moment m WHERE m.id = ${notice}.moment_id
      AND ${seesMoment('m', viewer)}
      AND ${meets('m.author_id', `${notice}.actor_id`, viewer)}
      AND (${notice}.comment_id IS NULL OR EXISTS (
        SELECT FROM moment_comment k WHERE k.id = ${notice}.comment_id AND ${seesComment('m', 'k', viewer)}))))`;

/** Whether somebody does not want to be shown what an author posts; they may see it all the same. */
export const turnsAway = (viewer: string, author: string) => `EXISTS (
  SELECT FROM moment_relation r WHERE r.account_id = ${viewer} AND r.other_id = ${author} AND r.hides_theirs)`;

/**
 * SQL: everybody between whom and a viewer something stands, on either side: whom `opens` or `turnsAway` would name, for
 * whoever asks of all their friends at once.
 */
export const apartFrom = (viewer: string) => `
  SELECT b.blocked_id FROM block b WHERE b.account_id = ${viewer}
  UNION ALL SELECT b.account_id FROM block b WHERE b.blocked_id = ${viewer}
  UNION ALL SELECT r.account_id FROM moment_relation r WHERE r.other_id = ${viewer} AND r.hides_mine
  UNION ALL SELECT r.other_id FROM moment_relation r WHERE r.account_id = ${viewer} AND r.hides_theirs`;

/** A post as Prisma would read it. */
export const momentColumns = (moment: string) => `
  ${moment}.id, ${moment}.author_id AS "authorId", ${moment}.client_id AS "clientId", ${moment}.text,
  ${moment}.location_label AS "locationLabel", ${moment}.link_url AS "linkUrl", ${moment}.visibility,
  ${moment}.created_at AS "createdAt", ${moment}.deleted_at AS "deletedAt"`;

/** A comment as Prisma would read it. */
export const commentColumns = (comment: string) => `
  ${comment}.id, ${comment}.moment_id AS "momentId", ${comment}.author_id AS "authorId",
  ${comment}.client_id AS "clientId", ${comment}.text, ${comment}.reply_to_id AS "replyToId",
  ${comment}.created_at AS "createdAt", ${comment}.deleted_at AS "deletedAt"`;

type Reading = { db: Pick<TransactionClient, '$queryRawUnsafe'> };

/** Those of these posts that the viewer may see. */
export const visibleMoments = (
  { db }: Reading,
  { accountId }: Viewer,
  ids: readonly string[],
): Promise<Moment[]> =>
  db.$queryRawUnsafe(
    `SELECT ${momentColumns('m')} FROM moment m WHERE m.id = ANY($1::uuid[]) AND ${seesMoment('m', '$2::uuid')}`,
    ids,
    accountId,
  );

export async function requireMoment(reading: Reading, viewer: Viewer, id: string): Promise<Moment> {
  const [moment] = await visibleMoments(reading, viewer, [id]);
  if (!moment) throw new NotFoundError('moment');
  return moment;
}

/** The same, which is not deleted before the transaction has ended: whoever deletes it waits. */
export async function holdMoment(tx: Reading, viewer: Viewer, id: string): Promise<Moment> {
  await tx.db.$queryRawUnsafe('SELECT FROM moment WHERE id = $1::uuid FOR SHARE', id);
  return requireMoment(tx, viewer, id);
}

/** A post of the viewer's own, which nobody else changes, likes or comments on until the transaction ends. */
export async function lockOwnMoment(
  tx: Reading,
  { accountId }: Viewer,
  id: string,
): Promise<Moment> {
  const [moment] = await tx.db.$queryRawUnsafe<Moment[]>(
    `SELECT ${momentColumns('m')} FROM moment m
     WHERE m.id = $1::uuid AND m.author_id = $2::uuid AND m.deleted_at IS NULL FOR NO KEY UPDATE`,
    id,
    accountId,
  );
  if (!moment) throw new NotFoundError('moment');
  return moment;
}

/** Those of these comments that the viewer may see. */
export const visibleComments = (
  { db }: Reading,
  { accountId }: Viewer,
  ids: readonly string[],
): Promise<MomentComment[]> =>
  db.$queryRawUnsafe(
    `SELECT ${commentColumns('k')} FROM moment_comment k JOIN moment m ON m.id = k.moment_id
     WHERE k.id = ANY($1::uuid[]) AND ${seesMoment('m', '$2::uuid')} AND ${seesComment('m', 'k', '$2::uuid')}`,
    ids,
    accountId,
  );

export async function requireMomentComment(
  reading: Reading,
  viewer: Viewer,
  id: string,
): Promise<MomentComment> {
  const [comment] = await visibleComments(reading, viewer, [id]);
  if (!comment) throw new NotFoundError('comment');
  return comment;
}

export const noticeColumns = (notice: string) => `
  ${notice}.id, ${notice}.account_id AS "accountId", ${notice}.kind, ${notice}.moment_id AS "momentId",
  ${notice}.actor_id AS "actorId", ${notice}.like_id AS "likeId", ${notice}.comment_id AS "commentId",
  ${notice}.read_at AS "readAt", ${notice}.created_at AS "createdAt"`;

/** A notice of the viewer's own, of something that they still see. */
export async function requireNotice(
  { db }: Reading,
  { accountId }: Viewer,
  id: string,
): Promise<MomentNotice> {
  const [notice] = await db.$queryRawUnsafe<MomentNotice[]>(
    `SELECT ${noticeColumns('n')} FROM moment_notice n WHERE n.id = $1::uuid AND ${seesNotice('n', '$2::uuid')}`,
    id,
    accountId,
  );
  if (!notice) throw new NotFoundError('notice');
  return notice;
}

/** A picture or video of a post is seen by whoever sees the post; a cover by whoever nothing stands between. */
keepFiles(`
  SELECT FROM moment_file shown JOIN moment m ON m.id = shown.moment_id
  WHERE shown.file_id = $1 AND ${seesMoment('m', '$2::uuid')}`);
keepFiles(`
  SELECT FROM moment_settings page
  WHERE page.cover_file_id = $1 AND (page.account_id = $2::uuid OR ${opens('page.account_id', '$2::uuid')})`);

/** What these people show of their moments, in their order; whoever has chosen nothing shows all of it. */
export async function momentSettingsOf(
  { db }: { db: Pick<TransactionClient, 'momentSettings'> },
  accountIds: readonly string[],
): Promise<MomentSettings[]> {
  const rows = await db.momentSettings.findMany({ where: { accountId: { in: [...accountIds] } } });
  const chosen = new Map(rows.map((row) => [row.accountId, row]));
  return accountIds.map(
    (accountId) =>
      chosen.get(accountId) ?? {
        ...{ accountId, shownDays: null, shownToStrangers: true, coverFileId: null },
      },
  );
}

/** Whose page, of these people's, nothing keeps the viewer from. */
export async function openPages(
  { db }: Reading,
  { accountId }: Viewer,
  authorIds: readonly string[],
): Promise<Set<string>> {
  const open = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT a.id FROM unnest($1::uuid[]) a(id) WHERE a.id = $2::uuid OR ${opens('a.id', '$2::uuid')}`,
    authorIds,
    accountId,
  );
  return new Set(open.map(({ id }) => id));
}
