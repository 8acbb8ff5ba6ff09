import type { Cache, UpdateResolver } from '@urql/exchange-graphcache';
import { leaveViewer } from '@/features/media/viewing';
import { asHeard, withHeard } from '@/features/voice/heard';
import { graphql } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetFields } from '@/lib/urql/forget';
import { Unread_conversation } from '../conversations/documents';
import { History_message } from './documents';
import { groupChanges } from './group-changes';
import type { HistoryMessage, HistoryStore } from './history-store';
import { isQuotedAnew } from './notices';
import { type ReactionHeard, withOwnReactions } from './reactions';

/** What becomes of messages after they were sent: each change is told to the history, which the cache does not keep. */

const Hears_MessageEdited = graphql(
  `
  fragment Hears_MessageEdited on MessageEdited @_unmask {
    message {
      ...History_message
    }
  }
`,
  [History_message],
);

const Hears_MessageRecalled = graphql(
  `
  fragment Hears_MessageRecalled on MessageRecalled @_unmask {
    message {
      ...History_message
      conversation {
        id
      }
    }
  }
`,
  [History_message],
);

const Hears_MessageDeleted = graphql(
  `
  fragment Hears_MessageDeleted on MessageDeleted @_unmask {
    message {
      ...History_message
      conversation {
        id
      }
    }
  }
`,
  [History_message],
);

const Hears_MessageLinkPreviewed = graphql(
  `
  fragment Hears_MessageLinkPreviewed on MessageLinkPreviewed @_unmask {
    message {
      ...History_message
    }
  }
`,
  [History_message],
);

const Hears_VoiceTranscribed = graphql(
  `
  fragment Hears_VoiceTranscribed on VoiceTranscribed @_unmask {
    message {
      ...History_message
    }
  }
`,
  [History_message],
);

const Hears_VoiceHeard = graphql(`
  fragment Hears_VoiceHeard on VoiceHeard @_unmask {
    heardVoice {
      id
      heard
    }
  }
`);

const Hears_MessagePinned = graphql(
  `
  fragment Hears_MessagePinned on MessagePinned @_unmask {
    message {
      ...History_message
      conversation {
        id
      }
    }
  }
`,
  [History_message],
);

const Hears_MessageUnpinned = graphql(
  `
  fragment Hears_MessageUnpinned on MessageUnpinned @_unmask {
    message {
      ...History_message
      conversation {
        id
      }
    }
  }
`,
  [History_message],
);

const Hears_ReactionAdded = graphql(
  `
  fragment Hears_ReactionAdded on ReactionAdded @_unmask {
    user {
      id
    }
    emoji
    message {
      ...History_message
    }
  }
`,
  [History_message],
);

const Hears_ReactionRemoved = graphql(
  `
  fragment Hears_ReactionRemoved on ReactionRemoved @_unmask {
    user {
      id
    }
    emoji
    message {
      ...History_message
    }
  }
`,
  [History_message],
);

/** Account stream: for me alone, so it may say where I stand. */
const Hears_MessagesHidden = graphql(
  `
  fragment Hears_MessagesHidden on MessagesHidden @_unmask {
    messageIds
    conversation {
      ...Unread_conversation
    }
  }
`,
  [Unread_conversation],
);

/** Account stream. */
const Hears_HistoryCleared = graphql(
  `
  fragment Hears_HistoryCleared on HistoryCleared @_unmask {
    conversationId
    clearedSeq
    conversation {
      ...Unread_conversation
    }
  }
`,
  [Unread_conversation],
);

type Placed = HistoryMessage & { conversation: { id: string } };

/** Which of them are shown, and in which order, the API says; the bar asks again. */
const forgetPins = (cache: Cache, id: string) =>
  forgetFields(cache, { __typename: 'Conversation', id }, ['pinnedMessages']);

/** What was sent besides words is listed and counted by the API. */
export const forgetShared = (cache: Cache, id: string) =>
  forgetFields(cache, { __typename: 'Conversation', id }, ['media', 'mediaCount']);

/** Whatever shows one for itself, who has read it for example, has nothing to show any more. */
function closeOpened(cache: Cache, messageIds: readonly string[]): void {
  leaveViewer(({ messageId }) => messageIds.includes(messageId));
  for (const id of messageIds) cache.link('Query', 'node', { id }, null);
}

