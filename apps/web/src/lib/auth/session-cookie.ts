import { getToken, type JWT } from 'next-auth/jwt';
import { env } from '../env';

/** Secure cookies exactly where the site is served by https: the browser refuses them elsewhere. */
export function usesSecureCookies(): boolean {
  return env().NEXTAUTH_URL.startsWith('https://');
}

interface CookieJar {
  getAll(): { name: string; value: string }[];
}

/** Decrypts the session cookie and nothing more: no network, and never a refresh, because a page cannot write the new cookie. */
export async function readSessionCookie(cookies: CookieJar): Promise<JWT | null> {
  const jar = Object.fromEntries(cookies.getAll().map(({ name, value }) => [name, value]));
  const request = { cookies: jar, headers: {} } as unknown as Parameters<typeof getToken>[0]['req'];
  return getToken({
    req: request,
    secret: env().NEXTAUTH_SECRET,
    secureCookie: usesSecureCookies(),
  });
}
