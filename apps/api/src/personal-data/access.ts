import type { DataExport } from '@teahouse/db/client';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';

type Reading = { db: Pick<TransactionClient, 'dataExport'> };

/** An archive of somebody's data is theirs alone. */
export async function requireDataExport(
  { db }: Reading,
  { accountId }: Viewer,
  id: string,
): Promise<DataExport> {
  const found = await db.dataExport.findFirst({ where: { id, accountId } });
  if (!found) throw new NotFoundError('archive');
  return found;
}

/** One whose archive can be downloaded at this moment. */
export async function requireArchive(
  { db }: Reading,
  { accountId }: Viewer,
  id: string,
): Promise<DataExport & { storageKey: string }> {
  const found = await db.dataExport.findFirst({
    where: { id, accountId, state: 'READY', expiresAt: { gt: new Date() } },
  });
  if (!found?.storageKey) throw new NotFoundError('archive');
  return { ...found, storageKey: found.storageKey };
}
