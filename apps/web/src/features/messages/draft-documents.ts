import { graphql } from '@/lib/graphql';

/** What the viewer has begun to write; of what it answers no more than a line. */
export const Draft_conversation = graphql(`
  fragment Draft_conversation on Conversation @_unmask {
    id
    draft {
      text
      updatedAt
      replyTo {
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
`);

export const SaveDraftMutation = graphql(
  `
    mutation Drafts_save($input: SaveDraftInput!) {
      saveDraft(input: $input) {
        __typename
        ... on SaveDraftPayload {
          conversation {
            ...Draft_conversation
          }
        }
        ... on InvalidFieldError {
          field
        }
      }
    }
  `,
  [Draft_conversation],
);

/** Account stream. */
export const Hears_DraftChanged = graphql(
  `
    fragment Hears_DraftChanged on DraftChanged @_unmask {
      conversation {
        ...Draft_conversation
      }
    }
  `,
  [Draft_conversation],
);

/** Account stream. */
export const DraftsHear_ConversationLeft = graphql(`
  fragment DraftsHear_ConversationLeft on ConversationLeft @_unmask {
    conversationId
  }
`);
