import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { Media_file, Media_image, Media_video } from '@/features/media/documents';
import { graphql } from '@/lib/graphql';

/** Words, or who took them back. */
const Said_words = graphql(`
  fragment Said_words on MessageContent @_unmask {
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
  }
`);

/** Pictures, films and files, as they are drawn. */
export const Said_files = graphql(
  `
  fragment Said_files on MessageContent @_unmask {
    ... on ImageContent {
      image {
        ...Media_image
      }
    }
    ... on VideoContent {
      video {
        ...Media_video
      }
    }
    ... on FileContent {
      file {
        ...Media_file
      }
    }
  }
`,
  [Media_image, Media_video, Media_file],
);

/** What was said, wherever it is shown: in a message, a quotation, a bundle or among what is saved. Everyone sees the same. */
export const Said_content = graphql(
  `
  fragment Said_content on MessageContent @_unmask {
    __typename
    ...Said_words
    ... on VoiceContent {
      voice {
        id
        durationMs
        waveform
        url
        transcription {
          state
          text
          failure
        }
      }
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
        avatar {
          id
          thumbnailUrl
        }
        memberCount
      }
    }
    ...Said_files
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
  [Said_words, Said_files, UserAvatar_user],
);

/** What it takes to say in one line what was said: above an answer, in a list. */
export const Said_line = graphql(
  `
  fragment Said_line on MessageContent @_unmask {
    __typename
    ...Said_words
    ... on VoiceContent {
      voice {
        id
        durationMs
      }
    }
    ... on ContactCardContent {
      user {
        id
        nickname
      }
    }
    ... on GroupCardContent {
      group {
        id
        name
      }
    }
    ... on ImageContent {
      image {
        id
        animated
      }
    }
    ... on FileContent {
      file {
        id
        fileName
      }
    }
    ... on BundleContent {
      bundle {
        id
        title
      }
    }
  }
`,
  [Said_words],
);
