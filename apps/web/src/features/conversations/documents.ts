import { Background_viewer } from '@/features/backgrounds/documents';
import { MessagePreview_message } from '@/features/messages/components/message-preview.fragment';
import { Draft_conversation } from '@/features/messages/draft-documents';
import { graphql } from '@/lib/graphql';
import { ConversationRow_conversation } from './components/conversation-row.fragment';

/** What positions are reckoned from. */
const Position_numbers = graphql(`
  fragment Position_numbers on Conversation @_unmask {
    id
    lastSeq
    unreadCount
    unreadMentionCount
    activeAt
    lastMessage {
      id
      seq
    }
    viewerPosition {
      readSeq
      deliveredSeq
    }
  }
`);

/** Belongs into every answer that moves a conversation in the list: with the message that it shows then. */
export const Position_conversation = graphql(
  `
    fragment Position_conversation on Conversation @_unmask {
      ...Position_numbers
      lastMessage {
        ...MessagePreview_message
      }
    }
  `,
  [Position_numbers, MessagePreview_message],
);

/** For whoever has it open as well: an answer about one conversation, where something about the unread has changed. */
export const Unread_conversation = graphql(
  `
    fragment Unread_conversation on Conversation @_unmask {
      ...Position_conversation
      firstUnreadMention {
        id
        seq
      }
    }
  `,
  [Position_conversation],
);

/** The row brings the message. Asking for it once more would make a page of the list cost more than the API allows. */
export const List_conversation = graphql(
  `
    fragment List_conversation on Conversation @_unmask {
      ...Position_numbers
      ...ConversationRow_conversation
      ...Draft_conversation
    }
  `,
  [Position_numbers, ConversationRow_conversation, Draft_conversation],
);

export const ConversationListQuery = graphql(
  `
    query ConversationList($first: Int!, $after: String) {
      viewer {
        id
        unreadCount
        ...Background_viewer
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
  [List_conversation, Background_viewer],
);

/** One conversation as the list needs it: for one that moves although its page has not been loaded. */
export const ListedConversationQuery = graphql(
  `
    query ListedConversation($id: ID!) {
      conversation(id: $id) {
        ...List_conversation
        ...Unread_conversation
      }
    }
  `,
  [List_conversation, Unread_conversation],
);
