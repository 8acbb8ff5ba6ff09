import { Resolver } from 'node:dns/promises';
import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { type BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip } from 'node:zlib';
import { isPublic, isWithin } from './addresses.ts';
import { decodePage, type PageSummary, summarisePage } from './page.ts';

export interface FetchOptions {
  /** Internal addresses that may be reached all the same, at any port. */
  allowed: BlockList;
  /** How a host name becomes addresses. */
  resolve?: (hostname: string, signal: AbortSignal) => Promise<string[]>;
  /** Certificates to trust in place of the system's, as PEM. */
  ca?: string;
  /** For everything together: names, redirects, the page. */
  timeoutMs?: number;
}

/**
 * Why there is no preview. `ADDRESS`: not on the public internet, or a port or form of address that pages do not have.
 * `UNREACHABLE`: no name, no connection, or not HTTP. `CONTENT`: not HTML, nothing in it, or encoded in an unknown way.
 */
type Reason = 'ADDRESS' | 'UNREACHABLE' | 'TIMEOUT' | 'REDIRECTS' | 'STATUS' | 'CONTENT';

/** `retry`: the fault may be gone in a minute. */
export type Fetched = { page: PageSummary } | { page: null; reason: Reason; retry: boolean };

const TIMEOUT_MS = 5_000;
const BODY_MAX_BYTES = 512 * 1024;
const HEADERS_MAX_BYTES = 16 * 1024;
const REDIRECTS_MAX = 3;
/** 100 Continue, 103 Early Hints: a page has no need of more. */
const INTERIM_ANSWERS_MAX = 3;
const DNS_TRY_MS = 2_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const RETRIED_STATUS = new Set([408, 425, 429]);

/** What a server that is just starting, or a network that is just breaking, looks like. */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

const HEADERS = {
  'User-Agent': 'Mozilla/5.0 (compatible; Teahouse-LinkPreview/1.0)',
  Accept: 'text/html, application/xhtml+xml',
  'Accept-Encoding': 'gzip, br',
  Connection: 'close',
};

class FetchProblem extends Error {
  constructor(
    readonly reason: Reason,
    readonly retry = false,
  ) {
    super(reason);
  }
}

/**
 * Reads what a page says of itself. It goes to public addresses only: every address that a name stands for is checked,
 * for every redirect anew, and the connection is made to the very addresses that were checked. It sends nothing that
 * would tell who asks or on whose behalf, and takes neither more time nor more bytes than the limits above.
 */
export async function fetchPreview(address: string, options: FetchOptions): Promise<Fetched> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  try {
    const html = await fetchPage(new URL(address), options, signal);
    const page = summarisePage(html);
    if (!page) throw new FetchProblem('CONTENT');
    return { page };
  } catch (error) {
    if (signal.aborted) return { page: null, reason: 'TIMEOUT', retry: true };
    const { reason, retry } = error instanceof FetchProblem ? error : problemOf(error);
    return { page: null, reason, retry };
  }
}

/** What the network, TLS, HTTP or an unpacking stream has against it. */
function problemOf(error: unknown): FetchProblem {
  const { code = '' } = error as { code?: string };
  if (/^(?:Z_|ERR_BROTLI|ERR__ERROR)/u.test(code)) return new FetchProblem('CONTENT');
  return new FetchProblem('UNREACHABLE', PASSING.has(code));
}

async function fetchPage(start: URL, options: FetchOptions, signal: AbortSignal): Promise<string> {
  let url = start;
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const response = await open(url, options, signal);
    try {
      const target = redirectOf(response, url);
      if (!target) return await readHtml(response);
      url = target;
    } finally {
      response.destroy();
    }
  }
  throw new FetchProblem('REDIRECTS');
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  if (!REDIRECTS.has(statusCode) || !headers.location) return null;
  if (!URL.canParse(headers.location, from.href)) throw new FetchProblem('REDIRECTS');
  return new URL(headers.location, from);
}

