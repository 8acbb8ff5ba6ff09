import { Unread_conversation } from '@/features/conversations/documents';
import { graphql } from '@/lib/graphql';
import { MessageRow_message } from './components/message-row.fragment';

/**
 * A message of the history. Also part of MessageSent, which the API executes once for all members: so it selects nothing
 * that depends on who is looking.
 */
export const History_message = graphql(
  `
    fragment History_message on Message @_unmask {
      id
      forwardingForbiddenBySender
      ...MessageRow_message
    }
  `,
  [MessageRow_message],
);

/** A page as it is; pages further up than the newest are no part of the cache. */
export const History_page = graphql(
  `
    fragment History_page on ConversationMessagesConnection @_unmask {
      edges {
        node {
          ...History_message
          heard
          reactions {
            emoji
            viewerReacted
          }
        }
      }
      pageInfo {
        hasPreviousPage
        startCursor
        hasNextPage
        endCursor
      }
    }
  `,
  [History_message],
);

/** History is read backwards: the newest page first, then what lies before its start. From a jump also forwards. */
export const HistoryQuery = graphql(
  `
    query Messages_history($id: ID!, $last: Int, $before: String, $first: Int, $after: String) {
      conversation(id: $id) {
        id
        messages(last: $last, before: $before, first: $first, after: $after) {
          ...History_page
        }
      }
    }
  `,
  [History_page],
);

export const HistoryAroundQuery = graphql(
  `
    query Messages_historyAround($id: ID!, $seq: Int!) {
      conversation(id: $id) {
        id
        messagesAround(seq: $seq) {
          ...History_page
        }
      }
    }
  `,
  [History_page],
);

/** A message that has just come, with where it belongs. */
const History_sent = graphql(
  `
    fragment History_sent on Message @_unmask {
      ...History_message
      conversation {
        id
      }
    }
  `,
  [History_message],
);

/** Why a message was not taken, and when it would be. */
const NotSent_error = graphql(`
  fragment NotSent_error on Error @_unmask {
    rule
    message
    ... on MemberMutedError {
      retryAt
    }
    ... on MessageRateLimitedError {
      limit
      retryAt
    }
  }
`);

export const SendMessageMutation = graphql(
  `
    mutation Messages_send($input: SendMessageInput!) {
      sendMessage(input: $input) {
        __typename
        ... on SendMessagePayload {
          sent {
            ...History_sent
          }
        }
        ...NotSent_error
      }
    }
  `,
  [History_sent, NotSent_error],
);

export const SendFileMutation = graphql(
  `
    mutation Messages_sendFile($input: SendFileInput!) {
      sendFile(input: $input) {
        __typename
        ... on SendFilePayload {
          sent {
            ...History_sent
          }
        }
        ...NotSent_error
      }
    }
  `,
  [History_sent, NotSent_error],
);

/** Conversation stream: the same for every member. */
export const Hears_MessageSent = graphql(
  `
    fragment Hears_MessageSent on MessageSent @_unmask {
      message {
        ...History_sent
      }
    }
  `,
  [History_sent],
);

/** Account stream. */
export const HistoryHears_ConversationLeft = graphql(`
  fragment HistoryHears_ConversationLeft on ConversationLeft @_unmask {
    conversationId
  }
`);

/** A hint. */
export const Hears_TypingStarted = graphql(`
  fragment Hears_TypingStarted on TypingStarted @_unmask {
    conversation {
      id
    }
    user {
      id
      nickname
    }
    expiresAt
  }
`);

export const MarkReadMutation = graphql(
  `
    mutation Messages_markRead($input: MarkReadInput!) {
      markRead(input: $input) {
        __typename
        ... on MarkReadPayload {
          conversation {
            ...Unread_conversation
          }
        }
      }
    }
  `,
  [Unread_conversation],
);

export const StartTypingMutation = graphql(`
  mutation Messages_startTyping($input: StartTypingInput!) {
    startTyping(input: $input) {
      __typename
    }
  }
`);
