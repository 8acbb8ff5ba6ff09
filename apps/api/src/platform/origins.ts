import type { Env } from './env.ts';

/** Pages of these origins may use the API from a browser: the web client's own, its loopback names, and the allowed ones. */
export function allowedOrigins(
  env: Pick<Env, 'PUBLIC_URL' | 'ALLOWED_ORIGINS' | 'API_PORT'>,
): string[] {
  const own = new URL(env.PUBLIC_URL);
  const allowed = env.ALLOWED_ORIGINS.split(',').filter((address) => address.trim());
  const origins = new Set([own.origin, ...allowed.map((address) => new URL(address).origin)]);
  const loopback = ['localhost', '127.0.0.1', '[::1]'];
  if (loopback.includes(own.hostname))
    for (const host of loopback) {
      origins.add(new URL(`${own.protocol}//${host}:${own.port || '80'}`).origin);
      origins.add(`http://${host}:${env.API_PORT}`);
    }
  return [...origins];
}
