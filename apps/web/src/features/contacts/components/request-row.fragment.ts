import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { graphql } from '@/lib/graphql';

export const RequestRow_request = graphql(
  `
  fragment RequestRow_request on FriendRequest {
    id
    note
    status
    createdAt
    expiresAt
    from {
      id
      username
      nickname
      ...UserAvatar_user
    }
    to {
      id
      username
      nickname
      ...UserAvatar_user
    }
  }
`,
  [UserAvatar_user],
);
