import type { Resolver } from '@urql/exchange-graphcache';
import { currentSessionId } from '@/lib/auth/token';
import { graphql } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetLists } from '@/lib/urql/viewer';
import { checkSession } from './session';

/** Account stream. */
const Hears_SessionStarted = graphql(`
  fragment Hears_SessionStarted on SessionStarted @_unmask {
    session {
      id
      deviceName
      createdAt
      lastUsedAt
      lastAddress
    }
  }
`);

/** Account stream. */
const Hears_SessionRevoked = graphql(`
  fragment Hears_SessionRevoked on SessionRevoked @_unmask {
    sessionId
  }
`);

/** Account stream, about oneself or a friend: normalised into the User. */
const Hears_ProfileChanged = graphql(`
  fragment Hears_ProfileChanged on ProfileChanged @_unmask {
    user {
      id
      username
      nickname
      bio
      avatar {
        id
        thumbnailUrl
      }
    }
  }
`);

/** Account stream: normalised into the Viewer. */
const Hears_AccountChanged = graphql(`
  fragment Hears_AccountChanged on AccountChanged @_unmask {
    viewer {
      id
      email
      pendingEmail
      unverifiedEmail {
        address
        expiresAt
        retryAt
      }
      phone
      pendingPhone
      usernameChangeableAt
      hasPassword
      reauthenticationMethods
      identities {
        id
        provider
        displayName
        linkedAt
      }
    }
  }
`);

/** A hint, to friends only: normalised into the User. */
const Hears_PresenceChanged = graphql(`
  fragment Hears_PresenceChanged on PresenceChanged @_unmask {
    user {
      id
      presence {
        state
        lastSeenAt
      }
    }
  }
`);

/** The page of a person who is known from a list shows at once what is known. */
const cachedUser: Resolver = (_parent, { id }, cache) => {
  const asked = cache.resolve('Query', 'node', { id: id as string });
  if (asked !== undefined) return asked as string | null;
  const user = { __typename: 'User', id: id as string };
  return cache.resolve(user, '__typename') ? user : undefined;
};

export function accountsCache(): FeatureCache {
  return {
    embedded: ['Presence', 'UnverifiedEmail', 'Place', 'SignInMethods'],
    resolvers: { Query: { node: cachedUser } },
    updates: {
      Mutation: {
        revokeSession: (_result, _args, cache) => forgetLists(cache, ['sessions']),
        revokeOtherSessions: (_result, _args, cache) => forgetLists(cache, ['sessions']),
      },
    },
    events: [
      liveEvent(Hears_SessionStarted, {
        apply: (_event, cache) => forgetLists(cache, ['sessions']),
      }),
      liveEvent(Hears_SessionRevoked, {
        apply: (_event, cache) => forgetLists(cache, ['sessions']),
        heard: ({ sessionId }) => {
          if (sessionId === currentSessionId()) void checkSession();
        },
      }),
      liveEvent(Hears_ProfileChanged, {}),
      liveEvent(Hears_AccountChanged, {}),
      liveEvent(Hears_PresenceChanged, {}),
    ],
  };
}
