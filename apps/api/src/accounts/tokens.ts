import { createHash, randomBytes } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Env } from '../platform/env.ts';
import { emailAddress, tidy } from '../platform/text.ts';
import type { Viewer } from '../platform/viewer.ts';

const ISSUER = 'teahouse-api';
const FILES = 'teahouse-files';
const bytes = (secret: string) => new TextEncoder().encode(secret);

/** A JSON Web Token that names a session; what the session may do is looked up each time it is used. */
export async function signAccessToken(
  env: Pick<Env, 'SESSION_SECRET' | 'ACCESS_TOKEN_MINUTES'>,
  viewer: Viewer,
): Promise<{ accessToken: string; accessTokenExpiresAt: Date }> {
  const seconds = Math.floor(Date.now() / 1000) + env.ACCESS_TOKEN_MINUTES * 60;
  const accessToken = await new SignJWT({ sid: viewer.sessionId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setAudience(ISSUER)
    .setSubject(viewer.accountId)
    .setIssuedAt()
    .setExpirationTime(seconds)
    .sign(bytes(env.SESSION_SECRET));
  return { accessToken, accessTokenExpiresAt: new Date(seconds * 1000) };
}

interface GoodToken {
  ok: true;
  viewer: Viewer;
  expiresAt: Date;
}

export type VerifiedToken = GoodToken | { ok: false; reason: 'EXPIRED' | 'INVALID' };

/**
 * Tokens whose signature was found good lately, the oldest first: each comes with request after request. Not those that
 * open sockets, which come once.
 */
const verified = new Map<string, { secret: string; viewer: Viewer; expiresAt: Date }>();
const MOST_VERIFIED = 10_000;

export async function verifyAccessToken(
  env: Pick<Env, 'SESSION_SECRET'>,
  token: string,
  { remember = true } = {},
): Promise<VerifiedToken> {
  const known = verified.get(token);
  if (known?.secret !== env.SESSION_SECRET) {
    const anew = await verifyAnew(env, token);
    if (anew.ok && remember) keep(env, token, anew);
    return anew;
  }
  const { viewer, expiresAt } = known;
  if (expiresAt.getTime() > Date.now()) return { ok: true, viewer, expiresAt };
  verified.delete(token);
  return { ok: false, reason: 'EXPIRED' };
}

function keep(
  { SESSION_SECRET: secret }: Pick<Env, 'SESSION_SECRET'>,
  token: string,
  { viewer, expiresAt }: GoodToken,
): void {
  const [oldest] = verified.keys();
  if (verified.size >= MOST_VERIFIED && oldest) verified.delete(oldest);
  verified.set(token, { secret, viewer, expiresAt });
}

async function verifyAnew(
  { SESSION_SECRET: secret }: Pick<Env, 'SESSION_SECRET'>,
  token: string,
): Promise<VerifiedToken> {
  try {
    const { payload } = await jwtVerify<{ sid: string }>(token, bytes(secret), {
      issuer: ISSUER,
      audience: ISSUER,
      algorithms: ['HS256'],
      requiredClaims: ['sub', 'sid', 'exp'],
    });
    const viewer = { accountId: payload.sub ?? '', sessionId: payload.sid };
    const expiresAt = new Date((payload.exp ?? 0) * 1000);
    return { ok: true, viewer, expiresAt };
  } catch (error) {
    return { ok: false, reason: error instanceof errors.JWTExpired ? 'EXPIRED' : 'INVALID' };
  }
}

/** Reads files and nothing else, for as long as its session lasts: it is for what a browser fetches by itself. */
export const signFileToken = (
  env: Pick<Env, 'SESSION_SECRET'>,
  { accountId, sessionId }: Viewer,
): Promise<string> =>
  new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setAudience(FILES)
    .setSubject(accountId)
    .sign(bytes(env.SESSION_SECRET));

/** Whom a file token stands for, or null; their session has still to be looked up. */
export async function verifyFileToken(
  env: Pick<Env, 'SESSION_SECRET'>,
  token: string,
): Promise<Viewer | null> {
  try {
    const { payload } = await jwtVerify<{ sid: string }>(token, bytes(env.SESSION_SECRET), {
      issuer: ISSUER,
      audience: FILES,
      algorithms: ['HS256'],
      requiredClaims: ['sub', 'sid'],
    });
    return { accountId: payload.sub ?? '', sessionId: payload.sid };
  } catch {
    return null;
  }
}

/** The token of an `Authorization` header or connection parameter (RFC 6750). */
export const bearerToken = (authorization: unknown): string | null =>
  (typeof authorization === 'string' && /^Bearer\s+(\S+)$/i.exec(authorization)?.[1]) || null;

/** 256 random bits. The database keeps only the hash. */
export const newRefreshToken = () => randomBytes(32).toString('base64url');

export const hashRefreshToken = (token: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(token).digest());

const identifier = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\0]*$/);
/** What a provider lets people call themselves: anything. It is made fit, and never a reason to turn somebody away. */
const freeText = z.string().transform(tidy).nullish();

const assertionClaims = z.object({
  jti: identifier(100),
  purpose: z.enum(['SIGN_IN', 'LINK', 'REAUTHENTICATE']).default('SIGN_IN'),
  /** Of the device that asked for it, as the API names it, where somebody is signed in. */
  session: z.string().optional(),
  provider: identifier(50),
  subject: identifier(255),
  email: emailAddress.nullish().catch(null),
  emailVerified: z.boolean().default(false),
  name: freeText,
  preferredUsername: freeText,
});

/** `goodUntil`: when it is surely too old to come again. */
export type Assertion = z.infer<typeof assertionClaims> & { goodUntil: Date };

const ASSERTION_SECONDS = 120;
/** By which the web server's clock may be ahead or behind. */
const CLOCK_SECONDS = 5;
const endOf = (issuedAt = 0) =>
  new Date((issuedAt + ASSERTION_SECONDS + 2 * CLOCK_SECONDS) * 1_000);

/** What an assertion has to have been made for: one that came astray opens, links and confirms nothing else. */
export type Meant =
  | { purpose: 'SIGN_IN' }
  | { purpose: 'LINK' | 'REAUTHENTICATE'; session: string };

/** What the web server vouches for after it has signed somebody in at a provider, or null when it is not its word. */
export async function verifyAssertion(
  env: Pick<Env, 'WEB_API_SECRET'>,
  assertion: string,
  meant: Meant,
): Promise<Assertion | null> {
  try {
    const { payload } = await jwtVerify(assertion, bytes(env.WEB_API_SECRET), {
      issuer: 'teahouse-web',
      audience: 'teahouse-api',
      algorithms: ['HS256'],
      maxTokenAge: ASSERTION_SECONDS,
      clockTolerance: CLOCK_SECONDS,
      requiredClaims: ['exp', 'iat', 'jti'],
    });
    const claims = { ...assertionClaims.parse(payload), goodUntil: endOf(payload.iat) };
    const session = 'session' in meant ? meant.session : undefined;
    return claims.purpose === meant.purpose && claims.session === session ? claims : null;
  } catch {
    return null;
  }
}
