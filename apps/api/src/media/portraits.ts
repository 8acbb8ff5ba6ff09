import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { keepFiles } from './access.ts';

/** Where files stand for somebody or something now: SQL over the file $1 and the account $2. */
const facts: string[] = [];

/** The same as `keepFiles`, for pictures that are asked for wherever a name is shown. */
export function keepPortraits(sql: string): void {
  keepFiles(sql);
  facts.push(sql);
}

/** Whoever may see people may see their faces; a former one is nobody’s any more. */
keepPortraits('SELECT FROM account a WHERE a.avatar_file_id = $1::uuid AND $2::uuid IS NOT NULL');

/** Whether a file that the viewer may read is such a picture. */
export async function isPortrait(
  { pool }: Pick<Backend, 'pool'>,
  { accountId }: Viewer,
  fileId: string,
): Promise<boolean> {
  const found = await pool.query<{ portrait: boolean }>({
    name: 'file-portrait',
    text: `SELECT ${facts.map((sql) => `EXISTS (${sql})`).join(' OR ')} AS portrait`,
    values: [fileId, accountId],
  });
  return found.rows[0]?.portrait ?? false;
}
