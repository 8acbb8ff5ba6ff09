import { type NextRequest, NextResponse } from 'next/server';
import { readSessionCookie } from './lib/auth/session-cookie';
import { env, storageOrigin } from './lib/env';

export const config = {
  matcher: [
    '/graphql',
    '/files/:path*',
    // Pages: everything but built files, the sign-in endpoints, storage (which passes what is sent to it on by itself, as
    // nothing that comes this way may be large) and files with an extension (icons, manifest).
    '/((?!_next/|api/|graphql$|files/|storage/|.*\\.[a-z0-9]+$).*)',
  ],
};

const FILE = /^\/files(\/|$)/;
const NEEDS_SESSION = /^\/(chats|contacts|moments|saved|join|settings)(\/|$)/;
const NEEDS_NONE = /^\/(sign-in|register|forgot-password)$/;

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname } = request.nextUrl;
  if (pathname === '/graphql') return toApi(request);
  if (FILE.test(pathname)) return toFile(request);
  return (await elsewhere(request)) ?? page(request);
}

/**
 * HTTP and WebSocket upgrades alike. A rewrite in next.config would freeze the target at build time; this reads it now.
 * The API knows bearers only: cookies stay here, so that no request can ever act on the strength of a cookie.
 */
function toApi(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  return passOn(request, headers);
}

/**
 * A picture cannot say who asks for it. Its request comes from a page of this origin with the session cookie, out of which
 * this takes the token that reads files and can do nothing else. It changes nothing, so that the cookie may stand for it.
 */
async function toFile(request: NextRequest): Promise<NextResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new NextResponse(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  const headers = new Headers(request.headers);
  if (!headers.has('authorization')) {
    const session = await readSessionCookie(request.cookies);
    if (session?.fileToken) headers.set('authorization', `Bearer ${session.fileToken}`);
  }
  return passOn(request, headers);
}

function passOn(request: NextRequest, headers: Headers): NextResponse {
  const target = new URL(request.nextUrl.pathname, env().API_INTERNAL_URL);
  target.search = request.nextUrl.search;
  headers.delete('cookie');
  // The forwarding agent would otherwise reuse a connection in the very moment in which the API closes it for being idle,
  // and a mutation would fail for no reason. On the same machine or network a new connection costs next to nothing.
  if (!headers.has('upgrade')) headers.set('connection', 'close');
  return NextResponse.rewrite(target, { request: { headers } });
}

async function elsewhere(request: NextRequest): Promise<NextResponse | null> {
  const { pathname, search } = request.nextUrl;
  const entrance = NEEDS_NONE.test(pathname);
  if (!entrance && !NEEDS_SESSION.test(pathname)) return null;
  const signedIn = (await readSessionCookie(request.cookies)) !== null;
  if (entrance)
    return signedIn ? NextResponse.redirect(new URL('/chats', env().NEXTAUTH_URL)) : null;
  if (signedIn) return null;
  const signIn = new URL('/sign-in', env().NEXTAUTH_URL);
  signIn.searchParams.set('next', pathname + search);
  return NextResponse.redirect(signIn);
}

function page(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce, request.headers.get('host') ?? '');
  const headers = new Headers(request.headers);
  // Next reads the nonce of its own scripts from the request's policy.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'strict-origin-when-cross-origin');
  response.headers.set(
    'permissions-policy',
    'camera=(), geolocation=(), microphone=(self), payment=(), usb=()',
  );
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  if (env().NEXTAUTH_URL.startsWith('https://')) {
    response.headers.set('strict-transport-security', 'max-age=31536000');
  }
  return response;
}

function contentSecurityPolicy(nonce: string, host: string): string {
  const developing = process.env.NODE_ENV === 'development';
  // 'self' does not cover sockets in every browser still in use; a Host header of unexpected shape is left out.
  const sockets = /^[\w.:[\]-]+$/.test(host) ? `ws://${host} wss://${host}` : '';
  const storage = storageOrigin() ?? '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${storage}`.trim(),
    `media-src 'self' blob: ${storage}`.trim(),
    "font-src 'self'",
    `connect-src 'self' ${storage} ${sockets}`.trim(),
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
