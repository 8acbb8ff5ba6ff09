import type { MomentNoticeKind, Prisma } from '@teahouse/db/client';
import { v7 as uuid } from 'uuid';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { requireNotice, seesNotice } from '../access.ts';

interface News {
  kind: MomentNoticeKind;
  momentId: string;
  /** Who did it. */
  actorId: string;
  likeId?: string;
  commentId?: string;
}

/** Writes notices for these people, as far as they see what is told, and tells their devices. Nobody is told of themself. */
export async function notify(
  tx: Transaction,
  news: News,
  accountIds: readonly string[],
): Promise<void> {
  const others = [...new Set(accountIds)].filter((id) => id !== news.actorId);
  if (others.length === 0) return;
  const notices = others.map((accountId) => ({ id: uuid(), accountId, ...news }));
  await tx.db.momentNotice.createMany({ data: notices });
  const blind = await tx.db.$queryRawUnsafe<{ id: string }[]>(
    `DELETE FROM moment_notice n WHERE n.id = ANY($1::uuid[]) AND NOT ${seesNotice('n', 'n.account_id')} RETURNING n.id`,
    notices.map(({ id }) => id),
  );
  const unseen = new Set(blind.map(({ id }) => id));
  for (const { id, accountId } of notices)
    if (!unseen.has(id)) tx.publishToAccount(accountId, 'MomentNoticed', { noticeId: id });
}

/** Takes back what people were told, and tells their devices. */
export async function takeBack(
  tx: Transaction,
  which: Prisma.MomentNoticeWhereInput,
): Promise<void> {
  const told = await tx.db.momentNotice.findMany({ where: which, select: { accountId: true } });
  await tx.db.momentNotice.deleteMany({ where: which });
  tellChanged(tx, told);
}

/** Tells those who have notices of a post that they may see others of them now. */
export async function tellNotified(tx: Transaction, momentId: string): Promise<void> {
  tellChanged(tx, await tx.db.momentNotice.findMany({ where: { momentId } }));
}

function tellChanged(tx: Transaction, notices: readonly { accountId: string }[]): void {
  for (const accountId of new Set(notices.map((notice) => notice.accountId)))
    tx.publishToAccount(accountId, 'MomentNoticesChanged', { accountId });
}

/** Marks a notice as read, and all before it. */
export async function markNoticesRead(
  backend: Backend,
  viewer: Viewer,
  noticeId: string,
): Promise<void> {
  const { accountId } = viewer;
  await transaction(backend, async (tx) => {
    const { id } = await requireNotice(tx, viewer, noticeId);
    const { count } = await tx.db.momentNotice.updateMany({
      where: { accountId, id: { lte: id }, readAt: null },
      data: { readAt: new Date() },
    });
    if (count > 0) tx.publishToAccount(accountId, 'MomentNoticesChanged', { accountId });
  });
}
