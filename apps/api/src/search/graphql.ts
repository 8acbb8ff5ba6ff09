import { Conversation } from '../conversations/graphql/conversation.ts';
import { builder } from '../graphql/builder.ts';
import { requireViewer } from '../graphql/context.ts';
import { checkPage, PAGE_DEFAULT, PAGE_MAX, searchCost } from '../graphql/limits.ts';
import { requireId } from '../graphql/nodes.ts';
import { keysetConnection } from '../graphql/pages.ts';
import { UUID_FORM } from '../graphql/scalars.ts';
import { Message } from '../messages/graphql/message.ts';
import { EXCERPT_MAX, excerptOf, type HighlightPart } from './excerpt.ts';
import {
  COUNTED_MAX,
  type ConversationHits,
  type Hit,
  type HitPlace,
  type Search,
  searchConversations,
  searchMessages,
} from './service.ts';
import { QUERY_MAX } from './tokens.ts';

const HighlightPartType = builder.objectRef<HighlightPart>('HighlightPart').implement({
  description: 'A stretch of an excerpt. The stretches together are the excerpt.',
  fields: (t) => ({
    text: t.exposeString('text', {
      description: 'As it stands in the message; `…` where something has been left out.',
    }),
    highlighted: t.exposeBoolean('highlighted', {
      description: 'Whether this is what was searched for.',
    }),
  }),
});

const MessageHit = builder.objectRef<Hit>('MessageHit').implement({
  description: 'A message that holds what was searched for.',
  fields: (t) => ({
    message: t.field({
      type: Message,
      description: 'The message. `Conversation.messagesAround` shows it among its neighbours.',
      resolve: ({ message }) => message,
    }),
    excerpt: t.field({
      type: [HighlightPartType],
      description: `The part of its text where the words are, at most ${EXCERPT_MAX} letters, with the words marked.`,
      resolve: ({ message, terms }) => excerptOf(message.text, terms),
    }),
  }),
});

const ConversationHitsType = builder.objectRef<ConversationHits>('ConversationHits').implement({
  description: 'A conversation in which something was found.',
  fields: (t) => ({
    conversation: t.field({
      type: Conversation,
      description: 'Where.',
      resolve: ({ conversation }) => conversation,
    }),
    hitCount: t.exposeInt('hitCount', {
      description: `How many of its messages hold it, counted up to ${COUNTED_MAX}: that many may be more.`,
    }),
  }),
});

const SearchableKind = builder.enumType('SearchableKind', {
  description: 'What kind of message is searched for.',
  values: {
    TEXT: { description: 'Plain text.' },
    MARKDOWN: { description: 'Markdown.' },
    LINK: { description: 'With a link in it, plain or Markdown.' },
    CARD: { description: 'The card of a person or a group, by the name on it.' },
    BUNDLE: { description: 'A forwarded chat history, by what is said in it.' },
    FILE: { description: 'A file, by its name.' },
    VOICE: {
      description: 'A voice message, by what is said in it, once that has been written down.',
    },
  } as const,
});

const words = {
  required: true,
  description: `1 to ${QUERY_MAX} characters. Words parted by spaces must all occur, in any order, each found by how it begins; Chinese, Japanese, Korean, Thai and emoji are found anywhere, from one character on. A phrase in double quotes is found as it is. Case, accents, width and punctuation make no difference.`,
} as const;
const sender = { description: 'Only what this `User` wrote.' } as const;
const anyKind = 'Any of these kinds; all when left out.';
const since = { type: 'DateTime', description: 'Sent at this instant or later.' } as const;
const until = { type: 'DateTime', description: 'Sent before this instant.' } as const;

/** A cursor's content: milliseconds since 1970, conversation, sequence. */
const PLACE_FORM = new RegExp(`^\\d{1,14}:${UUID_FORM.source.slice(1, -1)}:\\d{1,9}$`);

function readPlace(key: string): HitPlace {
  const [milliseconds, conversationId = '', seq] = key.split(':');
  return { at: new Date(Number(milliseconds)), conversationId, seq: Number(seq) };
}

/** The same with ids of the database; an id of anything else is the id of nothing that exists. */
const toSearch = ({ conversationId, senderId, ...rest }: Search): Search => ({
  ...rest,
  conversationId:
    conversationId == null ? null : requireId('Conversation', conversationId, 'conversation'),
  senderId: senderId == null ? null : requireId('User', senderId, 'user'),
});

builder.queryFields((t) => ({
  searchMessages: t.connection({
    type: MessageHit,
    authScopes: { signedIn: true },
    description:
      'Messages by the words in them, newest first, among those that the viewer can see in the conversations they are in. What was recalled or deleted is not found, nor are notices.',
    args: {
      query: t.arg.string(words),
      conversationId: t.arg.id({ description: 'Only in this `Conversation`.' }),
      senderId: t.arg.id(sender),
      kinds: t.arg({ type: [SearchableKind], description: anyKind }),
      since: t.arg(since),
      until: t.arg(until),
    },
    complexity: searchCost,
    resolve: (_root, { first, last, after, before, ...given }, context) =>
      keysetConnection({
        args: { first, last, after, before },
        key: ({ message: { createdAt, conversationId, seq } }: Hit) =>
          `${createdAt.getTime()}:${conversationId}:${seq}`,
        form: PLACE_FORM,
        load: ({ after, before, limit, inverted }) =>
          searchMessages(context.backend, requireViewer(context), toSearch(given), {
            olderThan: after ? readPlace(after) : undefined,
            newerThan: before ? readPlace(before) : undefined,
            limit,
            oldestFirst: inverted,
          }),
      }),
  }),
  searchMessageConversations: t.field({
    type: [ConversationHitsType],
    authScopes: { signedIn: true },
    description:
      'In which conversations messages are found, those with the newest messages first. The messages themselves are in `searchMessages` with `conversationId`.',
    args: {
      query: t.arg.string(words),
      senderId: t.arg.id(sender),
      kinds: t.arg({ type: [SearchableKind], description: anyKind }),
      since: t.arg(since),
      until: t.arg(until),
      first: t.arg.int({
        description: `At most so many conversations: 1 to ${PAGE_MAX}, ${PAGE_DEFAULT} when left out.`,
      }),
    },
    complexity: searchCost,
    resolve: (_root, { first, ...given }, context) => {
      checkPage({ first });
      const { backend } = context;
      return searchConversations(
        backend,
        requireViewer(context),
        toSearch(given),
        first ?? PAGE_DEFAULT,
      );
    },
  }),
}));
