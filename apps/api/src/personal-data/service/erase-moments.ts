import { takeBack } from '../../moments/service/notices.ts';
import { deleteMoment } from '../../moments/service/posting.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { asThemself } from '../../platform/viewer.ts';
import type { Transaction } from '../../realtime/transaction.ts';
import { forgetPreviews } from './erase-links.ts';
import { BATCH, inBatches, removeRows, step, type Work } from './erase-work.ts';

const AT_ONCE = 50;

/** Takes back what the person has shown, with everything on it, and what they have left on the posts of others. */
export async function withdrawMoments(work: Work): Promise<void> {
  const { accountId } = work;
  await deleteMoments(work);
  await removeRemains(work);
  const touched: string[] = [];
  await inBatches(work, async (tx) => noted(touched, await takeLikesBack(tx, accountId)), AT_ONCE);
  await inBatches(work, async (tx) => noted(touched, await takeWordsBack(tx, accountId)), AT_ONCE);
  await inBatches(work, async (tx) => noted(touched, await leaveMentions(tx, accountId)), AT_ONCE);
  await removeUnanswered(work);
  await inBatches(work, (tx) => takeNoticesBack(tx, accountId));
  await removeRows(work, 'moment_notice', 'account_id');
  work.backend.bus.publish(
    [...new Set(touched)].map((momentId) => ({
      kind: 'MomentTouched' as const,
      payload: { momentId, personIds: [], accountIds: [] },
    })),
  );
}

function noted(touched: string[], momentIds: readonly string[]): number {
  touched.push(...momentIds);
  return momentIds.length;
}

async function deleteMoments(work: Work): Promise<void> {
  const { backend, accountId } = work;
  for (;;) {
    const posts = await step(work, (tx) =>
      tx.db.moment.findMany({
        where: { authorId: accountId, deletedAt: null },
        select: { id: true, linkUrl: true },
        take: AT_ONCE,
      }),
    );
    for (const { id, linkUrl } of posts) {
      await deleteMoment(backend, asThemself(accountId), id).catch((error: unknown) => {
        // Taken back in this instant, by a request that came before the account was closed.
        if (!(error instanceof NotFoundError)) throw error;
      });
      if (linkUrl) await step(work, (tx) => forgetPreviews(tx, [linkUrl]));
    }
    if (posts.length < AT_ONCE) return;
  }
}

/** Of a post that was taken back its ids are left, so that it does not come again: now nobody can post it. */
const removeRemains = (work: Work): Promise<void> => removeRows(work, 'moment', 'author_id');

async function takeLikesBack(tx: Transaction, accountId: string): Promise<string[]> {
  const likes = await tx.db.momentLike.findMany({
    where: { accountId },
    include: { moment: { select: { authorId: true } } },
    take: AT_ONCE,
  });
  const where = { in: likes.map(({ id }) => id) };
  await takeBack(tx, { likeId: where });
  await tx.db.momentLike.deleteMany({ where: { id: where } });
  return likes.map(({ momentId, moment }) => told(tx, moment.authorId, momentId));
}

/** A comment that others have answered leaves its place, so that their answers stand: without words, as any deleted one. */
async function takeWordsBack(tx: Transaction, accountId: string): Promise<string[]> {
  const comments = await tx.db.momentComment.findMany({
    where: { authorId: accountId, deletedAt: null },
    include: { moment: { select: { authorId: true } } },
    take: AT_ONCE,
  });
  const where = { in: comments.map(({ id }) => id) };
  await takeBack(tx, { commentId: where });
  await tx.db.momentComment.updateMany({
    where: { id: where },
    data: { text: '', deletedAt: new Date() },
  });
  return comments.map(({ momentId, moment }) => told(tx, moment.authorId, momentId));
}

const removeUnanswered = (work: Work): Promise<void> =>
  inBatches(work, (tx) =>
    tx.db.$executeRawUnsafe(
      `DELETE FROM moment_comment WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM moment_comment own WHERE own.author_id = $1::uuid
           AND NOT EXISTS (SELECT FROM moment_comment answer WHERE answer.reply_to_id = own.id)
         LIMIT ${BATCH}))`,
      work.accountId,
    ),
  );

async function leaveMentions(tx: Transaction, accountId: string): Promise<string[]> {
  const mentions = await tx.db.momentMention.findMany({
    where: { accountId },
    include: { moment: { select: { authorId: true } } },
    take: AT_ONCE,
  });
  const momentIds = mentions.map(({ momentId }) => momentId);
  await tx.db.momentMention.deleteMany({ where: { accountId, momentId: { in: momentIds } } });
  return mentions.map(({ momentId, moment }) => told(tx, moment.authorId, momentId));
}

async function takeNoticesBack(tx: Transaction, accountId: string): Promise<number> {
  const where = { actorId: accountId };
  const notices = await tx.db.momentNotice.findMany({ where, select: { id: true }, take: BATCH });
  await takeBack(tx, { id: { in: notices.map(({ id }) => id) } });
  return notices.length;
}

function told(tx: Transaction, authorId: string, momentId: string): string {
  tx.publishToAccount(authorId, 'MomentChanged', { momentId });
  return momentId;
}
