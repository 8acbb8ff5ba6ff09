import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth/options';

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const [action = ''] = (await context.params).nextauth;
  if (!isWelcome(action, request)) return new Response(null, { status: 404 });
  return NextAuth(request, context, authOptions()) as Promise<Response>;
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
