import type pg from 'pg';
import { BUNDLE_LEVELS_MAX, SEEN_BY_MEMBER } from '../../messages/access.ts';
import type { Backend } from '../../realtime/backend.ts';

/** How much there is to be written down. */
export interface Totals {
  messagesTotal: number;
  filesTotal: number;
  bytesTotal: bigint;
}

/**
 * Every file that the account $2 sees somewhere of theirs, each once: in messages and what those quote, in chat histories
 * and those within them, saved, posted, set, or uploaded and not used yet.
 */
const FILES = `
  WITH RECURSIVE seen AS (
    SELECT m.file_id, m.bundle_id, m.reply_to_id FROM member p JOIN message m ON m.conversation_id = p.conversation_id
    WHERE p.account_id = $2 AND coalesce(m.file_id, m.bundle_id, m.reply_to_id) IS NOT NULL AND ${SEEN_BY_MEMBER}
  ), held(id, level) AS (
    SELECT bundle_id, 1 FROM (
      SELECT bundle_id FROM seen UNION SELECT bundle_id FROM favourite WHERE account_id = $2
    ) kept WHERE bundle_id IS NOT NULL
    UNION
    SELECT e.nested_bundle_id, held.level + 1 FROM held JOIN bundle_entry e ON e.bundle_id = held.id
    WHERE e.nested_bundle_id IS NOT NULL AND held.level < ${BUNDLE_LEVELS_MAX}
  ), wanted(id) AS (
    SELECT file_id FROM seen
    UNION SELECT q.file_id FROM seen JOIN message q ON q.id = seen.reply_to_id
    UNION SELECT e.file_id FROM held JOIN bundle_entry e ON e.bundle_id = held.id
    UNION SELECT file_id FROM favourite WHERE account_id = $2
    UNION SELECT f.file_id FROM moment_file f JOIN moment o ON o.id = f.moment_id WHERE o.author_id = $2 AND o.deleted_at IS NULL
    UNION SELECT cover_file_id FROM moment_settings WHERE account_id = $2
    UNION SELECT avatar_file_id FROM account WHERE id = $2
    UNION SELECT file_id FROM background WHERE account_id = $2
    UNION SELECT id FROM stored_file WHERE owner_id = $2 AND used_at IS NULL
  )
  INSERT INTO data_export_file (export_id, file_id)
  SELECT $1, f.id FROM wanted JOIN stored_file f ON f.id = wanted.id AND f.state = 'READY'
  ON CONFLICT DO NOTHING`;

const TOTALS = `
  SELECT
    (SELECT count(*)::int FROM member p JOIN message m ON m.conversation_id = p.conversation_id
     WHERE p.account_id = $2 AND ${SEEN_BY_MEMBER}) AS "messagesTotal",
    count(*)::int AS "filesTotal", coalesce(sum(f.bytes), 0)::bigint::text AS "bytesTotal"
  FROM data_export_file x JOIN stored_file f ON f.id = x.file_id WHERE x.export_id = $1`;

/** How long each of the statements above may take: they read every message of an account once, however large it is. */
const PATIENCE = '15min';

/** Writes down which files go into an archive, and answers how much there will be in it. */
export async function collect(
  { pool }: Pick<Backend, 'pool'>,
  exportId: string,
  accountId: string,
): Promise<Totals> {
  await pool.query('DELETE FROM data_export_file WHERE export_id = $1', [exportId]);
  await patiently(pool, FILES, [exportId, accountId]);
  // A transaction of its own, which writes nothing: one that writes holds up every cursor for as long as it lasts.
  const [found] = await patiently<Omit<Totals, 'bytesTotal'> & { bytesTotal: string }>(
    pool,
    TOTALS,
    [exportId, accountId],
  );
  if (!found) throw new Error('An aggregate without a row');
  return { ...found, bytesTotal: BigInt(found.bytesTotal) };
}

async function patiently<Row extends object>(
  pool: pg.Pool,
  sql: string,
  values: unknown[],
): Promise<Row[]> {
  const client = await pool.connect();
  try {
    await client.query(`BEGIN; SET LOCAL statement_timeout = '${PATIENCE}'`);
    const { rows } = await client.query<Row>(sql, values);
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
