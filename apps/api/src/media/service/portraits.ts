import type { Account } from '@teahouse/db/client';
import { lockAccount } from '../../accounts/access.ts';
import { announceProfile } from '../../accounts/service/profile.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { attachFile } from './attaching.ts';

/** Takes a picture of the viewer’s into use to stand for somebody or something, in a circle as wide as it is high. */
export async function attachPortrait(
  tx: Transaction,
  viewer: Viewer,
  fileId: string,
): Promise<void> {
  await attachFile(tx, viewer, fileId, ['IMAGE']);
  const { width, height } = await tx.db.storedFile.findUniqueOrThrow({
    where: { id: fileId },
    select: { width: true, height: true },
  });
  if (width !== height)
    throw new InvalidFieldError('fileId', 'Choose a picture that is as wide as it is high.');
}

/** Has a picture of the viewer’s stand for them, wherever they are named; null: none. */
export const setAvatar = (
  backend: Backend,
  viewer: Viewer,
  fileId: string | null,
): Promise<Account> =>
  transaction(backend, async (tx) => {
    const account = await lockAccount(tx, viewer);
    if (account.avatarFileId === fileId) return account;
    if (fileId) await attachPortrait(tx, viewer, fileId);
    await announceProfile(tx, account.id);
    return tx.db.account.update({ where: { id: account.id }, data: { avatarFileId: fileId } });
  });
