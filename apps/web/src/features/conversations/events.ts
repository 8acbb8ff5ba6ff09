import { GroupAvatar_conversation } from '@/features/groups/components/group-avatar.fragment';
import { MessagePreview_message } from '@/features/messages/components/message-preview.fragment';
import { graphql } from '@/lib/graphql';
import { List_conversation, Unread_conversation } from './documents';

/** What the list needs to know of a message; the same for every member, so nothing here may depend on who is looking. */
const ListHears_message = graphql(
  `
    fragment ListHears_message on Message @_unmask {
      id
      seq
      sentAt
      sender {
        id
      }
      mentions {
        user {
          id
        }
      }
      conversation {
        id
      }
      ...MessagePreview_message
    }
  `,
  [MessagePreview_message],
);

/** Conversation stream. */
export const ListHears_MessageSent = graphql(
  `
    fragment ListHears_MessageSent on MessageSent @_unmask {
      message {
        ...ListHears_message
      }
    }
  `,
  [ListHears_message],
);

/** Conversation stream. */
export const ListHears_MessageEdited = graphql(
  `
    fragment ListHears_MessageEdited on MessageEdited @_unmask {
      message {
        ...ListHears_message
      }
    }
  `,
  [ListHears_message],
);

/** Conversation stream. */
export const ListHears_MessageRecalled = graphql(
  `
    fragment ListHears_MessageRecalled on MessageRecalled @_unmask {
      message {
        ...ListHears_message
      }
    }
  `,
  [ListHears_message],
);

/** Conversation stream. */
export const ListHears_MessageDeleted = graphql(
  `
    fragment ListHears_MessageDeleted on MessageDeleted @_unmask {
      message {
        ...ListHears_message
      }
    }
  `,
  [ListHears_message],
);

/** Conversation stream. */
export const Hears_ReceiptMoved = graphql(`
  fragment Hears_ReceiptMoved on ReceiptMoved @_unmask {
    member {
      id
      deliveredSeq
      readSeq
    }
  }
`);

/** Conversation stream. */
export const Hears_RoleChanged = graphql(`
  fragment Hears_RoleChanged on RoleChanged @_unmask {
    conversation {
      id
      faces {
        id
        nickname
        avatar {
          id
          thumbnailUrl
        }
      }
    }
    member {
      id
      role
    }
  }
`);

/** Conversation stream. */
export const Hears_MembersJoined = graphql(`
  fragment Hears_MembersJoined on MembersJoined @_unmask {
    conversation {
      id
      faces {
        id
        nickname
        avatar {
          id
          thumbnailUrl
        }
      }
      memberCount
    }
  }
`);

/** Conversation stream. */
export const Hears_MemberLeft = graphql(`
  fragment Hears_MemberLeft on MemberLeft @_unmask {
    conversation {
      id
      faces {
        id
        nickname
        avatar {
          id
          thumbnailUrl
        }
      }
      memberCount
    }
  }
`);

/** Account stream: for me alone, so it may say where I stand. */
export const Hears_ConversationJoined = graphql(
  `
    fragment Hears_ConversationJoined on ConversationJoined @_unmask {
      conversation {
        ...List_conversation
      }
    }
  `,
  [List_conversation],
);

/** Account stream. */
export const Hears_ConversationLeft = graphql(`
  fragment Hears_ConversationLeft on ConversationLeft @_unmask {
    conversationId
  }
`);

/** Account stream. */
export const Hears_ReadMoved = graphql(
  `
    fragment Hears_ReadMoved on ReadMoved @_unmask {
      conversation {
        ...Unread_conversation
      }
    }
  `,
  [Unread_conversation],
);

/** Account stream. */
export const Hears_ConversationSettingsChanged = graphql(
  `
    fragment Hears_ConversationSettingsChanged on ConversationSettingsChanged @_unmask {
      conversation {
        ...List_conversation
      }
    }
  `,
  [List_conversation],
);

/** Conversation stream. */
export const Hears_GroupChanged = graphql(
  `
  fragment Hears_GroupChanged on GroupChanged @_unmask {
    conversation {
      id
      name
      description
      ...GroupAvatar_conversation
      visibility
      joinPolicy
      allMuted
      mentionAllRestricted
      forwardingForbidden
    }
  }
`,
  [GroupAvatar_conversation],
);

/** Conversation stream. */
export const Hears_MemberChanged = graphql(`
  fragment Hears_MemberChanged on MemberChanged @_unmask {
    conversation {
      id
    }
    member {
      id
      groupNickname
      mutedUntil
      user {
        id
        username
        nickname
        avatar {
          id
          thumbnailUrl
        }
      }
    }
  }
`);
