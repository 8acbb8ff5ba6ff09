'use client';

import {
  externalSignInUrl,
  listProviders,
  signInWithCredentials,
} from '@/lib/auth/next-auth-client';
import { graphql, type ResultOf } from '@/lib/graphql';
import { RequestRefusedError, requestAnonymously } from '@/lib/urql/request';
import { type Captcha, withCaptcha } from './captcha';
import { nextPath } from './next-path';

export type SignInOutcome =
  | { ok: true }
  | {
      ok: false;
      error: SignInRefusal | 'CaptchaUnsolved';
      retryAt?: string;
    };

const signInRefusals = [
  'WRONG_CREDENTIALS',
  'CAPTCHA_REQUIRED',
  'CAPTCHA_INVALID',
  'SERVER_BUSY',
  'TOO_MANY_ATTEMPTS',
  'UNREACHABLE',
] as const;
type SignInRefusal = (typeof signInRefusals)[number];

/** A captcha is solved for it only when the API asks for one: after a few wrong passwords. */
export const signInWithPassword = (
  captcha: Captcha,
  input: { login: string; password: string },
): Promise<SignInOutcome> =>
  withCaptcha(captcha, 'when asked', async (solution): Promise<SignInOutcome> => {
    const credentials = { ...input, captcha: solution ?? '' };
    const refusal = await signInWithCredentials('credentials', credentials).catch(
      () => 'UNREACHABLE',
    );
    if (refusal === null) return { ok: true };
    const [code, retryAt] = refusal.split(' ');
    const error = signInRefusals.find((known) => known === code) ?? 'UNREACHABLE';
    return { ok: false, error, ...(retryAt && { retryAt }) };
  });

const RegisterMutation = graphql(`
  mutation Session_register($input: RegisterInput!) {
    register(input: $input) {
      __typename
      ... on SignedIn {
        accessToken
        accessTokenExpiresAt
        refreshToken
        fileToken
      }
      ... on Error {
        rule
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
      /** The rule that refused, or TOO_MANY_ATTEMPTS, UNREACHABLE or CaptchaUnsolved. */
      error: string;
      field?: string;
      retryAt?: string;
    };

interface NewAccount {
  username: string;
  email: string;
  password: string;
  nickname?: string;
}

/** Registers, and brings the tokens that registering yields into this browser's session. */
export async function register(captcha: Captcha, input: NewAccount): Promise<RegisterOutcome> {
  try {
    return await withCaptcha(captcha, 'always', async (solution): Promise<RegisterOutcome> => {
      const { register: result } = await requestAnonymously(RegisterMutation, {
        input: { ...input, captcha: solution },
      });
      if (result.__typename === 'SignedIn') return enter(captcha, input, result);
      const field = result.__typename === 'InvalidFieldError' ? result.field : undefined;
      return { ok: false, error: result.rule, ...(field && { field }) };
    });
  } catch (error) {
    if (!(error instanceof RequestRefusedError) || error.code !== 'RATE_LIMITED')
      return { ok: false, error: 'UNREACHABLE' };
    const { retryAt } = error;
    return { ok: false, error: 'TOO_MANY_ATTEMPTS', ...(retryAt && { retryAt }) };
  }
}

type NewTokens = Extract<ResultOf<typeof RegisterMutation>['register'], { __typename: 'SignedIn' }>;

async function enter(
  captcha: Captcha,
  { username: login, password }: NewAccount,
  { accessToken, accessTokenExpiresAt, refreshToken, fileToken }: NewTokens,
): Promise<RegisterOutcome> {
  const tokens = { accessToken, accessTokenExpiresAt, refreshToken, fileToken };
  const refusal = await signInWithCredentials('tokens', tokens);
  if (refusal === null) return { ok: true };
  // The account exists by now, so the ordinary way in is open as well.
  const outcome = await signInWithPassword(captcha, { login, password });
  return outcome.ok ? outcome : { ok: false, error: 'UNREACHABLE' };
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
