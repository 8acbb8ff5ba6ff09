import { PresenceAvatar_user } from '@/features/accounts/components/presence-avatar';
import { GroupAvatar_conversation } from '@/features/groups/components/group-avatar.fragment';
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
    ...GroupAvatar_conversation
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
  [GroupAvatar_conversation, PresenceAvatar_user],
);
