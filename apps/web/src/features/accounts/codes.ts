import type { Client, TypedDocumentNode } from '@urql/core';
import { signInWithCredentials } from '@/lib/auth/next-auth-client';
import { graphql } from '@/lib/graphql';
import { RequestRefusedError, requestAnonymously } from '@/lib/urql/request';
import { type Captcha, withCaptcha } from './captcha';

const CodeSent = graphql(`
  fragment Codes_sent on CodeSent @_unmask {
    sentTo
    expiresAt
    retryAt
  }
`);
const Tokens = graphql(`
  fragment Codes_tokens on SignedIn @_unmask {
    accessToken
    accessTokenExpiresAt
    refreshToken
    fileToken
  }
`);
const RequestCodeMutation = graphql(
  `
    mutation Codes_requestCode($input: RequestCodeInput!) {
      requestCode(input: $input) {
        __typename
        ... on CodeSent {
          ...Codes_sent
        }
      }
    }
  `,
  [CodeSent],
);
const SignInWithCodeMutation = graphql(
  `
    mutation Codes_signInWithCode($input: SignInWithCodeInput!) {
      signInWithCode(input: $input) {
        __typename
        ... on SignedIn {
          ...Codes_tokens
        }
        ... on WrongCodeError {
          triesLeft
        }
      }
    }
  `,
  [Tokens],
);
const ResetPasswordMutation = graphql(
  `
    mutation Codes_resetPassword($input: ResetPasswordInput!) {
      resetPassword(input: $input) {
        __typename
        ... on SignedIn {
          ...Codes_tokens
        }
        ... on WrongCodeError {
          triesLeft
        }
        ... on InvalidFieldError {
          field
        }
        ... on ServerBusyError {
          retryAt
        }
      }
    }
  `,
  [Tokens],
);
export const VerifyEmailMutation = graphql(`
  mutation Codes_verifyEmail($input: VerifyEmailInput!) {
    verifyEmail(input: $input) {
      __typename
      ... on VerifyEmailPayload {
        viewer {
          id
          email
          pendingEmail
          unverifiedEmail {
            address
            expiresAt
            retryAt
          }
        }
      }
      ... on WrongCodeError {
        triesLeft
      }
    }
  }
`);
export const RequestVerificationMutation = graphql(
  `
    mutation Codes_requestVerification($input: RequestVerificationInput!) {
      requestVerification(input: $input) {
        __typename
        ... on CodeSent {
          ...Codes_sent
        }
      }
    }
  `,
  [CodeSent],
);

/** Where a code has gone, and when another may be asked for. */
export interface SentCode {
  sentTo: string;
  expiresAt: string;
  retryAt: string;
}

/** Why something with a code was not done: the typed error without `Error`, or what became of the request. */
export interface CodeRefused {
  ok: false;
  error: string;
  triesLeft?: number;
  retryAt?: string;
  field?: string;
}
export type CodeOutcome<Value = unknown> = ({ ok: true } & Value) | CodeRefused;

type Named = { __typename: string };
type Done<Data> = Exclude<Data[keyof Data], { __typename: `${string}Error` }>;

function outcomeOf<Data extends Record<string, Named>>(
  data: Data,
): CodeOutcome<{ done: Done<Data> }> {
  const [answer] = Object.values(data);
  if (!answer) return { ok: false, error: 'UNREACHABLE' };
  const { __typename, ...detail } = answer;
  if (__typename.endsWith('Error'))
    return { ok: false, error: __typename.replace(/Error$/, ''), ...detail };
  return { ok: true, done: answer as Done<Data> };
}

const refusedBecause = (code: string | undefined, retryAt: string | undefined): CodeRefused =>
  code === 'RATE_LIMITED'
    ? { ok: false, error: 'TooManyAttempts', retryAt }
    : { ok: false, error: 'UNREACHABLE' };

/** Carries a mutation of one field out before the app is open. */
async function atDoor<Data extends Record<string, Named>, Input>(
  document: TypedDocumentNode<Data, { input: Input }>,
  input: Input,
): Promise<CodeOutcome<{ done: Done<Data> }>> {
  try {
    return outcomeOf(await requestAnonymously(document, { input }));
  } catch (error) {
    const { code, retryAt } = error instanceof RequestRefusedError ? error : {};
    return refusedBecause(code, retryAt);
  }
}

/** Carries one out in the app. */
export async function carryCodeOut<Data extends Record<string, Named>, Input>(
  client: Client,
  document: TypedDocumentNode<Data, { input: Input }>,
  input: Input,
): Promise<CodeOutcome<{ done: Done<Data> }>> {
  const { data, error } = await client.mutation(document, { input }).toPromise();
  if (data && !error) return outcomeOf(data);
  const { code, retryAt } = (error?.graphQLErrors[0]?.extensions ?? {}) as {
    code?: string;
    retryAt?: string;
  };
  return refusedBecause(code, retryAt);
}

interface Tokens {
  accessToken: string;
  accessTokenExpiresAt: string;
  refreshToken: string;
  fileToken: string;
}

/** Brings the tokens that a code has yielded into this browser's session. */
async function enter(outcome: CodeOutcome<{ done: Tokens }>): Promise<CodeOutcome> {
  if (!outcome.ok) return outcome;
  const { accessToken, accessTokenExpiresAt, refreshToken, fileToken } = outcome.done;
  const tokens = { accessToken, accessTokenExpiresAt, refreshToken, fileToken };
  const refusal = await signInWithCredentials('tokens', tokens).catch(() => 'UNREACHABLE');
  return refusal === null ? { ok: true } : { ok: false, error: 'UNREACHABLE' };
}

export type CodePurpose = 'SIGN_IN' | 'RESET_PASSWORD';

export const requestCode = (captcha: Captcha, purpose: CodePurpose, address: string) =>
  withCaptcha(captcha, 'always', (solution) =>
    atDoor(RequestCodeMutation, { purpose, address, captcha: solution }),
  );

export const signInWithCode = async (input: { address: string; code: string }) =>
  enter(await atDoor(SignInWithCodeMutation, input));

export const resetPassword = (
  captcha: Captcha,
  input: { address: string; code: string; newPassword: string },
) =>
  withCaptcha(captcha, 'always', async (solution) =>
    enter(await atDoor(ResetPasswordMutation, { ...input, captcha: solution })),
  );
