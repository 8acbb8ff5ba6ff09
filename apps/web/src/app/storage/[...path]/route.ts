import type { NextRequest } from 'next/server';
import { env } from '@/lib/env';

/** What storage has to know of a request; above all no cookie. */
const ASKED = [
  'accept',
  'content-length',
  'content-type',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'range',
];
/** What belongs to one connection and not to the answer. */
const NOT_PASSED = ['connection', 'keep-alive', 'transfer-encoding'];

/**
 * Passes bytes on between browsers and the storage of the API, as they come and without holding them: the addresses are
 * signed, so that nothing has to be known of who asks. Not in proxy.ts, which would keep each upload in memory.
 */
async function toStorage(request: NextRequest): Promise<Response> {
  const target = new URL(request.nextUrl.pathname, env().API_INTERNAL_URL);
  target.search = request.nextUrl.search;
  const headers = new Headers({ 'accept-encoding': 'identity' });
  for (const name of ASKED) {
    const value = request.headers.get(name);
    if (value) headers.set(name, value);
  }
  const sends = request.method === 'PUT';
  const init: RequestInit & { duplex?: 'half' } = {
    ...{ method: request.method, headers, redirect: 'manual', cache: 'no-store' },
    ...(sends && { body: request.body, duplex: 'half' }),
    signal: request.signal,
  };
  try {
    const answer = await fetch(target, init);
    const passed = new Headers(answer.headers);
    for (const name of NOT_PASSED) passed.delete(name);
    return new Response(answer.body, { status: answer.status, headers: passed });
  } catch {
    return new Response(null, { status: 502 });
  }
}

export { toStorage as GET, toStorage as HEAD, toStorage as PUT };
