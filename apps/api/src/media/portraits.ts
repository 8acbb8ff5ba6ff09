import type { StoredFile } from '@teahouse/db/client';
import { NotFoundError } from '../platform/errors.ts';
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

/** Who else is shown such a picture: SQL over the file $1 and a token $2 that somebody holds. */
const shownByToken: string[] = [];

/** Lets whoever holds a token see the picture of what it leads to, before it is theirs to see. */
export function showPortraitsByToken(sql: string): void {
  shownByToken.push(sql);
}

/** A picture that stands for what a token leads to, at the time of asking. */
export async function requirePortraitByToken(
  { pool, db }: Pick<Backend, 'pool' | 'db'>,
  token: string,
  fileId: string,
): Promise<StoredFile> {
  const found = await pool.query({
    name: 'portrait-by-token',
    text: shownByToken.join(' UNION ALL '),
    values: [fileId, token],
  });
  const file = found.rowCount
    ? await db.storedFile.findFirst({ where: { id: fileId, state: 'READY' } })
    : null;
  if (!file) throw new NotFoundError('file');
  return file;
}
