import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { ConversationTitle_conversation } from '@/features/conversations/components/conversation-title.fragment';
import { graphql, type ResultOf } from '@/lib/graphql';

export const SearchMessagesQuery = graphql(
  `
  query Search_messages(
    $query: String!
    $first: Int!
    $after: String
    $conversationId: ID
    $senderId: ID
    $kinds: [SearchableKind!]
    $since: DateTime
    $until: DateTime
  ) {
    searchMessages(
      query: $query
      first: $first
      after: $after
      conversationId: $conversationId
      senderId: $senderId
      kinds: $kinds
      since: $since
      until: $until
    ) {
      edges {
        node {
          message {
            id
            seq
            sentAt
            sender {
              id
              nickname
              ...UserAvatar_user
            }
            senderMember {
              id
              groupNickname
            }
            conversation {
              id
              kind
              ...ConversationTitle_conversation
            }
          }
          excerpt {
            text
            highlighted
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`,
  [ConversationTitle_conversation, UserAvatar_user],
);

export const ActiveDaysQuery = graphql(`
  query Search_activeDays($id: ID!, $month: String!, $timeZone: String!) {
    conversation(id: $id) {
      id
      activeDays(month: $month, timeZone: $timeZone)
    }
  }
`);

export const SeqAtQuery = graphql(`
  query Search_seqAt($id: ID!, $instant: DateTime!) {
    conversation(id: $id) {
      id
      seqAt(instant: $instant)
    }
  }
`);

type FoundPage = ResultOf<typeof SearchMessagesQuery>['searchMessages'];
export type FoundMessage = FoundPage['edges'][number]['node'];
