import { PresenceAvatar_user } from '@/features/accounts/components/presence-avatar';
import { graphql } from '@/lib/graphql';

/**
 * Name and picture of a conversation, wherever one is shown. The list selects it too, so that one chosen there opens
 * with its whole header in the same frame.
 */
export const ConversationTitle_conversation = graphql(
  `
  fragment ConversationTitle_conversation on Conversation {
    id
    kind
    name
    avatarEmoji
    avatar {
      id
      thumbnailUrl
    }
    faces {
      id
      nickname
      avatar {
        id
        thumbnailUrl
      }
    }
    memberCount
    peer {
      id
      username
      nickname
      presence {
        state
        lastSeenAt
      }
      ...PresenceAvatar_user
    }
  }
`,
  [PresenceAvatar_user],
);
