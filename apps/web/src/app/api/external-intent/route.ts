import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { externalProviders } from '@/lib/auth/external-providers';
import { intentCookie } from '@/lib/auth/intent';
import { readSessionCookie } from '@/lib/auth/session-cookie';
import { env } from '@/lib/env';

/** A path of this site, and nothing that a browser would read as an address of another one. */
const ownPath = z
  .string()
  .max(200)
  .regex(/^\/(?![/\\])[\w\-/.]*$/);

const wanted = z.object({
  purpose: z.enum(['LINK', 'REAUTHENTICATE']),
  provider: z.string().max(50),
  returnTo: ownPath,
});

/** Writes down what somebody who is signed in goes to a provider for. Only our own pages can: they alone have this origin. */
export async function POST(request: NextRequest): Promise<Response> {
  const own = new URL(env().NEXTAUTH_URL).origin;
  const json = request.headers.get('content-type')?.split(';')[0] === 'application/json';
  if (request.headers.get('origin') !== own || !json) return new Response(null, { status: 403 });
  const session = await readSessionCookie(request.cookies);
  if (!session?.sessionId) return new Response(null, { status: 401 });
  const asked = wanted.safeParse(await request.json().catch(() => null));
  const known = externalProviders().some(({ id }) => id === asked.data?.provider);
  if (!asked.success || !known) return new Response(null, { status: 400 });
  const cookie = await intentCookie({ ...asked.data, session: session.sessionId });
  return new Response(null, {
    status: 204,
    headers: { 'set-cookie': cookie, 'cache-control': 'no-store' },
  });
}
