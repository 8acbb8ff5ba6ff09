import type { StoredFile } from '@teahouse/db/client';
import type { Backend } from '../../realtime/backend.ts';
import { variantKey } from './uploads.ts';

/** Files removed in one go by one process. */
const AT_ONCE = 100;
const VARIANTS = ['FULL', 'PREVIEW', 'THUMBNAIL', 'POSTER'] as const;

/** Longer than an upload that began in the last moment goes on, and than looking into a file takes. */
const LATE = `interval '1 hour'`;
/** How long something that nothing shows is kept: somebody may be about to send it. */
const UNUSED = `interval '1 day'`;

/**
 * What refers to files, as PostgreSQL itself knows it: a domain that comes to show some cannot be forgotten. What goes
 * together with a file does not keep it.
 */
export async function readReferences({
  pool,
}: Pick<Backend, 'pool'>): Promise<{ table: string; reference: string }[]> {
  const { rows } = await pool.query<{ table: string; reference: string }>(`
    SELECT c.conrelid::regclass::text AS table, format('SELECT FROM %s WHERE %I = f.id', c.conrelid::regclass, a.attname) AS reference
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'stored_file'::regclass AND c.confdeltype <> 'c'`);
  return rows;
}

/**
 * Removes what nobody uploaded in time, and what nothing has shown for a day. First a file is marked, so that nobody can
 * come to show it; then its objects are removed, and its row last: whoever dies in between is followed by another process
 * that does the rest. Answers how many are gone.
 */
export async function removeUnusedFiles(backend: Backend, signal?: AbortSignal): Promise<number> {
  const { pool } = backend;
  const unused = (await readReferences(backend))
    .map(({ reference }) => `AND NOT EXISTS (${reference})`)
    .join(' ');
  await pool.query(
    `UPDATE stored_file f SET state = 'DELETING'
     WHERE state = 'TICKETED' AND expires_at < clock_timestamp() - ${LATE}
        OR state = 'READY' AND coalesce(used_at, created_at) < clock_timestamp() - ${UNUSED} ${unused}`,
  );
  let removed = 0;
  for (let batch = AT_ONCE; batch === AT_ONCE && !signal?.aborted; removed += batch)
    batch = await removeMarked(backend);
  await closeUploads(backend);
  return removed;
}

export type Stored = Pick<StoredFile, 'id' | 'storageKey' | 'uploadKey'>;

/** Removes every object of these files. */
export const removeObjects = (
  { storage }: Pick<Backend, 'storage'>,
  files: readonly Stored[],
): Promise<void> =>
  storage.remove(
    files.flatMap((file) => [
      ...VARIANTS.map((variant) => variantKey(file, variant)),
      ...(file.uploadKey ? [file.uploadKey] : []),
    ]),
  );

/** An address for an upload is no good any more once its hour is over; what was put there after all goes with it. */
async function removeMarked({ pool, db, storage }: Backend): Promise<number> {
  const { rows } = await pool.query<Stored>(
    `SELECT id, storage_key AS "storageKey", upload_key AS "uploadKey" FROM stored_file
     WHERE state = 'DELETING' AND expires_at < clock_timestamp() - ${LATE} ORDER BY id LIMIT $1`,
    [AT_ONCE],
  );
  await removeObjects({ storage }, rows);
  await db.storedFile.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  return rows.length;
}

/** Of files that are ready: what was uploaded has been copied, and nothing can be uploaded there any more. */
async function closeUploads({ pool, db, storage }: Backend): Promise<void> {
  const { rows } = await pool.query<{ id: string; uploadKey: string }>(
    `SELECT id, upload_key AS "uploadKey" FROM stored_file
     WHERE state = 'READY' AND upload_key IS NOT NULL AND expires_at < clock_timestamp() - ${LATE}
     ORDER BY id LIMIT $1`,
    [10 * AT_ONCE],
  );
  await storage.remove(rows.map(({ uploadKey }) => uploadKey));
  await db.storedFile.updateMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    data: { uploadKey: null },
  });
}
