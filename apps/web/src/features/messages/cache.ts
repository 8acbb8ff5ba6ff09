import { acknowledgeDelivered } from '@/features/conversations/delivery';
import { leaveViewer } from '@/features/media/viewing';
import type { ResultOf } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { announceArrival, announceHeard } from './arrivals';
import { forgetShared, messageChanges } from './changes';
import {
  Hears_MessageSent,
  Hears_TypingStarted,
  HistoryHears_ConversationLeft,
  type SendMessageMutation,
} from './documents';
import { draftsCache } from './draft-cache';
import { KeptHistory } from './history-kept';
import { type PageAnswer, pageOf } from './history-pages';
import type { HistoryStore } from './history-store';
import { peopleInHistory } from './people';
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
      'ImageContent',
      'VideoContent',
      'FileContent',
      'VoiceContent',
      'VoiceTranscription',
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
        sendFile: (result) => {
          const { sent } = result.sendFile as { sent?: ArrivedMessage };
          if (sent) arrive(sent);
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
        apply: ({ message }, cache) => {
          arrive(message);
          if (/^(?:Image|Video|File)Content$/.test(message.content.__typename))
            forgetShared(cache, message.conversation.id);
        },
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
        apply: ({ conversationId }) => {
          history.forget(conversationId);
          leaveViewer((said) => said.conversationId === conversationId);
        },
      }),
      liveEvent(Hears_TypingStarted, {
        heard: ({ conversation, user, expiresAt }) => {
          if (conversation && user.id !== viewerId) heardTyping(conversation.id, user, expiresAt);
        },
      }),
    ],
  };
  return [
    main,
    historyPages(history),
    messageChanges(viewerId, history),
    peopleInHistory(history),
    draftsCache(),
  ];
}

/** The newest page comes through the cache; those further up go to the history at once (history-pages.ts). */
function historyPages(history: HistoryStore): FeatureCache {
  return {
    updates: {
      Conversation: {
        messages: (parent) => {
          const page = parent.messages as unknown as PageAnswer;
          history.addPage(parent.id as string, pageOf(page, {}));
        },
      },
    },
    // The history itself is kept, by messages.
    unkept: { Conversation: ['messages'] },
    kept: [new KeptHistory(history)],
  };
}
