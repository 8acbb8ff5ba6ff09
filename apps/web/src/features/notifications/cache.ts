import { Said_content } from '@/features/messages/components/content/said.fragment';
import { graphql, type ResultOf } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';

/** Conversation stream: the same for every member. */
const Notifies_MessageSent = graphql(
  `
  fragment Notifies_MessageSent on MessageSent @_unmask {
    message {
      id
      seq
      sentAt
      sender {
        id
        nickname
      }
      senderMember {
        id
        groupNickname
      }
      mentions {
        user {
          id
        }
      }
      content {
        ...Said_content
      }
      conversation {
        id
        kind
        name
      }
    }
  }
`,
  [Said_content],
);

export type ArrivedMessage = ResultOf<typeof Notifies_MessageSent>['message'];

const listeners = new Set<(message: ArrivedMessage) => void>();

export function onMessageOfOthers(listener: (message: ArrivedMessage) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function notificationsCache(viewerId: string | null): FeatureCache {
  return {
    events: [
      liveEvent(Notifies_MessageSent, {
        heard: ({ message }) => {
          if (message.sender.id === viewerId) return;
          for (const listener of listeners) listener(message);
        },
      }),
    ],
  };
}
