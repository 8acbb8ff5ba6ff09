import type { UpdateResolver } from '@urql/exchange-graphcache';
import { acknowledgeDelivered } from '@/features/conversations/delivery';
import type { ResultOf } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { announceArrival, announceHeard } from './arrivals';
import { messageChanges } from './changes';
import {
  Hears_MessageSent,
  Hears_TypingStarted,
  HistoryHears_ConversationLeft,
  type SendMessageMutation,
} from './documents';
import { draftsCache } from './draft-cache';
import { KeptHistory } from './history-kept';
import type { HistoryMessage, HistoryStore } from './history-store';
import { wanted } from './reading';
import { forgetTyper, heardTyping } from './typing';

type SendResult = ResultOf<typeof SendMessageMutation>['sendMessage'];
type ArrivedMessage = ResultOf<typeof Hears_MessageSent>['message'];

export function messagesCache(viewerId: string | null, history: HistoryStore): FeatureCache[] {
  const arrive = (message: ArrivedMessage) => {
    // The answer to sending may be overtaken by what became of the message since: whoever knows it knows better.
    if (!history.has(message.id)) history.add(message.conversation.id, message);
    announceArrival(message.clientId);
  };
  const main: FeatureCache = {
    kept: [wanted],
    embedded: [
      'TextContent',
      'GroupCreatedNotice',
      'MembersAddedNotice',
      'MemberLeftNotice',
      'MessageDelivery',
      'MessageVersion',
      'MarkdownContent',
      'RecalledContent',
      'DeletedContent',
      'ContactCardContent',
      'GroupCardContent',
      'BundleContent',
      'BundleEntry',
      'MemberJoinedNotice',
      'MembersRemovedNotice',
      'MemberMutedNotice',
      'RoleChangedNotice',
      'OwnerChangedNotice',
      'GroupRenamedNotice',
      'GroupChangedNotice',
      'AnnouncementNotice',
      'MessagePinnedNotice',
      'QuotedMessage',
      'Mention',
      'LinkPreview',
      'ReactionGroup',
      'Draft',
      'PinnedMessage',
    ],
    updates: {
      Mutation: {
        sendMessage: (result) => {
          const answer = result.sendMessage as SendResult;
          if (answer.__typename === 'SendMessagePayload') arrive(answer.sent);
        },
        sendCard: (result) => {
          const { sent } = result.sendCard as { sent?: ArrivedMessage };
          if (sent) arrive(sent);
        },
        forwardMessages: (result) => {
          const { sent } = result.forwardMessages as { sent?: ArrivedMessage[] };
          for (const message of sent ?? []) arrive(message);
        },
      },
    },
    events: [
      liveEvent(Hears_MessageSent, {
        apply: ({ message }) => arrive(message),
        heard: ({ message }) => {
          forgetTyper(message.conversation.id, message.sender.id);
          announceHeard(message);
          if (message.sender.id !== viewerId) {
            acknowledgeDelivered(message.conversation.id, message.seq);
          }
        },
      }),
      // Whoever comes back sees what is said from then on, and nothing of before.
      liveEvent(HistoryHears_ConversationLeft, {
        apply: ({ conversationId }) => history.forget(conversationId),
      }),
      liveEvent(Hears_TypingStarted, {
        heard: ({ conversation, user, expiresAt }) => {
          if (conversation && user.id !== viewerId) heardTyping(conversation.id, user, expiresAt);
        },
      }),
    ],
  };
  return [main, historyPages(history), messageChanges(viewerId, history), draftsCache()];
}

interface PageAnswer {
  edges: { node: HistoryMessage }[];
  pageInfo: {
    hasPreviousPage: boolean;
    startCursor: string | null;
    hasNextPage: boolean;
    endCursor: string | null;
  };
}

/** Fields of a conversation that answer with a page of its messages. */
const PAGES = ['messages', 'messagesAround'];

/** Whichever query brings a page of messages, the history has it. */
function historyPages(history: HistoryStore): FeatureCache {
  const take: UpdateResolver = (parent, args, cache, { parentKey, fieldName }) => {
    const { edges, pageInfo } = parent[fieldName] as unknown as PageAnswer;
    const { startCursor, endCursor, hasPreviousPage: hasOlder, hasNextPage: hasNewer } = pageInfo;
    const {
      before,
      after,
      seq: around,
    } = args as { before?: string; after?: string; seq?: number };
    const messages = edges.map(({ node }) => node);
    const cursors = { startCursor, endCursor, hasOlder, hasNewer };
    history.addPage(parent.id as string, { messages, before, after, around, ...cursors });
    for (const { fieldName: name, arguments: others } of cache.inspectFields(parentKey)) {
      // What has been read once is in the history: two hundred pages of it need not be in the cache as well.
      if (PAGES.includes(name) && isPassing(others) && !isSame(others, args))
        cache.invalidate(parentKey, name, others ?? undefined);
    }
  };
  return {
    updates: { Conversation: Object.fromEntries(PAGES.map((name) => [name, take])) },
    // The history itself is kept, by messages.
    unkept: { Conversation: PAGES },
    kept: [new KeptHistory(history)],
  };
}

type Args = Record<string, unknown> | null;

/** Asked for once, to go on from somewhere; the newest page is shown for as long as its conversation is open. */
function isPassing(args: Args): boolean {
  return Boolean(args?.before || args?.after || args?.seq);
}

function isSame(one: Args, other: Args): boolean {
  return ['before', 'after', 'seq'].every((name) => one?.[name] === other?.[name]);
}
