import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import type { JWT } from 'next-auth/jwt';
import { outcomePath } from '@/lib/auth/identity-exchange';
import { type Intent, readIntent, spentIntentCookie } from '@/lib/auth/intent';
import { authOptions } from '@/lib/auth/options';
import { readSessionCookie } from '@/lib/auth/session-cookie';
import { env } from '@/lib/env';

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const [action = ''] = (await context.params).nextauth;
  if (!isWelcome(action, request)) return new Response(null, { status: 404 });
  const intent = action === 'callback' ? await readIntent(request.cookies) : null;
  const session = await readSessionCookie(request.cookies);
  const response: Response = await NextAuth(request, context, authOptions({ session, intent }));
  return intent ? backFromProvider(response, intent, session) : response;
}

/** Whoever turns back at the provider's door is led to where they were, and not to a page for signing in. */
function backFromProvider(response: Response, intent: Intent, session: JWT | null): Response {
  const headers = new Headers(response.headers);
  headers.append('set-cookie', spentIntentCookie());
  const target = headers.get('location');
  const turnedBack = target && new URL(target, env().NEXTAUTH_URL).pathname === '/sign-in';
  if (turnedBack && session?.sessionId === intent.session)
    headers.set('location', new URL(outcomePath(intent, 'REFUSED'), env().NEXTAUTH_URL).href);
  return new Response(response.body, { status: response.status, headers });
}

/**
 * `_log` would let anybody write into this server's log. `session` hands out the access token: to our own pages only,
 * which the cookie's SameSite and the missing CORS headers see to already, and browsers say besides where a request is from.
 */
function isWelcome(action: string, request: NextRequest): boolean {
  if (action === '_log') return false;
  const site = request.headers.get('sec-fetch-site') ?? 'same-origin';
  return action !== 'session' || site === 'same-origin';
}

export { handle as GET, handle as POST };
