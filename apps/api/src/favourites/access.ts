import type { Favourite } from '@teahouse/db/client';
import { keepFiles } from '../media/access.ts';
import { keepBundles } from '../messages/access.ts';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';

/** What somebody has saved is theirs alone. */
export async function requireFavourite(
  { db }: { db: Pick<TransactionClient, 'favourite'> },
  { accountId }: Viewer,
  id: string,
): Promise<Favourite> {
  const favourite = await db.favourite.findFirst({ where: { id, accountId } });
  if (!favourite) throw new NotFoundError('favourite');
  return favourite;
}

/** A chat history that was saved stays open to whoever saved it. */
keepBundles(
  'SELECT FROM favourite f WHERE f.bundle_id IN (SELECT id FROM holding) AND f.account_id = $2',
);
/** So does a picture, a file, a video, a recording. */
keepFiles('SELECT FROM favourite f WHERE f.file_id = $1 AND f.account_id = $2');
