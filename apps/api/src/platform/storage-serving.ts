import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Env } from './env.ts';
import type { Stretch } from './storage.ts';
import {
  describeObject,
  permitOf,
  receiveObject,
  streamObject,
  UploadSizeError,
} from './storage-disk.ts';

type Settings = Pick<Env, 'STORAGE_DIR' | 'SESSION_SECRET'>;

/** Whoever sends a content keeps sending; longer than this without a byte, and they are gone. */
const SILENCE_MS = 60_000;

/** What an answer without content says. */
interface Refusal {
  status: number;
  headers?: Record<string, string>;
}

/** Answers the signed addresses of the folder: uploads to it, and downloads in whole or in part (RFC 9110, 14). */
export async function serveStorage(
  env: Settings,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const refusal = req.method === 'PUT' ? await take(env, req, url) : await give(env, req, res, url);
  if (!refusal) return;
  // What is still coming of a refused upload is not waited for.
  if (!req.complete) res.setHeader('Connection', 'close');
  res.writeHead(refusal.status, { 'Content-Length': 0, ...refusal.headers });
  res.end();
}

async function take(env: Settings, req: IncomingMessage, url: URL): Promise<Refusal> {
  const signed = permitOf(env, 'PUT', url);
  if (signed?.permit.method !== 'PUT' || signed.over) return { status: 403 };
  const { permit } = signed;
  if (req.headers['content-type'] !== permit.mediaType) return { status: 403 };
  const announced = req.headers['content-length'];
  if (announced !== undefined && Number(announced) !== permit.bytes) return { status: 403 };
  req.setTimeout(SILENCE_MS, () => req.destroy());
  try {
    await receiveObject(env, permit.key, req, permit.bytes);
  } catch (error) {
    if (error instanceof UploadSizeError) return { status: 403 };
    throw error;
  }
  return { status: 200 };
}

async function give(
  env: Settings,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<Refusal | null> {
  if (req.method !== 'GET' && req.method !== 'HEAD')
    return { status: 405, headers: { Allow: 'GET, HEAD, PUT' } };
  const signed = permitOf(env, 'GET', url);
  if (signed?.permit.method !== 'GET') return { status: 403 };
  const { permit, over } = signed;
  // Whether it may still be read is asked there, as if for the first time.
  if (over && permit.again)
    return { status: 307, headers: { Location: permit.again, 'Cache-Control': 'no-store' } };
  if (over) return { status: 403 };
  const found = await describeObject(env, permit.key);
  if (!found) return { status: 404 };
  const etag = `"${found.version}"`;
  const headers = {
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=300',
    'Content-Disposition': permit.disposition,
    // Should a browser ever take it for a page, it is one that can do nothing.
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'Content-Type': permit.mediaType,
    'Cross-Origin-Resource-Policy': 'same-site',
    ETag: etag,
  };
  if (req.headers['if-none-match'] === etag) return { status: 304, headers: { ETag: etag } };
  const part = stretchOf(req, found.bytes, etag);
  if (part === null) return { status: 416, headers: { 'Content-Range': `bytes */${found.bytes}` } };
  const stretch = part ?? { start: 0, end: found.bytes };
  res.writeHead(part ? 206 : 200, {
    ...headers,
    'Content-Length': stretch.end - stretch.start,
    ...(part && { 'Content-Range': `bytes ${part.start}-${part.end - 1}/${found.bytes}` }),
  });
  if (req.method === 'HEAD' || found.bytes === 0) {
    res.end();
    return null;
  }
  await pipeline(streamObject(env, permit.key, stretch), res).catch(
    (error: NodeJS.ErrnoException) => {
      // Whoever has seen enough of a film goes away in the middle of it.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE' && !res.destroyed) throw error;
    },
  );
  return null;
}

/** The part that is asked for; undefined for all of it, null where there is no such part. Of several ranges, all of it. */
function stretchOf(req: IncomingMessage, bytes: number, etag: string): Stretch | null | undefined {
  const { range, 'if-range': unchanged } = req.headers;
  const asked = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  if (!asked || (unchanged !== undefined && unchanged !== etag)) return undefined;
  const [, first = '', last = ''] = asked;
  if ((!first && !last) || (first && last && Number(last) < Number(first))) return undefined;
  const start = first ? Number(first) : Math.max(0, bytes - Number(last));
  const end = first && last ? Math.min(bytes, Number(last) + 1) : bytes;
  return start < end ? { start, end } : null;
}
