import { type Client, useClient } from 'urql';
import { graphql } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { carryCodeOut } from './codes';
import { whenFresh } from './fresh-sign-in';

const UpdateProfileMutation = graphql(`
  mutation Account_updateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      __typename
      ... on UpdateProfilePayload {
        user {
          id
          nickname
          bio
        }
      }
    }
  }
`);
const SetAvatarMutation = graphql(`
  mutation Account_setAvatar($input: SetAvatarInput!) {
    setAvatar(input: $input) {
      __typename
      ... on SetAvatarPayload {
        user {
          id
          avatar {
            id
            thumbnailUrl
          }
        }
      }
    }
  }
`);
const ChangeUsernameMutation = graphql(`
  mutation Account_changeUsername($input: ChangeUsernameInput!) {
    changeUsername(input: $input) {
      __typename
      ... on ChangeUsernamePayload {
        user {
          id
          username
        }
      }
      ... on UsernameChangedLatelyError {
        retryAt
      }
    }
  }
`);
const RequestEmailChangeMutation = graphql(`
  mutation Account_requestEmailChange($input: RequestEmailChangeInput!) {
    requestEmailChange(input: $input) {
      __typename
      ... on CodeSent {
        sentTo
        expiresAt
        retryAt
      }
    }
  }
`);
const ConfirmEmailChangeMutation = graphql(`
  mutation Account_confirmEmailChange($input: ConfirmEmailChangeInput!) {
    confirmEmailChange(input: $input) {
      __typename
      ... on ConfirmEmailChangePayload {
        viewer {
          id
          email
          pendingEmail
          reauthenticationMethods
        }
      }
      ... on WrongCodeError {
        triesLeft
      }
    }
  }
`);
const RequestPhoneChangeMutation = graphql(`
  mutation Account_requestPhoneChange($input: RequestPhoneChangeInput!) {
    requestPhoneChange(input: $input) {
      __typename
      ... on CodeSent {
        sentTo
        expiresAt
        retryAt
      }
    }
  }
`);
const ConfirmPhoneChangeMutation = graphql(`
  mutation Account_confirmPhoneChange($input: ConfirmPhoneChangeInput!) {
    confirmPhoneChange(input: $input) {
      __typename
      ... on ConfirmPhoneChangePayload {
        viewer {
          id
          phone
          pendingPhone
          reauthenticationMethods
        }
      }
      ... on WrongCodeError {
        triesLeft
      }
    }
  }
`);
const CancelAddressChangeMutation = graphql(`
  mutation Account_cancelAddressChange($input: CancelAddressChangeInput!) {
    cancelAddressChange(input: $input) {
      __typename
      viewer {
        id
        pendingEmail
        pendingPhone
      }
    }
  }
`);
const RemovePhoneMutation = graphql(`
  mutation Account_removePhone {
    removePhone {
      __typename
      ... on RemovePhonePayload {
        viewer {
          id
          phone
          reauthenticationMethods
        }
      }
    }
  }
`);
const UnlinkIdentityMutation = graphql(`
  mutation Account_unlinkIdentity($input: UnlinkIdentityInput!) {
    unlinkIdentity(input: $input) {
      __typename
      ... on UnlinkIdentityPayload {
        viewer {
          id
          reauthenticationMethods
          identities {
            id
          }
        }
      }
    }
  }
`);

export type AddressChannel = 'EMAIL' | 'SMS';

/** What one changes about one's own account. What hands the account over asks first who one is. */
export function useAccountActions() {
  const client = useClient();
  return {
    updateProfile: (profile: { nickname: string; bio: string }) =>
      carryOut(client, UpdateProfileMutation, profile),
    setAvatar: (fileId: string | null) => carryOut(client, SetAvatarMutation, { fileId }),
    changeUsername: (username: string) => carryOut(client, ChangeUsernameMutation, { username }),
    requestAddress: (channel: AddressChannel, address: string) =>
      whenFresh(() => requestAddress(client, channel, address)),
    confirmAddress: (channel: AddressChannel, code: string) =>
      confirmAddress(client, channel, code),
    cancelAddress: (channel: AddressChannel) =>
      carryOut(client, CancelAddressChangeMutation, { channel }),
    removePhone: () => whenFresh(() => carryOut(client, RemovePhoneMutation, {})),
    unlink: (identityId: string) =>
      whenFresh(() => carryOut(client, UnlinkIdentityMutation, { identityId })),
  };
}

const requestAddress = (client: Client, channel: AddressChannel, address: string) =>
  channel === 'EMAIL'
    ? carryCodeOut(client, RequestEmailChangeMutation, { email: address })
    : carryCodeOut(client, RequestPhoneChangeMutation, { phone: address });

const confirmAddress = (client: Client, channel: AddressChannel, code: string) =>
  channel === 'EMAIL'
    ? carryCodeOut(client, ConfirmEmailChangeMutation, { code })
    : carryCodeOut(client, ConfirmPhoneChangeMutation, { code });
