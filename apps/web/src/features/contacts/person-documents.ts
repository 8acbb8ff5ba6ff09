import { graphql } from '@/lib/graphql';

/** What removing and blocking change about a person. */
const Standing_user = graphql(`
  fragment Standing_user on User @_unmask {
    id
    relation
    blocked
    remark
    presence {
      state
      lastSeenAt
    }
    categories {
      id
      title
    }
    pendingFriendRequest {
      id
    }
  }
`);

export const RemoveFriendMutation = graphql(
  `
  mutation Contacts_removeFriend($input: RemoveFriendInput!) {
    removeFriend(input: $input) {
      __typename
      ... on RemoveFriendPayload {
        user {
          ...Standing_user
        }
      }
    }
  }
`,
  [Standing_user],
);

export const BlockUserMutation = graphql(
  `
  mutation Contacts_blockUser($input: BlockUserInput!) {
    blockUser(input: $input) {
      __typename
      ... on BlockUserPayload {
        user {
          ...Standing_user
        }
      }
    }
  }
`,
  [Standing_user],
);

export const UnblockUserMutation = graphql(
  `
  mutation Contacts_unblockUser($input: UnblockUserInput!) {
    unblockUser(input: $input) {
      __typename
      ... on UnblockUserPayload {
        user {
          ...Standing_user
        }
      }
    }
  }
`,
  [Standing_user],
);

export const SetRemarkMutation = graphql(`
  mutation Contacts_setRemark($input: SetRemarkInput!) {
    setRemark(input: $input) {
      __typename
      ... on SetRemarkPayload {
        user {
          id
          remark
        }
      }
    }
  }
`);
