import { ask, dataOf } from './client.ts';
import { graphql, type VariablesOf } from './graphql.ts';
import type { Person } from './world.ts';

export const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      __typename
      ... on ChangePasswordPayload { viewer { id hasPassword } }
      ... on Error { rule message }
      ... on InvalidFieldError { field }
      ... on ServerBusyError { retryAt }
    }
  }
`);
export const Reauthenticate = graphql(`
  mutation Reauthenticate($input: ReauthenticateInput!) {
    reauthenticate(input: $input) {
      __typename
      ... on ReauthenticatePayload { session { id authenticatedAt } }
      ... on Error { rule message }
    }
  }
`);
export const RequestReauthenticationCode = graphql(`
  mutation RequestReauthenticationCode($input: RequestReauthenticationCodeInput!) {
    requestReauthenticationCode(input: $input) {
      __typename
      ... on CodeSent { sentTo }
      ... on Error { rule }
    }
  }
`);
export const MyPassword = graphql(`
  query MyPassword { viewer { hasPassword reauthenticationMethods session { id authenticatedAt } } }
`);
const Enter = graphql(`
  mutation Enter($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on SignedIn { session { id } }
      ... on ServerBusyError { retryAt }
    }
  }
`);

export type Change = VariablesOf<typeof ChangePassword>['input'];

export const changePassword = async (person: Person, input: Change) =>
  (await person.ask(ChangePassword, { input })).changePassword;

/** What comes of trying a name and a password. */
export async function enter(url: string, login: string, password: string) {
  const input = { login, password };
  return dataOf(Enter, input, await ask(url, null, Enter, { input })).signIn;
}
