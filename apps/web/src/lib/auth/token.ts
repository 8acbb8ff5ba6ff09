import { serverNow, setServerTime } from '../clock';
import { authRequest } from './next-auth-client';
import type { BrowserSession } from './token-set';

/**
 * The browser's only holder of the access token: in memory, never stored. /api/auth/session hands it out and renews it
 * there when it is about to expire, because only that answer can also write the new refresh token into the cookie.
 */

/** The web server or the API behind it could not be reached; whether one is still signed in is unknown. */
export class TokenUnavailableError extends Error {}

/** `ended`: the API says so. `replaced`: somebody else has signed in with this browser meanwhile. */
export type SessionLoss = 'ended' | 'replaced';

const RENEW_BELOW_MS = 45_000;
const LOCK = 'teahouse-token';

let expected: string | null = null;
let held: BrowserSession | null = null;
let refused: string | undefined;
let flight: Promise<BrowserSession | null> | null = null;
const lossListeners = new Set<(loss: SessionLoss) => void>();

/** Told once by the page: whose session the server rendered it for. Nobody's: no token is ever asked for. */
export function expectSessionOf(userId: string | null): void {
  if (expected === userId) return;
  expected = userId;
  held = null;
}

export function expectedUserId(): string | null {
  return expected;
}

export function onSessionLoss(listener: (loss: SessionLoss) => void): () => void {
  lossListeners.add(listener);
  return () => lossListeners.delete(listener);
}

export function isTokenFresh(): boolean {
  if (!held || held.accessToken === refused) return false;
  return Date.parse(held.accessTokenExpiresAt) - serverNow() > RENEW_BELOW_MS;
}

/** The device session behind the token, once one has been fetched. */
export function currentSessionId(): string | null {
  return held?.sessionId ?? null;
}

export function heldToken(): string | null {
  return held?.accessToken ?? null;
}

/** An access token with some life left; null when nobody is signed in. One request at a time, whoever asks. */
export async function accessToken(): Promise<string | null> {
  if (!expected) return null;
  if (isTokenFresh()) return held?.accessToken ?? null;
  flight ??= oneTabAtATime(fetchSession).finally(() => {
    flight = null;
  });
  return (await flight)?.accessToken ?? null;
}

/** The API turned this token down although its time is not over: the next one asked for is a new one. */
export function refuseToken(token: string | null): void {
  if (token && token === held?.accessToken) refused = token;
}

/** Without the lock two tabs would both renew from one cookie, and the slower answer would carry the older token. */
function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

async function fetchSession(): Promise<BrowserSession | null> {
  // Asking with data is asking for renewal; next-auth calls that an update of the session.
  const session = await authRequest<Partial<BrowserSession>>(
    'session',
    refused ? { data: { refused } } : undefined,
  ).catch((cause) => {
    throw new TokenUnavailableError('The web server could not be reached.', { cause });
  });
  if (!session.accessToken) return lose('ended');
  const found = session as BrowserSession;
  if (found.userId !== expected) return lose('replaced');
  setServerTime(found.serverTime);
  if (Date.parse(found.accessTokenExpiresAt) <= serverNow() || found.accessToken === refused) {
    // The web server answered with what it had, which means that it could not reach the API to renew it.
    throw new TokenUnavailableError('The session could not be renewed.');
  }
  held = found;
  refused = undefined;
  return found;
}

function lose(loss: SessionLoss): null {
  held = null;
  for (const listener of lossListeners) listener(loss);
  return null;
}
