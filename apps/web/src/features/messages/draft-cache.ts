import type { ResultOf } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import {
  type Draft_conversation,
  DraftsHear_ConversationLeft,
  Hears_DraftChanged,
} from './draft-documents';
import { writtenOf } from './draft-saving';
import { forgetDraft, hearDraft } from './drafts';

/** An answer about a conversation; whoever did not ask for its draft has none. */
type Answered = Pick<ResultOf<typeof Draft_conversation>, 'id'> &
  Partial<ResultOf<typeof Draft_conversation>>;

/** What has been begun on other devices goes to the drafts of this one, which know better what is newer. */
export function draftsCache(): FeatureCache {
  const hear = (conversation: Answered | null | undefined, streamed: boolean) => {
    if (conversation?.draft === undefined) return;
    hearDraft(conversation.id, writtenOf(conversation.draft), streamed);
  };
  return {
    updates: {
      Query: { conversation: ({ conversation }) => hear(conversation as Answered | null, false) },
      Viewer: {
        conversations: ({ conversations }) => {
          const { edges } = conversations as unknown as { edges: { node: Answered }[] };
          for (const { node } of edges) hear(node, false);
        },
        pinnedConversations: ({ pinnedConversations }) => {
          for (const node of pinnedConversations as unknown as Answered[]) hear(node, false);
        },
      },
    },
    events: [
      liveEvent(Hears_DraftChanged, { heard: ({ conversation }) => hear(conversation, true) }),
      liveEvent(DraftsHear_ConversationLeft, {
        heard: ({ conversationId }) => forgetDraft(conversationId),
      }),
    ],
  };
}
