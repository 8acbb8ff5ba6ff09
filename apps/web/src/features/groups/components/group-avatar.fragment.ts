import { graphql } from '@/lib/graphql';

/** What a group is shown by: what was chosen, or else the faces of its first members. */
export const GroupAvatar_conversation = graphql(`
  fragment GroupAvatar_conversation on Conversation @_unmask {
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
  }
`);
