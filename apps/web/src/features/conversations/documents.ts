import { MessagePreview_message } from '@/features/messages/components/message-preview.fragment';
import { graphql } from '@/lib/graphql';
import { ConversationRow_conversation } from './components/conversation-row.fragment';

/** What positions are reckoned from; belongs into every answer that shows a conversation in the list. */
export const Position_conversation = graphql(
  `
    fragment Position_conversation on Conversation @_unmask {
      id
      lastSeq
      unreadCount
      activeAt
      lastMessage {
        id
        seq
        ...MessagePreview_message
      }
      viewerMember {
        id
        readSeq
        deliveredSeq
      }
    }
  `,
  [MessagePreview_message],
);

export const List_conversation = graphql(
  `
    fragment List_conversation on Conversation @_unmask {
      ...Position_conversation
      ...ConversationRow_conversation
    }
  `,
  [Position_conversation, ConversationRow_conversation],
);

export const ConversationListQuery = graphql(
  `
    query ConversationList($first: Int!, $after: String) {
      viewer {
        id
        unreadCount
        pinnedConversations {
          ...List_conversation
        }
        conversations(first: $first, after: $after) {
          edges {
            cursor
            node {
              ...List_conversation
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `,
  [List_conversation],
);

/** One conversation as the list needs it: for one that moves although its page has not been loaded. */
export const ListedConversationQuery = graphql(
  `
    query ListedConversation($id: ID!) {
      conversation(id: $id) {
        ...List_conversation
      }
    }
  `,
  [List_conversation],
);
