import { type Asker, NEW_ID } from '../asking.ts';
import { type Guest, globalId } from '../crowd.ts';
import { SEND } from '../events.ts';

const PAGE = 20;
const SENDER = 'sender { id nickname }';

const MESSAGES = `{
  edges { cursor node {
    id seq sentAt clientId ${SENDER}
    content { __typename ... on TextContent { text } }
    delivery { deliveredCount readCount recipientCount }
    replyTo { messageId ${SENDER} content { __typename ... on TextContent { text } } }
    reactions { emoji count }
  } }
  pageInfo { hasPreviousPage startCursor }
}`;

const LATEST = `query($id: ID!) { conversation(id: $id) { messages(last: ${PAGE}) ${MESSAGES} } }`;
const AROUND = `query($id: ID!, $seq: Int!) { conversation(id: $id) { messagesAround(count: ${PAGE}, seq: $seq) ${MESSAGES} } }`;

const LIST = `query($first: Int!) { viewer { conversations(first: $first) {
  edges { cursor node {
    id name memberCount activeAt unreadCount
    lastMessage { id seq sentAt ${SENDER} content { __typename ... on TextContent { text } } }
  } }
  pageInfo { hasNextPage endCursor }
} } }`;

/** What somebody asks again and again. */
export interface Work {
  askers: readonly Asker[];
  /** Stands in every answer that is a good one. */
  expected: string;
}

const work = (
  { token }: Guest,
  query: string,
  variables: readonly Record<string, unknown>[],
  expected: string,
): Work => {
  const operations = variables.map((some) => JSON.stringify({ query, variables: some }));
  return { askers: [{ token, operations }], expected };
};

/** One message after the other, in these conversations in turn. */
export const sending = (sender: Guest, conversations: readonly string[]): Work =>
  work(
    sender,
    SEND,
    conversations.map((id) => ({
      input: {
        conversationId: globalId('Conversation', id),
        clientId: NEW_ID,
        text: '喝茶 at the corner table?',
      },
    })),
    '"SendMessagePayload"',
  );

/** The newest messages of these conversations. */
export const reading = (reader: Guest, conversations: readonly string[]): Work =>
  work(
    reader,
    LATEST,
    conversations.map((id) => ({ id: globalId('Conversation', id) })),
    '"recipientCount"',
  );

/** Messages about the middle of a conversation of so many. */
export const readingAround = (reader: Guest, conversation: string, messages: number): Work =>
  work(
    reader,
    AROUND,
    Array.from({ length: PAGE }, (_, step) => ({
      id: globalId('Conversation', conversation),
      seq: 1 + Math.floor((messages * (step + 1)) / (PAGE + 1)),
    })),
    '"recipientCount"',
  );

/** The first of somebody's conversations. */
export const listing = (reader: Guest, first: number): Work =>
  work(reader, LIST, [{ first }], '"lastMessage":{');