async function open(
  url: URL,
  options: FetchOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { hostname, addresses } = await locate(url, options, signal);
  const secure = url.protocol === 'https:';
  const send = secure ? secureRequest : plainRequest;
  const request = send({
    method: 'GET',
    host: hostname,
    port: url.port || (secure ? 443 : 80),
    path: url.pathname + url.search,
    headers: { Host: url.host, ...HEADERS },
    agent: false,
    lookup: answerWith(addresses),
    maxHeaderSize: HEADERS_MAX_BYTES,
    signal,
    ...(secure && { ca: options.ca, servername: isIP(hostname) ? '' : hostname }),
  });
  return answerTo(request);
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const refuse = (connection: { destroy(): unknown }) => {
      connection.destroy();
      reject(new FetchProblem('UNREACHABLE'));
    };
    let interim = 0;
    request.on('information', () => {
      if (++interim > INTERIM_ANSWERS_MAX) refuse(request);
    });
    // A server that insists on another protocol has no page for us.
    request.on('upgrade', (_response, socket) => refuse(socket));
    request.on('response', resolve);
    // Later errors concern the body and reach its reader; without this listener they would end the process.
    request.on('error', reject);
    request.end();
  });
}

/** The addresses of a URL's host, all of them checked. */
async function locate(
  url: URL,
  { allowed, resolve = resolveHost }: FetchOptions,
  signal: AbortSignal,
): Promise<{ hostname: string; addresses: string[] }> {
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isWeb || url.username || url.password) throw new FetchProblem('ADDRESS');
  const hostname = url.hostname.replace(/^\[(.*)\]$/u, '$1');
  // URL has read every spelling of an IPv4 address: octal, hexadecimal, one number, full-width digits.
  const addresses = isIP(hostname) ? [hostname] : await resolve(hostname, signal);
  if (addresses.length === 0) throw new FetchProblem('UNREACHABLE', true);
  // An empty port is the protocol's own. The other services of a host are nobody's page.
  const isUsual = url.port === '';
  const mayReach = (one: string) => isWithin(allowed, one) || (isUsual && isPublic(one));
  if (!addresses.every(mayReach)) throw new FetchProblem('ADDRESS');
  return { hostname, addresses };
}

/** A look-up that has been done already: what is connected to is what was checked, whatever the name says by now. */
function answerWith(addresses: readonly string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIPv4(address) ? 4 : 6 }));
  return (_hostname, options, callback) => {
    const [first] = known;
    if (options.all) callback(null, known);
    else callback(null, first?.address ?? '', first?.family);
  };
}

/**
 * Asks the name servers directly: the system's own look-up would keep one of the few threads, which passwords are hashed
 * on as well, for as long as a name server likes. Names of this machine are known without asking (RFC 6761).
 */
async function resolveHost(hostname: string, signal: AbortSignal): Promise<string[]> {
  if (/(?:^|\.)localhost\.?$/u.test(hostname)) return ['127.0.0.1', '::1'];
  const resolver = new Resolver({ timeout: DNS_TRY_MS, tries: 2 });
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel);
  const answers = await Promise.allSettled([
    resolver.resolve4(hostname),
    resolver.resolve6(hostname),
  ]);
  signal.removeEventListener('abort', cancel);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

async function readHtml(response: IncomingMessage): Promise<string> {
  const { statusCode = 0, headers } = response;
  if (statusCode !== 200)
    throw new FetchProblem('STATUS', statusCode >= 500 || RETRIED_STATUS.has(statusCode));
  const type = headers['content-type'] ?? '';
  if (!/^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/iu.test(type))
    throw new FetchProblem('CONTENT');
  const charset = /charset\s*=\s*["']?([^\s"';]+)/iu.exec(type)?.[1];
  return decodePage(await readBeginning(response), charset);
}

/** At most BODY_MAX_BYTES, as sent and as unpacked; what a page says of itself stands at its beginning. */
async function readBeginning(response: IncomingMessage): Promise<Buffer> {
  const unpack = unpackerFor(response.headers['content-encoding']);
  // Nobody listens for how it ends: whoever reads the last stream is told.
  const body: AsyncIterable<Buffer> = unpack
    ? pipeline(response, beginningOf, unpack, () => {})
    : response;
  const chunks: Buffer[] = [];
  for await (const chunk of beginningOf(body)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* beginningOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = BODY_MAX_BYTES;
  for await (const chunk of source) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

/** Streams that unpack; they take an end in the middle for an end. One layer: nobody needs a second, except for a bomb. */
function unpackerFor(encoding = 'identity'): Duplex | null {
  switch (encoding.trim().toLowerCase()) {
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      throw new FetchProblem('CONTENT');
  }
}
