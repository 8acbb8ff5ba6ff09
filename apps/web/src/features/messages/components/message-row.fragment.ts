import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { graphql } from '@/lib/graphql';
import { SystemNotice_message } from './system-notice.fragment';

export const MessageRow_message = graphql(
  `
  fragment MessageRow_message on Message {
    id
    seq
    clientId
    sentAt
    sender {
      id
      nickname
      ...UserAvatar_user
    }
    content {
      __typename
      ... on TextContent {
        text
      }
    }
    ...SystemNotice_message
  }
`,
  [UserAvatar_user, SystemNotice_message],
);
