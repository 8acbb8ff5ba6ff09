import type { DataExport } from '@teahouse/db/client';
import { lockAccount, requireFresh } from '../../accounts/access.ts';
import type { Language } from '../../platform/languages.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { requireDataExport } from '../access.ts';
import { DataExportLimitError } from '../errors.ts';

const DAY_MS = 86_400_000;
export const UNDER_WAY = ['QUEUED' as const, 'RUNNING' as const];

/** Tells the person's own devices what has become of it, in the transaction that changes it. */
export const tellExport = (
  tx: Transaction,
  { id, accountId }: Pick<DataExport, 'id' | 'accountId'>,
) => tx.publishToAccount(accountId, 'DataExportChanged', { exportId: id });

/**
 * Asks for an archive of everything that is the viewer's. Where one is under way already, that is the answer: it holds
 * the same. What has failed by our fault counts for no limit; what was cancelled does, for it was work.
 */
export async function requestDataExport(
  backend: Backend,
  viewer: Viewer,
  language: Language,
): Promise<DataExport> {
  await requireFresh(backend, viewer);
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    await lockAccount(tx, viewer);
    const underWay = await tx.db.dataExport.findFirst({
      where: { accountId, state: { in: UNDER_WAY } },
    });
    if (underWay) return underWay;
    await requireRoom(backend, tx, accountId);
    const asked = await tx.db.dataExport.create({ data: { accountId, language } });
    tellExport(tx, asked);
    return asked;
  });
}

/** A place is free again a day after the oldest of those that fill the limit. */
async function requireRoom(
  { env }: Pick<Backend, 'env'>,
  { db }: Transaction,
  accountId: string,
): Promise<void> {
  const limit = env.DATA_EXPORTS_PER_DAY;
  const counted = await db.dataExport.findMany({
    where: {
      accountId,
      state: { not: 'FAILED' },
      requestedAt: { gt: new Date(Date.now() - DAY_MS) },
    },
    orderBy: { requestedAt: 'desc' },
    take: limit,
  });
  const oldest = counted[limit - 1];
  if (!oldest) return;
  const retryAt = new Date(oldest.requestedAt.getTime() + DAY_MS);
  throw new DataExportLimitError('DATA_EXPORTS_PER_DAY', limit, retryAt);
}

/**
 * Stops one that is being made, or ends one that can be downloaded: its archive is removed. What has ended stays as it is.
 * Whoever is making it notices at its next step.
 */
export async function cancelDataExport(
  backend: Backend,
  viewer: Viewer,
  id: string,
): Promise<DataExport> {
  const ended = await transaction(backend, async (tx) => {
    await tx.db.$queryRaw`SELECT FROM data_export
      WHERE id = ${id}::uuid AND account_id = ${viewer.accountId}::uuid FOR NO KEY UPDATE`;
    const found = await requireDataExport(tx, viewer, id);
    const [to, finishedAt] =
      found.state === 'READY'
        ? (['EXPIRED', found.finishedAt] as const)
        : (['CANCELLED', new Date()] as const);
    if (found.state !== 'READY' && found.state !== 'QUEUED' && found.state !== 'RUNNING')
      return found;
    tellExport(tx, found);
    return tx.db.dataExport.update({
      where: { id },
      data: { state: to, finishedAt, claimedUntil: null },
    });
  });
  await removeObjects(backend, ended);
  return ended;
}

/**
 * What is left of an archive that has ended, or of tries that came to nothing, in the storage. Where that fails, or
 * somebody who does not know yet goes on writing, the clean-up comes by again.
 */
async function removeObjects(
  { storage, log }: Pick<Backend, 'storage' | 'log'>,
  { storageKeys, state }: DataExport,
): Promise<void> {
  if (state === 'READY') return;
  try {
    await storage.discard(storageKeys);
  } catch (error) {
    log.warn({ error: String(error) }, 'An archive is not removed yet');
  }
}

/** Ends what is under way for an account and removes every archive of it from the storage, for good. */
export async function removeDataExports(backend: Backend, accountId: string): Promise<void> {
  const ended = await transaction(backend, async (tx) => {
    const found = await tx.db.dataExport.findMany({ where: { accountId } });
    await tx.db.dataExport.deleteMany({ where: { accountId } });
    return found;
  });
  await backend.storage.discard(ended.flatMap(({ storageKeys }) => storageKeys));
}
