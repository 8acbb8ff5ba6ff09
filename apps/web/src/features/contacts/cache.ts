import type { Cache, UpdateResolver } from '@urql/exchange-graphcache';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetOpened } from '@/lib/urql/forget';
import { forgetLists } from '@/lib/urql/viewer';
import {
  Hears_ContactChanged,
  Hears_FriendCategoriesChanged,
  Hears_FriendRequestDecided,
  Hears_FriendRequestMade,
  Hears_FriendshipEnded,
  Hears_FriendshipStarted,
  Hears_PrivacyChanged,
  Hears_UserBlocked,
  Hears_UserUnblocked,
} from './hears';

const REQUESTS = ['receivedFriendRequests', 'sentFriendRequests'];
const FRIENDS = [...REQUESTS, 'friends'];
const ALL = [...FRIENDS, 'blockedUsers'];

export function contactsCache(): FeatureCache {
  const forgetAfter =
    (lists: readonly string[]): UpdateResolver =>
    (_result, _args, cache) =>
      forgetLists(cache, lists);
  const forget = (lists: readonly string[]) => (_event: unknown, cache: Cache) =>
    forgetLists(cache, lists);
  return {
    embedded: ['Privacy'],
    updates: {
      Mutation: {
        requestFriend: forgetAfter(FRIENDS),
        acceptFriendRequest: forgetAfter(FRIENDS),
        declineFriendRequest: forgetAfter(REQUESTS),
        cancelFriendRequest: forgetAfter(REQUESTS),
        removeFriend: forgetAfter(['friends']),
        blockUser: forgetAfter(ALL),
        unblockUser: forgetAfter(ALL),
      },
    },
    events: [
      liveEvent(Hears_FriendRequestMade, { apply: forget(REQUESTS) }),
      liveEvent(Hears_FriendRequestDecided, { apply: forget(REQUESTS) }),
      liveEvent(Hears_FriendshipStarted, { apply: forget(FRIENDS) }),
      liveEvent(Hears_FriendshipEnded, { apply: forget(FRIENDS) }),
      liveEvent(Hears_UserBlocked, { apply: forget(ALL) }),
      liveEvent(Hears_UserUnblocked, { apply: forget(ALL) }),
      liveEvent(Hears_ContactChanged, {}),
      liveEvent(Hears_FriendCategoriesChanged, { apply: forgetFiling }),
      liveEvent(Hears_PrivacyChanged, { apply: forgetPresences }),
    ],
  };
}

/** Of whom a category that is gone, or stands elsewhere now, was one, the event does not say. */
function forgetFiling(_event: unknown, cache: Cache): void {
  forgetLists(cache, ['friends']);
  forgetOpened(cache, 'User', ['categories']);
}

/** Whoever keeps their presence to themself does not see that of others either. */
function forgetPresences(_event: unknown, cache: Cache): void {
  forgetLists(cache, ['friends']);
  forgetOpened(cache, 'User', ['presence']);
}
