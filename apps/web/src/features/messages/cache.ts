import { acknowledgeDelivered } from '@/features/conversations/delivery';
import type { ResultOf } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { announceArrival } from './arrivals';
import {
  Hears_MessageSent,
  Hears_TypingStarted,
  HistoryHears_ConversationLeft,
  type SendMessageMutation,
} from './documents';
import type { HistoryMessage, HistoryStore } from './history-store';
import { forgetTyper, heardTyping } from './typing';

type SendResult = ResultOf<typeof SendMessageMutation>['sendMessage'];
type ArrivedMessage = ResultOf<typeof Hears_MessageSent>['message'];

export function messagesCache(viewerId: string | null, history: HistoryStore): FeatureCache[] {
  const arrive = (message: ArrivedMessage) => {
    history.add(message.conversation.id, message);
    announceArrival(message.clientId);
  };
  const main: FeatureCache = {
    embedded: [
      'TextContent',
      'GroupCreatedNotice',
      'MembersAddedNotice',
      'MemberLeftNotice',
      'MessageDelivery',
    ],
    updates: {
      Mutation: {
        sendMessage: (result) => {
          const answer = result.sendMessage as SendResult;
          if (answer.__typename === 'SendMessagePayload') arrive(answer.sent);
        },
      },
    },
    events: [
      liveEvent(Hears_MessageSent, {
        apply: ({ message }) => arrive(message),
        heard: ({ message }) => {
          forgetTyper(message.conversation.id, message.sender.id);
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
  return [main, historyPages(history)];
}

interface PageAnswer {
  edges: { node: HistoryMessage }[];
  pageInfo: { hasPreviousPage: boolean; startCursor: string | null };
}

/** Whichever query brings a page of messages, the history has it. */
function historyPages(history: HistoryStore): FeatureCache {
  return {
    updates: {
      Conversation: {
        messages: ({ messages, id }) => {
          const { edges, pageInfo } = messages as unknown as PageAnswer;
          const { startCursor, hasPreviousPage: hasOlder } = pageInfo;
          const page = edges.map(({ node }) => node);
          history.addPage(id as string, page, { startCursor, hasOlder });
        },
      },
    },
  };
}
