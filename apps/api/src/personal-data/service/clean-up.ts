import type { Backend } from '../../realtime/backend.ts';
import { transaction } from '../../realtime/transaction.ts';
import { tellExport } from './exports.ts';

/** Dealt with in one go by one process. */
const AT_ONCE = 100;
/** By then nobody who was making it goes on writing without knowing that it has ended. */
const SETTLED_MS = 3_600_000;

/**
 * Ends archives whose time is over, and removes what ended ones have left in the storage. First the state, so that nobody
 * is led there any more; then the objects; their keys last, so that whoever dies in between is followed by another
 * process that does the rest. Answers how many archives have ended.
 */
export async function removeOldArchives(backend: Backend, signal?: AbortSignal): Promise<number> {
  let ended = 0;
  for (let batch = AT_ONCE; batch === AT_ONCE && !signal?.aborted; ended += batch)
    batch = await expire(backend);
  for (let batch = AT_ONCE; batch === AT_ONCE && !signal?.aborted; ) batch = await clear(backend);
  return ended;
}

const expire = (backend: Backend): Promise<number> =>
  transaction(backend, async (tx) => {
    const over = await tx.db.$queryRaw<{ id: string; accountId: string }[]>`
      UPDATE data_export SET state = 'EXPIRED' WHERE id IN (
        SELECT id FROM data_export WHERE state = 'READY' AND expires_at <= now()::timestamptz(3)
        ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
      RETURNING id, account_id AS "accountId"`;
    for (const one of over) tellExport(tx, one);
    return over.length;
  });

/** What an archive that can be downloaded does not need, and everything of one that cannot. */
async function clear({ db, storage }: Backend): Promise<number> {
  const settled = new Date(Date.now() - SETTLED_MS);
  const found = await db.dataExport.findMany({
    where: {
      state: { notIn: ['QUEUED', 'RUNNING'] },
      OR: [
        { state: { not: 'READY' }, storageKeys: { isEmpty: false } },
        { state: 'READY', files: { some: {} }, finishedAt: { lt: settled } },
      ],
    },
    orderBy: { id: 'asc' },
    take: AT_ONCE,
  });
  for (const { id, state, storageKey, storageKeys, finishedAt } of found) {
    const kept = state === 'READY' ? [storageKey ?? ''] : [];
    await storage.discard(storageKeys.filter((key) => !kept.includes(key)));
    await db.dataExportFile.deleteMany({ where: { exportId: id } });
    if (finishedAt && finishedAt < settled)
      await db.dataExport.update({ where: { id }, data: { storageKeys: kept } });
  }
  // Those which are not settled yet come again in the next round, and not in this one.
  return found.every(({ finishedAt }) => finishedAt && finishedAt < settled) ? found.length : 0;
}
