import { randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import type { Backend } from '../realtime/backend.ts';
import { graphql } from './graphql.ts';
import { SECRETS } from './secrets.ts';
import type { Person } from './world.ts';

/** What people change about their own account, and the word of the web server that some of it needs. */

export const UpdateProfile = graphql(`
  mutation UpdateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      __typename
      ... on UpdateProfilePayload { user { id nickname bio } }
      ... on InvalidFieldError { field }
      ... on Error { rule }
    }
  }
`);
export const ChangeUsername = graphql(`
  mutation ChangeUsername($input: ChangeUsernameInput!) {
    changeUsername(input: $input) {
      __typename
      ... on ChangeUsernamePayload { user { id username } }
      ... on UsernameChangedLatelyError { retryAt }
      ... on Error { rule }
    }
  }
`);
export const RequestEmailChange = graphql(`
  mutation RequestEmailChange($input: RequestEmailChangeInput!) {
    requestEmailChange(input: $input) {
      __typename
      ... on CodeSent { sentTo retryAt }
      ... on InvalidFieldError { field }
      ... on Error { rule }
    }
  }
`);
export const ConfirmEmailChange = graphql(`
  mutation ConfirmEmailChange($input: ConfirmEmailChangeInput!) {
    confirmEmailChange(input: $input) {
      __typename
      ... on ConfirmEmailChangePayload { viewer { email pendingEmail } }
      ... on WrongCodeError { triesLeft }
      ... on Error { rule }
    }
  }
`);
export const RequestPhoneChange = graphql(`
  mutation RequestPhoneChange($input: RequestPhoneChangeInput!) {
    requestPhoneChange(input: $input) {
      __typename
      ... on CodeSent { sentTo }
      ... on InvalidFieldError { field }
      ... on Error { rule }
    }
  }
`);
export const ConfirmPhoneChange = graphql(`
  mutation ConfirmPhoneChange($input: ConfirmPhoneChangeInput!) {
    confirmPhoneChange(input: $input) {
      __typename
      ... on ConfirmPhoneChangePayload { viewer { phone pendingPhone } }
      ... on Error { rule }
    }
  }
`);
export const CancelAddressChange = graphql(`
  mutation CancelAddressChange($input: CancelAddressChangeInput!) {
    cancelAddressChange(input: $input) { viewer { pendingEmail pendingPhone } }
  }
`);
export const RemovePhone = graphql(`
  mutation RemovePhone {
    removePhone {
      __typename
      ... on RemovePhonePayload { viewer { phone } }
      ... on Error { rule }
    }
  }
`);
export const LinkIdentity = graphql(`
  mutation LinkIdentity($input: LinkIdentityInput!) {
    linkIdentity(input: $input) {
      __typename
      ... on LinkIdentityPayload { viewer { identities { id provider displayName } } }
      ... on Error { rule }
    }
  }
`);
export const UnlinkIdentity = graphql(`
  mutation UnlinkIdentity($input: UnlinkIdentityInput!) {
    unlinkIdentity(input: $input) {
      __typename
      ... on UnlinkIdentityPayload { viewer { identities { id } } }
      ... on Error { rule message }
    }
  }
`);
export const ReauthenticateWithProvider = graphql(`
  mutation ReauthenticateWithProvider($input: ReauthenticateWithProviderInput!) {
    reauthenticateWithProvider(input: $input) {
      __typename
      ... on ReauthenticateWithProviderPayload { session { id authenticatedAt } }
      ... on Error { rule }
    }
  }
`);
export const MyAccount = graphql(`
  query MyAccount {
    viewer {
      email pendingEmail phone pendingPhone usernameChangeableAt
      identities { id provider displayName linkedAt }
    }
  }
`);

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

export interface Assertion extends JWTPayload {
  ageSeconds: number;
  secret: string;
}

/** The web server's word, issued `ageSeconds` ago; each is a new one unless its `jti` is said. */
export function assertionOf(
  claims: JWTPayload,
  { ageSeconds = 0, secret = SECRETS.WEB_API_SECRET, ...standard }: Partial<Assertion> = {},
): Promise<string> {
  return new SignJWT({
    iss: 'teahouse-web',
    aud: 'teahouse-api',
    iat: inSeconds(-ageSeconds),
    exp: inSeconds(600),
    jti: randomUUID(),
    ...claims,
    ...standard,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
}

/** As if the person had signed in on this device longer ago than is good for changes of what opens the account. */
export async function makeStale({ pool }: Pick<Backend, 'pool'>, person: Person): Promise<void> {
  const sessionId = Buffer.from(person.sessionId, 'base64').toString().replace('Session:', '');
  await pool.query(
    `UPDATE session SET authenticated_at = now() - interval '11 minutes' WHERE id = $1`,
    [sessionId],
  );
}
