import { graphql } from '@/lib/graphql';
import { Groups_announcement, Groups_invite, Groups_joinRequest } from './documents';

/** Account stream. */
export const GroupsHear_GroupInviteChanged = graphql(
  `
  fragment GroupsHear_GroupInviteChanged on GroupInviteChanged @_unmask {
    invite {
      ...Groups_invite
    }
  }
`,
  [Groups_invite],
);

/** Account stream. */
export const GroupsHear_JoinRequestChanged = graphql(
  `
  fragment GroupsHear_JoinRequestChanged on JoinRequestChanged @_unmask {
    joinRequest {
      ...Groups_joinRequest
    }
  }
`,
  [Groups_joinRequest],
);

/** Account stream. */
export const GroupsHear_GroupBanChanged = graphql(`
  fragment GroupsHear_GroupBanChanged on GroupBanChanged @_unmask {
    conversation {
      id
    }
  }
`);

/** Account stream. */
export const GroupsHear_ConversationLeft = graphql(`
  fragment GroupsHear_ConversationLeft on ConversationLeft @_unmask {
    conversationId
    leavingReason
  }
`);

/** Account stream. */
export const GroupsHear_ConversationJoined = graphql(`
  fragment GroupsHear_ConversationJoined on ConversationJoined @_unmask {
    conversation {
      id
    }
  }
`);

/** Conversation stream. */
export const GroupsHear_AnnouncementPublished = graphql(
  `
  fragment GroupsHear_AnnouncementPublished on AnnouncementPublished @_unmask {
    announcement {
      ...Groups_announcement
      conversation {
        id
      }
    }
  }
`,
  [Groups_announcement],
);

/** Conversation stream. */
export const GroupsHear_AnnouncementRead = graphql(`
  fragment GroupsHear_AnnouncementRead on AnnouncementRead @_unmask {
    announcement {
      id
      readCount
    }
  }
`);

/** Account stream. */
export const GroupsHear_AnnouncementMarkedRead = graphql(`
  fragment GroupsHear_AnnouncementMarkedRead on AnnouncementMarkedRead @_unmask {
    announcement {
      id
      viewerHasRead
    }
  }
`);

/** Conversation stream. */
export const GroupsHear_AnnouncementRemoved = graphql(`
  fragment GroupsHear_AnnouncementRemoved on AnnouncementRemoved @_unmask {
    announcementId
    conversation {
      id
    }
  }
`);

/** Conversation stream. */
export const GroupsHear_GroupChanged = graphql(`
  fragment GroupsHear_GroupChanged on GroupChanged @_unmask {
    conversation {
      id
      visibility
    }
  }
`);

/** Conversation stream. */
export const GroupsHear_RoleChanged = graphql(`
  fragment GroupsHear_RoleChanged on RoleChanged @_unmask {
    conversation {
      id
    }
    member {
      id
      user {
        id
      }
    }
  }
`);

/** Conversation stream. */
export const GroupsHear_MembersJoined = graphql(`
  fragment GroupsHear_MembersJoined on MembersJoined @_unmask {
    conversation {
      id
    }
  }
`);

/** Conversation stream. */
export const GroupsHear_MemberLeft = graphql(`
  fragment GroupsHear_MemberLeft on MemberLeft @_unmask {
    conversation {
      id
    }
  }
`);
