import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

/** What a build leaves beside a file: the same, compressed as hard as can be. */
export const COMPRESSED = '.br';

const PLACE = '/_next/static/';
const TYPES: Record<string, string> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
};
/** Names of built files bear a hash of their content. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * Answers with the compressed form of a built file where there is one and the browser reads it; false where Next is to
 * answer. Next would compress at every request, and with what compresses a sixth less.
 */
export function sendBuiltFile(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
): boolean {
  const path = pathOf(request);
  const type = path && TYPES[extname(path)];
  if (!type || !/\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))) return false;
  const file = join(folder, 'static', `${path}${COMPRESSED}`);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) return false;
  response.writeHead(200, {
    'content-type': type,
    'content-length': found.size,
    'content-encoding': 'br',
    'cache-control': FOR_EVER,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  });
  if (request.method === 'HEAD') response.end();
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  return true;
}

/** Below the folder of built files, and nowhere else. */
function pathOf({ method, url = '' }: IncomingMessage): string | null {
  if ((method !== 'GET' && method !== 'HEAD') || !url.startsWith(PLACE)) return null;
  const path = url.slice(PLACE.length).split('?')[0] ?? '';
  return /^[\w./~-]+$/.test(path) && !path.split('/').includes('..') ? path : null;
}
