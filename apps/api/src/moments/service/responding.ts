import type { Moment, MomentComment } from '@teahouse/db/client';
import { v7 as uuid } from 'uuid';
import { friendsAmong } from '../../contacts/access.ts';
import { NotFriendsError } from '../../contacts/errors.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { commentColumns, holdMoment, requireMomentComment } from '../access.ts';
import { MomentEmptyError, NotOwnCommentError } from '../errors.ts';
import { checkText, takeLimit } from '../limits.ts';
import { notify, takeBack } from './notices.ts';

/** A post that the viewer sees and may like and comment on: their own, or a friend's. Nobody would see it of strangers. */
async function requireOpenMoment(tx: Transaction, viewer: Viewer, id: string): Promise<Moment> {
  const moment = await holdMoment(tx, viewer, id);
  const { authorId } = moment;
  if (authorId === viewer.accountId) return moment;
  const friends = await friendsAmong(tx, viewer.accountId, [authorId]);
  if (!friends.has(authorId))
    throw new NotFriendsError(await tx.db.account.findMany({ where: { id: authorId } }));
  return moment;
}

/** Tells the author of a post, and these people, on all of their devices, that something on it is different. */
function tell(tx: Transaction, moment: Moment, people: readonly string[]): void {
  for (const id of new Set([moment.authorId, ...people]))
    tx.publishToAccount(id, 'MomentChanged', { momentId: moment.id });
}

/** Gives friends who look at a post a hint that something of these people is different on it. */
const hint = (backend: Backend, { id }: Moment, personIds: readonly string[]) =>
  backend.bus.publish([
    {
      kind: 'MomentTouched',
      payload: { momentId: id, personIds: [...new Set(personIds)], accountIds: [] },
    },
  ]);

/** Likes a post. What is liked already stays as it is. */
export async function likeMoment(
  backend: Backend,
  viewer: Viewer,
  momentId: string,
): Promise<Moment> {
  const { accountId } = viewer;
  const { moment, liked } = await transaction(backend, async (tx) => {
    const moment = await requireOpenMoment(tx, viewer, momentId);
    const likeId = uuid();
    const { count } = await tx.db.momentLike.createMany({
      data: [{ id: likeId, momentId, accountId }],
      skipDuplicates: true,
    });
    if (count === 0) return { moment, liked: false };
    await takeLimit(backend, tx, viewer, 'MOMENT_LIKES_PER_MINUTE');
    tell(tx, moment, [accountId]);
    await notify(tx, { kind: 'LIKED', momentId, actorId: accountId, likeId }, [moment.authorId]);
    return { moment, liked: true };
  });
  if (liked) hint(backend, moment, [accountId]);
  return moment;
}

/** Takes a like back, and what its author was told of it. */
export async function unlikeMoment(
  backend: Backend,
  viewer: Viewer,
  momentId: string,
): Promise<Moment> {
  const { accountId } = viewer;
  const { moment, unliked } = await transaction(backend, async (tx) => {
    const moment = await holdMoment(tx, viewer, momentId);
    const [like] = await tx.db.momentLike.findMany({ where: { momentId, accountId } });
    if (!like) return { moment, unliked: false };
    await takeBack(tx, { likeId: like.id });
    const { count } = await tx.db.momentLike.deleteMany({ where: { id: like.id } });
    if (count > 0) tell(tx, moment, [accountId]);
    return { moment, unliked: count > 0 };
  });
  if (unliked) hint(backend, moment, [accountId]);
  return moment;
}

interface Remark {
  clientId: string;
  momentId: string;
  text: string;
  /** The comment it answers. */
  replyToId: string | null;
}

/** Comments on a post, or answers a comment on it. A client id that is known answers with the first comment. */
export async function commentOnMoment(
  backend: Backend,
  viewer: Viewer,
  given: Remark,
): Promise<MomentComment> {
  const text = checkText(given.text, backend.env.MOMENT_COMMENT_MAX_CHARACTERS);
  if (text === '') throw new MomentEmptyError();
  const { accountId } = viewer;
  const { comment, moment, personIds } = await transaction(backend, async (tx) => {
    const moment = await requireOpenMoment(tx, viewer, given.momentId);
    const made = await insertComment(tx, viewer, { ...given, text });
    const comment = made ?? (await firstOf(tx, viewer, given.clientId));
    if (!made) return { comment, moment, personIds: [] };
    await takeLimit(backend, tx, viewer, 'MOMENT_COMMENTS_PER_MINUTE');
    const answered = await requireAnswered(tx, viewer, given);
    const people = answered ? [accountId, answered.authorId] : [accountId];
    tell(tx, moment, people);
    const news = { momentId: moment.id, actorId: accountId, commentId: comment.id };
    if (answered) await notify(tx, { kind: 'REPLIED', ...news }, [answered.authorId]);
    if (moment.authorId !== answered?.authorId)
      await notify(tx, { kind: 'COMMENTED', ...news }, [moment.authorId]);
    return { comment, moment, personIds: people };
  });
  if (personIds.length > 0) hint(backend, moment, personIds);
  return comment;
}

async function requireAnswered(
  tx: Transaction,
  viewer: Viewer,
  { momentId, replyToId }: Remark,
): Promise<MomentComment | null> {
  if (replyToId === null) return null;
  const answered = await requireMomentComment(tx, viewer, replyToId);
  if (answered.momentId !== momentId) throw new NotFoundError('comment');
  return answered;
}

async function insertComment(
  { db }: Transaction,
  { accountId }: Viewer,
  { clientId, momentId, text, replyToId }: Remark,
): Promise<MomentComment | undefined> {
  const [made] = await db.$queryRawUnsafe<MomentComment[]>(
    `INSERT INTO moment_comment AS k (id, moment_id, author_id, client_id, text, reply_to_id, created_at)
     SELECT $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, answered.id, clock_timestamp()
     FROM (SELECT) one LEFT JOIN moment_comment answered ON answered.id = $6::uuid
     ON CONFLICT (author_id, client_id) DO NOTHING RETURNING ${commentColumns('k')}`,
    ...[uuid(), momentId, accountId, clientId, text, replyToId],
  );
  return made;
}

async function firstOf(
  { db }: Transaction,
  { accountId: authorId }: Viewer,
  clientId: string,
): Promise<MomentComment> {
  const first = await db.momentComment.findUnique({
    where: { authorId_clientId: { authorId, clientId } },
  });
  if (!first || first.deletedAt) throw new NotFoundError('comment');
  return first;
}

/** Deletes a comment for everybody: who wrote it may, and whose post it is on. Answers that post. */
export async function deleteMomentComment(
  backend: Backend,
  viewer: Viewer,
  commentId: string,
): Promise<Moment> {
  const { accountId } = viewer;
  const { moment, personIds } = await transaction(backend, async (tx) => {
    const { momentId, authorId, replyToId } = await requireMomentComment(tx, viewer, commentId);
    const moment = await holdMoment(tx, viewer, momentId);
    if (![authorId, moment.authorId].includes(accountId)) throw new NotOwnCommentError();
    const { count } = await tx.db.momentComment.updateMany({
      where: { id: commentId, deletedAt: null },
      data: { text: '', deletedAt: new Date() },
    });
    if (count === 0) throw new NotFoundError('comment');
    await takeBack(tx, { commentId });
    tell(tx, moment, [accountId, authorId]);
    // Who does not see whom it answered has not seen it.
    const answered = replyToId
      ? await tx.db.momentComment.findMany({ where: { id: replyToId } })
      : [];
    return { moment, personIds: [authorId, ...answered.map((one) => one.authorId)] };
  });
  hint(backend, moment, personIds);
  return moment;
}
