import 'server-only';
import { jwtVerify, SignJWT } from 'jose';
import { env } from '../env';
import { usesSecureCookies } from './session-cookie';

/**
 * What somebody who is signed in wants from a provider: to link it, or to prove that it is them. It waits in a cookie of its
 * own while they are away, and names the session that asked, so that whoever comes back without it, or as somebody else,
 * changes nothing.
 */
export interface Intent {
  purpose: 'LINK' | 'REAUTHENTICATE';
  provider: string;
  /** The API's session that asked. */
  session: string;
  /** Where on this site they were. */
  returnTo: string;
}

const SECONDS = 5 * 60;
const NAME = 'teahouse-intent';
const AUDIENCE = 'teahouse-intent';

const cookieName = () => (usesSecureCookies() ? `__Secure-${NAME}` : NAME);
const key = () => new TextEncoder().encode(`${AUDIENCE}:${env().NEXTAUTH_SECRET}`);

// Lax: the provider sends the person back with a plain navigation from its own site, and nothing else has to bring it.
const cookie = (value: string, seconds: number): string =>
  [
    `${cookieName()}=${value}`,
    'Path=/api/auth',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(usesSecureCookies() ? ['Secure'] : []),
  ].join('; ');

export async function intentCookie(intent: Intent): Promise<string> {
  const value = await new SignJWT({ ...intent })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${SECONDS}s`)
    .sign(key());
  return cookie(value, SECONDS);
}

/** Whatever becomes of it, an intent is acted upon once. */
export const spentIntentCookie = (): string => cookie('', 0);

/** Null when there is none, or when it is too old. */
export async function readIntent(cookies: {
  get(name: string): { value: string } | undefined;
}): Promise<Intent | null> {
  const value = cookies.get(cookieName())?.value;
  if (!value) return null;
  try {
    const { payload } = await jwtVerify<Intent>(value, key(), {
      audience: AUDIENCE,
      algorithms: ['HS256'],
      requiredClaims: ['exp', 'purpose', 'provider', 'session', 'returnTo'],
    });
    const { purpose, provider, session, returnTo } = payload;
    return { purpose, provider, session, returnTo };
  } catch {
    return null;
  }
}
