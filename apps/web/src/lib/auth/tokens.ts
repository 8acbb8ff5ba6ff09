import 'server-only';
import type { ResultOf } from 'gql.tada';
import { callApi, UnauthenticatedError } from './api';
import {
  RefreshSessionMutation,
  type SignedIn_session,
  SignOutMutation,
  ViewerQuery,
} from './documents';
import type { TokenSet } from './token-set';

/** The API ended this device's session: signed out elsewhere, revoked, or expired. */
export class SessionEndedError extends Error {}

export function tokenSetOf(signedIn: ResultOf<typeof SignedIn_session>): TokenSet {
  return {
    userId: signedIn.user.id,
    sessionId: signedIn.session.id,
    accessToken: signedIn.accessToken,
    accessTokenExpiresAt: signedIn.accessTokenExpiresAt,
    refreshToken: signedIn.refreshToken,
    fileToken: signedIn.fileToken,
  };
}

/**
 * Tokens that a browser brings (it has just registered) are believed only after the API itself has said whose they are.
 */
export async function verifyTokens(
  brought: Pick<TokenSet, 'accessToken' | 'accessTokenExpiresAt' | 'refreshToken' | 'fileToken'>,
): Promise<TokenSet | null> {
  try {
    const { viewer } = await callApi(ViewerQuery, {}, brought.accessToken);
    return { ...brought, userId: viewer.user.id, sessionId: viewer.session.id };
  } catch (error) {
    if (error instanceof UnauthenticatedError) return null;
    throw error;
  }
}

const REMEMBER_ROTATION_MS = 20_000;
const rotations = new Map<string, Promise<TokenSet>>();

/**
 * Exchanges the refresh token, once: several tabs asking in the same moment bring the same cookie,
 * and all of them get the answer of the first exchange.
 */
export function refreshTokens(current: TokenSet): Promise<TokenSet> {
  const known = rotations.get(current.refreshToken);
  if (known) return known;
  const rotation = exchange(current);
  rotations.set(current.refreshToken, rotation);
  const forget = () => rotations.delete(current.refreshToken);
  rotation.then(() => setTimeout(forget, REMEMBER_ROTATION_MS).unref(), forget);
  return rotation;
}

async function exchange(current: TokenSet): Promise<TokenSet> {
  const { refreshSession } = await callApi(RefreshSessionMutation, {
    input: { refreshToken: current.refreshToken },
  });
  if (refreshSession.__typename === 'SignedIn') return tokenSetOf(refreshSession);
  throw new SessionEndedError('The session has ended.');
}

/** Ends the device's session at the API, whatever the age of the access token in the cookie. */
export async function revokeTokens(current: TokenSet): Promise<void> {
  try {
    await callApi(SignOutMutation, {}, current.accessToken);
  } catch (error) {
    if (!(error instanceof UnauthenticatedError)) throw error;
    const fresh = await refreshTokens(current);
    await callApi(SignOutMutation, {}, fresh.accessToken);
  }
}
