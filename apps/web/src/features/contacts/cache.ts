import type { Cache, UpdateResolver } from '@urql/exchange-graphcache';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetLists } from '@/lib/urql/viewer';
import {
  Hears_FriendRequestDecided,
  Hears_FriendRequestMade,
  Hears_FriendshipStarted,
} from './documents';

const REQUESTS = ['receivedFriendRequests', 'sentFriendRequests'];
const ALL = [...REQUESTS, 'friends'];

export function contactsCache(): FeatureCache {
  const forgetAfter =
    (lists: readonly string[]): UpdateResolver =>
    (_result, _args, cache) =>
      forgetLists(cache, lists);
  const forgetRequests = (_event: unknown, cache: Cache) => forgetLists(cache, REQUESTS);
  return {
    updates: {
      Mutation: {
        requestFriend: forgetAfter(ALL),
        acceptFriendRequest: forgetAfter(ALL),
        declineFriendRequest: forgetAfter(REQUESTS),
        cancelFriendRequest: forgetAfter(REQUESTS),
      },
    },
    events: [
      liveEvent(Hears_FriendRequestMade, { apply: forgetRequests }),
      liveEvent(Hears_FriendRequestDecided, { apply: forgetRequests }),
      liveEvent(Hears_FriendshipStarted, {
        apply: (_event, cache) => forgetLists(cache, ALL),
      }),
    ],
  };
}
