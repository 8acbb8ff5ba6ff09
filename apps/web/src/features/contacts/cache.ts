import type { Cache, UpdateResolver } from '@urql/exchange-graphcache';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetLists } from '@/lib/urql/viewer';
import {
  Hears_FriendRequestDecided,
  Hears_FriendRequestMade,
  Hears_FriendshipEnded,
  Hears_FriendshipStarted,
  Hears_UserBlocked,
  Hears_UserUnblocked,
} from './documents';

const REQUESTS = ['receivedFriendRequests', 'sentFriendRequests'];
const ALL = [...REQUESTS, 'friends'];

export function contactsCache(): FeatureCache {
  const forgetAfter =
    (lists: readonly string[]): UpdateResolver =>
    (_result, _args, cache) =>
      forgetLists(cache, lists);
  const forgetRequests = (_event: unknown, cache: Cache) => forgetLists(cache, REQUESTS);
  const forgetAll = (_event: unknown, cache: Cache) => forgetLists(cache, ALL);
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
      liveEvent(Hears_FriendshipStarted, { apply: forgetAll }),
      liveEvent(Hears_FriendshipEnded, { apply: forgetAll }),
      liveEvent(Hears_UserBlocked, { apply: forgetAll }),
      liveEvent(Hears_UserUnblocked, { apply: forgetAll }),
    ],
  };
}
