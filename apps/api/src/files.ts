import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticateReader } from './accounts/access.ts';
import { bearerToken } from './accounts/tokens.ts';
import { REQUEST_COST } from './graphql/limits.ts';
import { type Cashier, rateLimitHeaders, refusalOf } from './graphql/spending.ts';
import { FILES_PATH, type Handed, leadToFile } from './media/serving.ts';
import { leadToArchive } from './personal-data/serving.ts';
import { NotFoundError } from './platform/errors.ts';
import { allowedOrigins } from './platform/origins.ts';
import type { AddressReader } from './platform/proxies.ts';
import { STORAGE_PATH } from './platform/storage-disk.ts';
import { serveStorage } from './platform/storage-serving.ts';
import type { Backend } from './realtime/backend.ts';

interface Serving {
  backend: Backend;
  cashier: Cashier;
  addressOf: AddressReader;
}

/** Whether a request is for files or for the folder that holds them, and not for GraphQL. */
export const isForFiles = (path = '') =>
  path.startsWith(FILES_PATH) || path.startsWith(STORAGE_PATH);

/** Files: at their own addresses, by who is asking, and where a folder holds them at the addresses that this leads to. */
export async function serveFiles(
  serving: Serving,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { env } = serving.backend;
  admitOrigin(serving.backend, req, res);
  if (req.method === 'OPTIONS') return answer(res, 204);
  // Whatever a caller calls itself and us: only the path counts.
  const url = new URL(req.url ?? '/', 'http://api.invalid');
  if (!url.pathname.startsWith(STORAGE_PATH)) return lead(serving, req, res, url);
  if (env.S3_BUCKET) return answer(res, 404);
  return serveStorage(env, req, res, url);
}

/** Pages of the allowed origins may ask here as they may ask GraphQL. */
function admitOrigin({ env }: Backend, { headers }: IncomingMessage, res: ServerResponse): void {
  const { origin } = headers;
  if (!env.ALLOWED_ORIGINS || !origin || !allowedOrigins(env).includes(origin)) return;
  res.setHeader('Access-Control-Allow-Origin', origin);
  res.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, PUT');
  res.setHeader('Access-Control-Allow-Headers', 'authorization, content-type, range');
  res.setHeader('Access-Control-Expose-Headers', 'content-range, etag');
  res.setHeader('Vary', 'Origin');
}

async function lead(
  { backend, cashier, addressOf }: Serving,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  if (req.method !== 'GET') return answer(res, 405, { Allow: 'GET' });
  const token = bearerToken(req.headers.authorization);
  const viewer = token ? await authenticateReader(backend, token) : null;
  const caller = { accountId: viewer?.accountId ?? null, address: addressOf(req) };
  const closed = cashier.turnAway(caller);
  const balances = closed.length > 0 ? closed : await cashier.charge(caller, REQUEST_COST);
  if (refusalOf(balances)) return answer(res, 429, rateLimitHeaders(balances));
  if (!viewer) return answer(res, 401, { 'WWW-Authenticate': 'Bearer' });
  try {
    const found =
      (await leadToArchive(backend, viewer, url)) ?? (await leadToFile(backend, viewer, url));
    if ('content' in found) return hand(res, found);
    const { location, seconds } = found;
    // What one person may read is nothing for another at the same browser.
    const Vary = 'Authorization, Cookie, Origin';
    answer(res, 302, { Location: location, 'Cache-Control': `private, max-age=${seconds}`, Vary });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    answer(res, 404);
  }
}

/**
 * What may be kept for a day does not hang on the cookie, which is another one every few minutes: whoever signs in at the
 * same browser may see people too, and of groups has no address to ask for.
 */
function hand(res: ServerResponse, { content, mediaType, seconds }: Handed): void {
  res.writeHead(200, {
    'Cache-Control': `private, max-age=${seconds}`,
    'Content-Length': content.length,
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'Content-Type': mediaType,
    'Cross-Origin-Resource-Policy': 'same-site',
    Vary: 'Authorization, Origin',
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(content);
}

function answer(res: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  const length = status === 204 ? {} : { 'Content-Length': 0 };
  res.writeHead(status, { 'Cache-Control': 'no-store', ...length, ...headers });
  res.end();
}
