import { Background_conversation } from '@/features/backgrounds/documents';
import { MessagePreview_message } from '@/features/messages/components/message-preview.fragment';
import { graphql } from '@/lib/graphql';
import { ConversationTitle_conversation } from './conversation-title.fragment';
import { Peer_conversation } from './peer.fragment';

export const ConversationRow_conversation = graphql(
  `
  fragment ConversationRow_conversation on Conversation {
    id
    kind
    activeAt
    lastSeq
    unreadCount
    unreadMentionCount
    viewerSettings {
      pinned
      doNotDisturb
      hidden
      markedUnread
    }
    viewerPosition {
      readSeq
    }
    lastMessage {
      id
      sentAt
      ...MessagePreview_message
    }
    ...ConversationTitle_conversation
    ...Peer_conversation
    ...Background_conversation
  }
`,
  [
    MessagePreview_message,
    ConversationTitle_conversation,
    Peer_conversation,
    Background_conversation,
  ],
);
