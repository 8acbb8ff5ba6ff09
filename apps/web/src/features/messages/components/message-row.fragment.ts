import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { graphql } from '@/lib/graphql';
import { Said_content, Said_line } from './content/said.fragment';
import { SystemNotice_message } from './system-notice.fragment';

/** What is quoted above a reply: shared with everybody who sees the reply. */
export const MessageRow_quoted = graphql(
  `
  fragment MessageRow_quoted on QuotedMessage @_unmask {
    messageId
    seq
    sender {
      id
      nickname
    }
    senderMember {
      id
      groupNickname
    }
    content {
      ...Said_line
    }
  }
`,
  [Said_line],
);

/** Part of events that are executed once for all members: nothing here depends on who is looking. */
export const MessageRow_message = graphql(
  `
  fragment MessageRow_message on Message @_unmask {
    id
    seq
    clientId
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
    content {
      ...Said_content
    }
    mentions {
      start
      length
      user {
        id
        nickname
      }
    }
    replyTo {
      ...MessageRow_quoted
    }
    linkPreview {
      url
      title
      description
      siteName
    }
    reactions {
      emoji
      count
      recent {
        id
        nickname
      }
    }
    editedAt
    version
    pinned
    forwarded
    forwardingForbidden
    ...SystemNotice_message
  }
`,
  [UserAvatar_user, Said_content, MessageRow_quoted, SystemNotice_message],
);
