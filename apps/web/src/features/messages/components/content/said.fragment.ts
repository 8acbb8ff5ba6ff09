import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { graphql } from '@/lib/graphql';

/** What was said, wherever it is shown: in a message, a quotation, a bundle or among what is saved. Everyone sees the same. */
export const Said_content = graphql(
  `
  fragment Said_content on MessageContent @_unmask {
    __typename
    ... on TextContent {
      text
    }
    ... on MarkdownContent {
      markdown
    }
    ... on RecalledContent {
      by {
        id
        nickname
      }
      recalledAt
      originalFormat
    }
    ... on DeletedContent {
      by {
        id
        nickname
      }
      deletedAt
    }
    ... on ContactCardContent {
      user {
        id
        nickname
        username
        ...UserAvatar_user
      }
    }
    ... on GroupCardContent {
      group {
        id
        name
        description
        avatarEmoji
        memberCount
      }
    }
    ... on BundleContent {
      bundle {
        id
        title
        entryCount
        preview {
          position
          senderName
          content {
            __typename
            ... on TextContent {
              text
            }
            ... on MarkdownContent {
              markdown
            }
          }
        }
      }
    }
  }
`,
  [UserAvatar_user],
);
