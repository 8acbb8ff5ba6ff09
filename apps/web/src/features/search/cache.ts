import type { Cache } from '@urql/exchange-graphcache';
import { graphql } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetFields } from '@/lib/urql/forget';

/** Conversation stream. */
const SearchHears_MessageSent = graphql(`
  fragment SearchHears_MessageSent on MessageSent @_unmask {
    message {
      id
      conversation {
        id
      }
    }
  }
`);

/** Conversation stream. */
const SearchHears_MessageEdited = graphql(`
  fragment SearchHears_MessageEdited on MessageEdited @_unmask {
    message {
      id
    }
  }
`);

/** Conversation stream. */
const SearchHears_MessageRecalled = graphql(`
  fragment SearchHears_MessageRecalled on MessageRecalled @_unmask {
    message {
      id
    }
  }
`);

/** Conversation stream. */
const SearchHears_MessageDeleted = graphql(`
  fragment SearchHears_MessageDeleted on MessageDeleted @_unmask {
    message {
      id
    }
  }
`);

/** Conversation stream. */
const SearchHears_VoiceTranscribed = graphql(`
  fragment SearchHears_VoiceTranscribed on VoiceTranscribed @_unmask {
    message {
      id
    }
  }
`);

/** Account stream. */
const SearchHears_MessagesHidden = graphql(`
  fragment SearchHears_MessagesHidden on MessagesHidden @_unmask {
    conversation {
      id
    }
  }
`);

/** Account stream. */
const SearchHears_HistoryCleared = graphql(`
  fragment SearchHears_HistoryCleared on HistoryCleared @_unmask {
    conversationId
  }
`);

/** Account stream. */
const SearchHears_ConversationLeft = graphql(`
  fragment SearchHears_ConversationLeft on ConversationLeft @_unmask {
    conversationId
  }
`);

/** What was found and says something else by now, or cannot be seen any more, is looked for again. */
const forgetFound = (cache: Cache) => forgetFields(cache, 'Query', ['searchMessages']);
const forgetDays = (cache: Cache, id: string) =>
  forgetFields(cache, { __typename: 'Conversation', id }, ['activeDays', 'seqAt']);

/** What was found belongs to the question, and is not kept for the next page: nobody could ask it again offline. */
export function searchCache(): FeatureCache {
  return {
    embedded: ['MessageHit', 'HighlightPart'],
    unkept: { Query: ['searchMessages'], Conversation: ['activeDays', 'seqAt'] },
    events: [
      // What comes meanwhile is not found before somebody asks again: a search does not move while it is being read.
      liveEvent(SearchHears_MessageSent, {
        apply: ({ message }, cache) => forgetDays(cache, message.conversation.id),
      }),
      liveEvent(SearchHears_MessageEdited, { apply: (_event, cache) => forgetFound(cache) }),
      liveEvent(SearchHears_MessageRecalled, { apply: (_event, cache) => forgetFound(cache) }),
      liveEvent(SearchHears_MessageDeleted, { apply: (_event, cache) => forgetFound(cache) }),
      liveEvent(SearchHears_VoiceTranscribed, { apply: (_event, cache) => forgetFound(cache) }),
      liveEvent(SearchHears_MessagesHidden, {
        apply: ({ conversation }, cache) => {
          forgetFound(cache);
          if (conversation) forgetDays(cache, conversation.id);
        },
      }),
      liveEvent(SearchHears_HistoryCleared, {
        apply: ({ conversationId }, cache) => {
          forgetFound(cache);
          forgetDays(cache, conversationId);
        },
      }),
      liveEvent(SearchHears_ConversationLeft, { apply: (_event, cache) => forgetFound(cache) }),
    ],
  };
}
