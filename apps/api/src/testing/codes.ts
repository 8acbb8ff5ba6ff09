import { ask, dataOf } from './client.ts';
import { graphql, type ResultOf } from './graphql.ts';
import { Person } from './world.ts';

/** Codes, as somebody uses them who is not signed in yet, and those of an address that waits to be proven. */
export const RequestCode = graphql(`
  mutation RequestCode($input: RequestCodeInput!) {
    requestCode(input: $input) {
      __typename
      ... on CodeSent { sentTo expiresAt retryAt }
      ... on InvalidFieldError { field }
      ... on Error { rule }
    }
  }
`);
export const SignInWithCode = graphql(`
  mutation SignInWithCode($input: SignInWithCodeInput!) {
    signInWithCode(input: $input) {
      __typename
      ... on SignedIn { accessToken refreshToken session { id deviceName } user { id username nickname } }
      ... on WrongCodeError { triesLeft }
      ... on Error { rule }
    }
  }
`);
export const ResetPassword = graphql(`
  mutation ResetPassword($input: ResetPasswordInput!) {
    resetPassword(input: $input) {
      __typename
      ... on SignedIn { accessToken refreshToken session { id } user { id username nickname } }
      ... on WrongCodeError { triesLeft }
      ... on InvalidFieldError { field }
      ... on Error { rule }
    }
  }
`);
export const VerifyEmail = graphql(`
  mutation VerifyEmail($input: VerifyEmailInput!) {
    verifyEmail(input: $input) {
      __typename
      ... on VerifyEmailPayload { viewer { email unverifiedEmail { address } } }
      ... on WrongCodeError { triesLeft }
      ... on Error { rule }
    }
  }
`);
export const RequestVerification = graphql(`
  mutation RequestVerification($input: RequestVerificationInput!) {
    requestVerification(input: $input) {
      __typename
      ... on CodeSent { sentTo expiresAt retryAt }
      ... on Error { rule }
    }
  }
`);
export const MyAddresses = graphql(`
  query MyAddresses {
    viewer { email pendingEmail unverifiedEmail { address expiresAt retryAt } user { id } }
  }
`);

export const addressOf = (person: Person): string => `${person.account.username}@example.org`;

/** Asks for a code at the server at `url`. */
export async function requestCode(
  url: string,
  address: string,
  purpose: 'SIGN_IN' | 'RESET_PASSWORD' = 'SIGN_IN',
) {
  const input = { purpose, address };
  return dataOf(RequestCode, input, await ask(url, null, RequestCode, { input })).requestCode;
}

export async function signInWithCode(url: string, address: string, code: string) {
  const input = { address, code, deviceName: 'By code' };
  return dataOf(SignInWithCode, input, await ask(url, null, SignInWithCode, { input }))
    .signInWithCode;
}

export async function resetPassword(
  url: string,
  address: string,
  code: string,
  newPassword: string,
) {
  const input = { address, code, newPassword };
  return dataOf(ResetPassword, input, await ask(url, null, ResetPassword, { input })).resetPassword;
}

/** Somebody who has got in by a code. */
export function personIn(
  url: string,
  signedIn: Extract<
    | ResultOf<typeof SignInWithCode>['signInWithCode']
    | ResultOf<typeof ResetPassword>['resetPassword'],
    { __typename: 'SignedIn' }
  >,
): Person {
  const { user, accessToken, refreshToken, session } = signedIn;
  return new Person(url, user, accessToken, refreshToken, session.id);
}