export function messageChanges(viewerId: string | null, history: HistoryStore): FeatureCache {
  /** An event carries the message as it is when it is delivered, so the last one heard is right. */
  const take = ({ message }: { message: HistoryMessage }, heard?: ReactionHeard) => {
    history.change(message.id, (known) =>
      withHeard(withOwnReactions(message, known, viewerId, heard), known),
    );
    const { id, content } = message;
    // Whoever quoted it shows it as it is now.
    if (!isQuotedAnew(content)) return;
    for (const quoting of history.quoting(id))
      history.change(quoting, (known) =>
        known.replyTo ? { ...known, replyTo: { ...known.replyTo, content } } : known,
      );
  };
  const takeGone = (event: { message: Placed }, cache: Cache) => {
    const { id, conversation } = event.message;
    take(event);
    leaveViewer(({ messageId }) => messageId === id);
    forgetShared(cache, conversation.id);
  };
  const takePin = (event: { message: Placed }, cache: Cache) => {
    take(event);
    forgetPins(cache, event.message.conversation.id);
  };
  const answer =
    (field: string, part: string): UpdateResolver =>
    (result) => {
      const message = (result[field] as Record<string, HistoryMessage | undefined>)[part];
      if (message) take({ message });
    };
  return {
    updates: {
      Mutation: {
        editMessage: answer('editMessage', 'edited'),
        recallMessage: answer('recallMessage', 'recalled'),
        deleteMessageForEveryone: answer('deleteMessageForEveryone', 'deleted'),
        addReaction: answer('addReaction', 'reacted'),
        removeReaction: answer('removeReaction', 'reacted'),
        transcribeVoice: answer('transcribeVoice', 'transcribed'),
        pinMessage: answer('pinMessage', 'pinned'),
        unpinMessage: answer('unpinMessage', 'unpinned'),
        deleteMessages: (result, { input }) => {
          const { __typename } = result.deleteMessages as { __typename: string };
          if (__typename !== 'DeleteMessagesPayload') return;
          for (const id of (input as { messageIds: string[] }).messageIds) history.remove(id);
        },
      },
    },
    events: [
      liveEvent(Hears_MessageEdited, { apply: (event) => take(event) }),
      liveEvent(Hears_MessageRecalled, { apply: takeGone }),
      liveEvent(Hears_MessageDeleted, { apply: takeGone }),
      liveEvent(Hears_MessageLinkPreviewed, { apply: (event) => take(event) }),
      liveEvent(Hears_VoiceTranscribed, { apply: (event) => take(event) }),
      liveEvent(Hears_VoiceHeard, {
        apply: ({ heardVoice }) => {
          if (heardVoice) history.change(heardVoice.id, asHeard);
        },
      }),
      liveEvent(Hears_MessagePinned, { apply: takePin }),
      liveEvent(Hears_MessageUnpinned, { apply: takePin }),
      liveEvent(Hears_ReactionAdded, {
        apply: ({ message, user, emoji }) =>
          take({ message }, { userId: user.id, emoji, added: true }),
      }),
      liveEvent(Hears_ReactionRemoved, {
        apply: ({ message, user, emoji }) =>
          take({ message }, { userId: user.id, emoji, added: false }),
      }),
      liveEvent(Hears_MessagesHidden, {
        apply: ({ messageIds, conversation }, cache) => {
          for (const id of messageIds) history.remove(id);
          closeOpened(cache, messageIds);
          if (!conversation) return;
          forgetPins(cache, conversation.id);
          forgetShared(cache, conversation.id);
        },
      }),
      liveEvent(Hears_HistoryCleared, {
        apply: ({ conversationId, clearedSeq }, cache) => {
          const until = clearedSeq ?? 0;
          const known = history.known(conversationId)?.messages ?? [];
          const cleared = known.filter(({ seq }) => seq <= until).map(({ id }) => id);
          history.clearUntil(conversationId, until);
          closeOpened(cache, cleared);
          leaveViewer((said) => said.conversationId === conversationId && said.seq <= until);
          forgetPins(cache, conversationId);
          forgetShared(cache, conversationId);
        },
      }),
      ...groupChanges(history),
    ],
  };
}
