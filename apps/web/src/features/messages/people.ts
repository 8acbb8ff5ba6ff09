import { graphql } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import type { HistoryMessage, HistoryStore } from './history-store';

/** What people are called and look like is also to be seen in what was said: beside it, in quotes, mentions and notices. */

const HistoryHears_ProfileChanged = graphql(`
  fragment HistoryHears_ProfileChanged on ProfileChanged @_unmask {
    user {
      id
      username
      nickname
      avatar {
        id
        thumbnailUrl
      }
    }
  }
`);

const HistoryHears_MemberRenamed = graphql(`
  fragment HistoryHears_MemberRenamed on MemberChanged @_unmask {
    conversation {
      id
    }
    member {
      id
      user {
        id
        username
        nickname
        avatar {
          id
          thumbnailUrl
        }
      }
    }
  }
`);

interface Person {
  id: string;
  username: string;
  nickname: string;
  avatar: { id: string; thumbnailUrl: string } | null;
}

export const peopleInHistory = (history: HistoryStore): FeatureCache => ({
  events: [
    liveEvent(HistoryHears_ProfileChanged, {
      apply: ({ user }) => {
        for (const conversationId of history.all().keys()) rename(history, conversationId, user);
      },
    }),
    liveEvent(HistoryHears_MemberRenamed, {
      apply: ({ conversation, member }) => {
        if (conversation && member) rename(history, conversation.id, member.user);
      },
    }),
  ],
});

function rename(history: HistoryStore, conversationId: string, person: Person): void {
  history.changeAll(conversationId, (message) => renamed(message, person) as HistoryMessage);
}

/** The same value where the person is not in it or is called so already: what has not changed is not drawn again. */
function renamed(value: unknown, person: Person): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => renamed(item, person));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const known = value as Record<string, unknown>;
  const now: Record<string, unknown> = {};
  const isThem = known.__typename === 'User' && known.id === person.id;
  for (const [field, inner] of Object.entries(known))
    now[field] = isThem ? fieldOf(person, field, inner) : renamed(inner, person);
  return Object.keys(known).some((field) => known[field] !== now[field]) ? now : value;
}

function fieldOf(person: Person, field: string, known: unknown): unknown {
  if (field === 'nickname' || field === 'username') return person[field];
  if (field !== 'avatar') return renamed(known, person);
  // A picture is never changed: another one is another.
  const same = (known as Person['avatar'])?.id === person.avatar?.id;
  return same ? known : person.avatar;
}
