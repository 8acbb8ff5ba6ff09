import { graphql } from '../graphql';

export const SignedIn_session = graphql(`
  fragment SignedIn_session on SignedIn @_unmask {
    accessToken
    accessTokenExpiresAt
    refreshToken
    fileToken
    session {
      id
    }
    user {
      id
    }
  }
`);

export const SignInMutation = graphql(
  `
    mutation Auth_signIn($input: SignInInput!) {
      signIn(input: $input) {
        __typename
        ... on SignedIn {
          ...SignedIn_session
        }
        ... on Error {
          rule
        }
      }
    }
  `,
  [SignedIn_session],
);

export const SignInWithProviderMutation = graphql(
  `
    mutation Auth_signInWithProvider($input: SignInWithProviderInput!) {
      signInWithProvider(input: $input) {
        __typename
        ... on SignedIn {
          ...SignedIn_session
        }
      }
    }
  `,
  [SignedIn_session],
);

export const LinkIdentityMutation = graphql(`
  mutation Auth_linkIdentity($input: LinkIdentityInput!) {
    linkIdentity(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
    }
  }
`);

export const ReauthenticateWithProviderMutation = graphql(`
  mutation Auth_reauthenticateWithProvider($input: ReauthenticateWithProviderInput!) {
    reauthenticateWithProvider(input: $input) {
      __typename
    }
  }
`);

export const RefreshSessionMutation = graphql(
  `
    mutation Auth_refreshSession($input: RefreshSessionInput!) {
      refreshSession(input: $input) {
        __typename
        ... on SignedIn {
          ...SignedIn_session
        }
      }
    }
  `,
  [SignedIn_session],
);

export const SignOutMutation = graphql(`
  mutation Auth_signOut {
    signOut {
      sessionId
    }
  }
`);

export const ViewerQuery = graphql(`
  query Auth_viewer {
    viewer {
      id
      user {
        id
      }
      session {
        id
      }
    }
  }
`);
