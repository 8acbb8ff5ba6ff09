import { type Client, useClient } from 'urql';
import { graphql } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { type Captcha, withCaptcha } from './captcha';

const ChangePasswordMutation = graphql(`
  mutation Password_change($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      __typename
      ... on ChangePasswordPayload {
        viewer {
          id
          hasPassword
          reauthenticationMethods
        }
      }
      ... on ServerBusyError {
        retryAt
      }
    }
  }
`);
const ReauthenticateMutation = graphql(`
  mutation Password_reauthenticate($input: ReauthenticateInput!) {
    reauthenticate(input: $input) {
      __typename
      ... on ReauthenticatePayload {
        session {
          id
          authenticatedAt
        }
      }
      ... on WrongCodeError {
        triesLeft
      }
      ... on ServerBusyError {
        retryAt
      }
    }
  }
`);
const RequestCodeMutation = graphql(`
  mutation Password_requestCode($input: RequestReauthenticationCodeInput!) {
    requestReauthenticationCode(input: $input) {
      __typename
      ... on CodeSent {
        sentTo
        retryAt
      }
    }
  }
`);

export type CodeChannel = 'EMAIL' | 'SMS';

export interface PasswordChange {
  currentPassword?: string;
  newPassword: string;
  signOutOthers: boolean;
}

/** Changing what one signs in with, and proving that it is oneself. */
export function usePasswordActions() {
  const client = useClient();
  return {
    changePassword: (change: PasswordChange, captcha: Captcha) =>
      withCaptcha(captcha, 'always', (solution) =>
        carryOut(client, ChangePasswordMutation, { ...change, captcha: solution }),
      ),
    reauthenticate: (password: string, captcha: Captcha) =>
      withCaptcha(captcha, 'when asked', (solution) =>
        carryOut(client, ReauthenticateMutation, { password, captcha: solution }),
      ),
    reauthenticateWithCode: (channel: CodeChannel, code: string) =>
      carryOut(client, ReauthenticateMutation, { channel, code }),
    requestCode: (channel: CodeChannel) => requestCode(client, channel),
  };
}

const requestCode = (client: Client, channel: CodeChannel) =>
  carryOut(client, RequestCodeMutation, { channel });
