import type { StoredFile } from '@teahouse/db/client';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';

/** Where files are shown, told by later domains: SQL over the file $1 and the account $2. */
const keepers: (() => string)[] = [];

/**
 * Lets whoever sees what a domain shows read the files in it. `sql` is what an EXISTS can be asked
 * of; a function where others have yet to add to it.
 */
export function keepFiles(sql: string | (() => string)): void {
  keepers.push(typeof sql === 'string' ? () => sql : sql);
}

const COLUMNS = `
  f.id, f.kind, f.state, f.owner_id AS "ownerId", f.name, f.media_type AS "mediaType", f.bytes, f.width, f.height,
  f.duration_ms AS "durationMs", f.placeholder, f.animated, f.waveform, f.upload_key AS "uploadKey",
  f.storage_key AS "storageKey", f.expires_at AS "expiresAt", f.claimed_until AS "claimedUntil", f.used_at AS "usedAt",
  f.created_at AS "createdAt"`;

/**
 * A file may be read by whoever sees something that shows it, at the time of asking; and before it has been given to
 * anything, by whoever uploaded it.
 */
export async function requireFile(
  { pool }: Pick<Backend, 'pool'>,
  { accountId }: Viewer,
  id: string,
): Promise<StoredFile> {
  const found = await pool.query<StoredFile>({
    name: 'file-visible',
    text: `
      SELECT ${COLUMNS} FROM stored_file f
      WHERE f.id = $1::uuid AND f.state = 'READY'
        AND (f.owner_id = $2::uuid AND f.used_at IS NULL
          ${keepers.map((sql) => `OR EXISTS (${sql()})`).join('\n          ')})`,
    values: [id, accountId],
  });
  const file = found.rows[0];
  if (!file) throw new NotFoundError('file');
  return file;
}
