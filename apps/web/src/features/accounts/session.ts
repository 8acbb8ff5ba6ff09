'use client';

import { deleteAccountDbs } from '@/lib/account-db';
import { forgetPerson } from '@/lib/auth/device-person';
import {
  externalSignInUrl,
  listProviders,
  signInWithCredentials,
  signOut,
} from '@/lib/auth/next-auth-client';
import {
  accessToken,
  expectedUserId,
  heldToken,
  refuseToken,
  type SessionLoss,
} from '@/lib/auth/token';
import { graphql, type ResultOf } from '@/lib/graphql';
import { requestAnonymously } from '@/lib/urql/request';
import { nextPath } from './next-path';

export { useViewerId } from '@/lib/viewer-id';

export type SignInOutcome =
  | { ok: true }
  | {
      ok: false;
      error: 'WRONG_CREDENTIALS' | 'UNREACHABLE' | 'TOO_MANY_ATTEMPTS';
      retryAt?: string;
    };

export async function signInWithPassword(input: {
  login: string;
  password: string;
}): Promise<SignInOutcome> {
  const refusal = await signInWithCredentials('credentials', input).catch(() => 'UNREACHABLE');
  if (refusal === null) return { ok: true };
  const [code, retryAt] = refusal.split(' ');
  if (code === 'TOO_MANY_ATTEMPTS') return { ok: false, error: code, retryAt };
  if (code === 'WRONG_CREDENTIALS') return { ok: false, error: code };
  return { ok: false, error: 'UNREACHABLE' };
}

const RegisterMutation = graphql(`
  mutation Session_register($input: RegisterInput!) {
    register(input: $input) {
      __typename
      ... on SignedIn {
        accessToken
        accessTokenExpiresAt
        refreshToken
      }
      ... on Error {
        message
      }
      ... on InvalidFieldError {
        field
      }
    }
  }
`);

export type RegisterOutcome =
  | { ok: true }
  | {
      ok: false;
      error: 'USERNAME_TAKEN' | 'EMAIL_TAKEN' | 'INVALID_FIELD' | 'UNREACHABLE';
      field?: string;
      message?: string;
    };

/** Registers, and brings the tokens that registering yields into this browser's session. */
export async function register(input: {
  username: string;
  email: string;
  password: string;
  nickname?: string;
}): Promise<RegisterOutcome> {
  try {
    const { register: result } = await requestAnonymously(RegisterMutation, { input });
    if (result.__typename !== 'SignedIn') return refusalOf(result);
    const { accessToken, accessTokenExpiresAt, refreshToken } = result;
    const tokens = { accessToken, accessTokenExpiresAt, refreshToken };
    const refusal = await signInWithCredentials('tokens', tokens);
    if (refusal === null) return { ok: true };
    // The account exists by now, so the ordinary way in is open as well.
    const { username: login, password } = input;
    const outcome = await signInWithPassword({ login, password });
    return outcome.ok ? outcome : { ok: false, error: 'UNREACHABLE' };
  } catch {
    return { ok: false, error: 'UNREACHABLE' };
  }
}

type RegisterRefusal = Exclude<
  ResultOf<typeof RegisterMutation>['register'],
  { __typename: 'SignedIn' }
>;

function refusalOf(result: RegisterRefusal): RegisterOutcome {
  switch (result.__typename) {
    case 'UsernameTakenError':
      return { ok: false, error: 'USERNAME_TAKEN' };
    case 'EmailTakenError':
      return { ok: false, error: 'EMAIL_TAKEN' };
    case 'InvalidFieldError':
      return { ok: false, error: 'INVALID_FIELD', field: result.field, message: result.message };
    default:
      return { ok: false, error: 'UNREACHABLE' };
  }
}

export async function externalProviders(): Promise<{ id: string; name: string }[]> {
  const providers = Object.values(await listProviders());
  return providers
    .filter(({ type }) => type !== 'credentials')
    .map(({ id, name }) => ({ id, name }));
}

export async function signInWithExternal(id: string): Promise<void> {
  const next = nextPath(new URLSearchParams(window.location.search).get('next'));
  window.location.assign(await externalSignInUrl(id, next));
}

const CHANNEL = 'teahouse-session';
const SIGNED_OUT = 'signed-out';
let leaving = false;

/**
 * Ends this device's session and takes everything of this person out of the browser: drafts, messages still waiting to
 * be sent, all that was kept of what they have seen. Rejects, with nothing taken away, when the web server cannot be reached.
 */
export async function signOutHere(): Promise<void> {
  leaving = true;
  try {
    const userId = expectedUserId();
    await signOut();
    await forgetPerson();
    if (userId) await deleteAccountDbs(userId);
  } catch (error) {
    leaving = false;
    throw error;
  }
  tellOtherTabs();
  window.location.assign('/sign-in');
}

function tellOtherTabs(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(SIGNED_OUT);
  channel.close();
}

/** Leaves with another tab that signs out. */
export function followSignOut(): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data !== SIGNED_OUT || leaving) return;
    leaving = true;
    window.location.assign('/sign-in');
  };
  return () => channel.close();
}

/**
 * What only this browser has stays: whoever signs in again finds drafts and unsent messages where they were. What was
 * fetched for them goes, and with it opening the app without a network.
 */
export async function leaveAfterLoss(loss: SessionLoss): Promise<void> {
  if (leaving) return;
  leaving = true;
  await forgetPerson();
  if (loss === 'replaced') window.location.reload();
  else window.location.assign('/sign-in?reason=session-ended');
}

/** This device's session may have been revoked: asks for a new token, which finds out and leads away if so. */
export async function checkSession(): Promise<void> {
  refuseToken(heldToken());
  await accessToken().catch(() => null);
}
