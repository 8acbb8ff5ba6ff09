import type { FileKind } from '@teahouse/db/client';
import { NotFoundError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Transaction } from '../../realtime/transaction.ts';

/**
 * Takes a file of the viewer’s into use, within the transaction that writes the reference to it: until that has ended, the
 * clean-up does not touch it.
 */
export async function attachFile(
  { db }: Pick<Transaction, 'db'>,
  { accountId }: Viewer,
  fileId: string,
  kinds: readonly FileKind[],
): Promise<void> {
  const { count } = await db.storedFile.updateMany({
    where: { id: fileId, ownerId: accountId, state: 'READY', kind: { in: [...kinds] } },
    data: { usedAt: new Date() },
  });
  if (count === 0) throw new NotFoundError('file');
}

/** Takes files into use once more, by whoever may read what shows them: the reference is copied, not the file. */
export async function reuseFiles(
  { db }: Pick<Transaction, 'db'>,
  fileIds: readonly (string | null)[],
): Promise<void> {
  const ids = [...new Set(fileIds.filter((id) => id !== null))].sort();
  if (ids.length === 0) return;
  const { count } = await db.storedFile.updateMany({
    where: { id: { in: ids }, state: 'READY' },
    data: { usedAt: new Date() },
  });
  if (count < ids.length) throw new NotFoundError('file');
}
