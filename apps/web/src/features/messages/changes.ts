import type { Cache, UpdateResolver } from '@urql/exchange-graphcache';
import { graphql } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { Position_conversation } from '../conversations/documents';
import { History_message } from './documents';
import type { HistoryMessage, HistoryStore } from './history-store';
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
      ...Position_conversation
    }
  }
`,
  [Position_conversation],
);

/** Account stream. */
const Hears_HistoryCleared = graphql(
  `
  fragment Hears_HistoryCleared on HistoryCleared @_unmask {
    conversationId
    conversation {
      ...Position_conversation
    }
  }
`,
  [Position_conversation],
);

type Pinned = HistoryMessage & { conversation: { id: string } };

/** Which of them are shown, and in which order, the API says; the bar asks again. */
function forgetPins(cache: Cache, conversationId: string): void {
  const key = cache.keyOfEntity({ __typename: 'Conversation', id: conversationId });
  if (!key) return;
  for (const { fieldName, arguments: args } of cache.inspectFields(key)) {
    if (fieldName === 'pinnedMessages') cache.invalidate(key, fieldName, args);
  }
}

export function messageChanges(viewerId: string | null, history: HistoryStore): FeatureCache {
  /** An event carries the message as it is when it is delivered, so the last one heard is right. */
  const take = ({ message }: { message: HistoryMessage }, heard?: ReactionHeard) => {
    history.change(message.id, (known) => withOwnReactions(message, known, viewerId, heard));
    const { id, content } = message;
    // Whoever quoted it shows it as it is now. (Seldom, and over what is loaded only.)
    for (const { messages } of history.all().values()) {
      for (const { id: quoting, replyTo } of messages) {
        if (replyTo?.messageId !== id) continue;
        history.change(quoting, (known) =>
          known.replyTo ? { ...known, replyTo: { ...known.replyTo, content } } : known,
        );
      }
    }
  };
  const takePin = (event: { message: Pinned }, cache: Cache) => {
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
      liveEvent(Hears_MessageRecalled, { apply: (event) => take(event) }),
      liveEvent(Hears_MessageDeleted, { apply: (event) => take(event) }),
      liveEvent(Hears_MessageLinkPreviewed, { apply: (event) => take(event) }),
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
        apply: ({ messageIds }) => {
          for (const id of messageIds) history.remove(id);
        },
      }),
      liveEvent(Hears_HistoryCleared, {
        apply: ({ conversationId, conversation }) => {
          if (conversation) history.clearUntil(conversationId, conversation.lastSeq);
        },
      }),
    ],
  };
}
