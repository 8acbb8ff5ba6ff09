import type { DataExport } from '@teahouse/db/client';
import { dispositionOf } from '../media/names.ts';
import { FILES_PATH, type Lead } from '../media/serving.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { transaction } from '../realtime/transaction.ts';
import { requireArchive } from './access.ts';
import { tellExport } from './service/exports.ts';

const PATH = new RegExp(`^${FILES_PATH}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/archive$`);

/** Where an archive is asked for, by whoever it belongs to: an address that never changes. */
export const archiveAddressOf = (
  { env }: Pick<Backend, 'env'>,
  { id }: Pick<DataExport, 'id'>,
): string => new URL(`${FILES_PATH}${id}/archive`, env.PUBLIC_URL).href;

/** Where an archive is, for the person whose data it holds; null when something else is asked for. */
export async function leadToArchive(
  backend: Backend,
  viewer: Viewer,
  { pathname }: URL,
): Promise<Lead | null> {
  const id = PATH.exec(pathname)?.[1];
  if (!id) return null;
  const archive = await requireArchive(backend, viewer, id);
  await transaction(backend, async (tx) => {
    await tx.db.dataExport.update({ where: { id }, data: { downloads: { increment: 1 } } });
    tellExport(tx, archive);
  });
  const day = archive.requestedAt.toISOString().slice(0, 10);
  const location = await backend.storage.signDownload(archive.storageKey, {
    mediaType: 'application/zip',
    disposition: dispositionOf('attachment', `teahouse-${day}.zip`),
    seconds: backend.env.FILE_ADDRESS_SECONDS,
    again: pathname,
  });
  // Whoever asks again is looked at again.
  return { location, seconds: 0 };
}
