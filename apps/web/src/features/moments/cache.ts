import type { Cache, OptimisticMutationResolver, UpdateResolver } from '@urql/exchange-graphcache';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetFields, forgetOpened } from '@/lib/urql/forget';
import { forgetLists } from '@/lib/urql/viewer';
import { FIRST_COMMENTS } from './documents';
import {
  Hears_MomentChanged,
  Hears_MomentNoticed,
  Hears_MomentNoticesChanged,
  Hears_MomentPosted,
  Hears_MomentRelationChanged,
  Hears_MomentRemoved,
  Hears_MomentSettingsChanged,
  Hears_MomentTouched,
  Hears_TimelineChanged,
  MomentsHear_FriendshipEnded,
  MomentsHear_FriendshipStarted,
  MomentsHear_UserBlocked,
  MomentsHear_UserUnblocked,
} from './events';
import { dropNews, hearNews } from './news';

const NOTICES = ['momentNotices', 'unreadMomentNotices'];

/** Whose posts come, and what of them is seen, only the API can say. */
function forgetFeed(cache: Cache): void {
  forgetFields(cache, 'Query', ['moments']);
  forgetOpened(cache, 'User', ['moments']);
}

/**
 * The same, and posts that are open by their own address: what is said on them hangs on who knows whom. So does what one
 * was told of them.
 */
function forgetAll(cache: Cache): void {
  forgetFeed(cache);
  forgetLists(cache, NOTICES);
  forgetOpened(cache, 'Moment', ['__typename', 'likers', 'likeCount', 'comments', 'commentCount']);
}

/** Pages of comments beyond what a post carries with it. */
function forgetComments(cache: Cache, momentId: string): void {
  forgetFields(
    cache,
    { __typename: 'Moment', id: momentId },
    ['comments'],
    (args) => args?.first !== FIRST_COMMENTS,
  );
}

function remove(cache: Cache, momentId: string): void {
  dropNews([momentId]);
  cache.invalidate({ __typename: 'Moment', id: momentId });
  forgetFeed(cache);
}

/** Whether some page of the feed has it. */
function isListed(cache: Cache, momentId: string): boolean {
  const wanted = cache.keyOfEntity({ __typename: 'Moment', id: momentId });
  return cache.inspectFields('Query').some(({ fieldName, fieldKey }) => {
    if (fieldName !== 'moments') return false;
    const page = cache.resolve('Query', fieldKey);
    const edges = typeof page === 'string' ? cache.resolve(page, 'edges') : null;
    return (
      Array.isArray(edges) &&
      edges.some((edge) => typeof edge === 'string' && cache.resolve(edge, 'node') === wanted)
    );
  });
}

interface Changed {
  momentId: string;
  moment: { id: string; author: { id: string } } | null;
}

/** `known`: it is mine, and so belongs into my feed, wherever it was posted. */
function change(cache: Cache, { momentId, moment }: Changed, known: boolean): void {
  if (!moment) remove(cache, momentId);
  else {
    forgetComments(cache, momentId);
    if (known && !isListed(cache, momentId)) forgetFeed(cache);
  }
}

const likes =
  (payload: string, viewerHasLiked: boolean): OptimisticMutationResolver =>
  (args, cache) => {
    const { momentId } = args.input as { momentId: string };
    const entity = { __typename: 'Moment', id: momentId };
    const count = cache.resolve(entity, 'likeCount');
    const was = cache.resolve(entity, 'viewerHasLiked') === true;
    const step = viewerHasLiked === was ? 0 : viewerHasLiked ? 1 : -1;
    const likeCount = typeof count === 'number' ? Math.max(0, count + step) : 0;
    const moment = { ...entity, viewerHasLiked, likeCount };
    return { __typename: payload, moment };
  };

const forgetAfter: UpdateResolver = (_result, _args, cache) => forgetAll(cache);
const commented: UpdateResolver = (_result, args, cache) => {
  const { momentId } = args.input as { momentId?: string };
  if (momentId) forgetComments(cache, momentId);
};
const uncommented: UpdateResolver = (result, _args, cache) => {
  const { moment } = result.deleteMomentComment as { moment?: { id: string } };
  if (moment) forgetComments(cache, moment.id);
};

export function momentsCache(viewerId: string | null): FeatureCache {
  return {
    embedded: ['MomentAudience', 'MomentLimits', 'MomentRelation', 'MomentSettings'],
    optimistic: {
      likeMoment: likes('LikeMomentPayload', true),
      unlikeMoment: likes('UnlikeMomentPayload', false),
    },
    updates: {
      Mutation: {
        postMoment: (_result, _args, cache) => forgetFeed(cache),
        deleteMoment: (_result, args, cache) =>
          remove(cache, (args.input as { momentId: string }).momentId),
        commentOnMoment: commented,
        deleteMomentComment: uncommented,
        markMomentNoticesRead: (_result, _args, cache) => forgetLists(cache, NOTICES),
        setMomentRelation: (_result, _args, cache) => {
          forgetFeed(cache);
          forgetLists(cache, ['momentRelations']);
        },
        removeFriend: forgetAfter,
        blockUser: forgetAfter,
        unblockUser: forgetAfter,
        acceptFriendRequest: forgetAfter,
      },
    },
    events: [
      liveEvent(Hears_MomentPosted, {
        // An album is not read as a feed is: it may grow at its head.
        apply: ({ moment }, cache) => {
          if (moment)
            forgetFields(cache, { __typename: 'User', id: moment.author.id }, ['moments']);
        },
        heard: ({ moment }) => {
          if (moment) hearNews(moment.id);
        },
      }),
      liveEvent(Hears_MomentChanged, {
        apply: (event, cache) => change(cache, event, event.moment?.author.id === viewerId),
      }),
      liveEvent(Hears_MomentTouched, {
        apply: (event, cache) => change(cache, event, false),
      }),
      liveEvent(Hears_MomentRemoved, {
        apply: ({ momentId }, cache) => remove(cache, momentId),
      }),
      liveEvent(Hears_MomentNoticed, { apply: (_event, cache) => forgetLists(cache, NOTICES) }),
      liveEvent(Hears_MomentNoticesChanged, {
        apply: (_event, cache) => forgetLists(cache, NOTICES),
      }),
      liveEvent(Hears_MomentSettingsChanged, {}),
      liveEvent(Hears_MomentRelationChanged, {
        apply: (_event, cache) => {
          forgetFeed(cache);
          forgetLists(cache, ['momentRelations']);
        },
      }),
      liveEvent(Hears_TimelineChanged, { apply: (_event, cache) => forgetAll(cache) }),
      liveEvent(MomentsHear_FriendshipStarted, { apply: (_event, cache) => forgetAll(cache) }),
      liveEvent(MomentsHear_FriendshipEnded, { apply: (_event, cache) => forgetAll(cache) }),
      liveEvent(MomentsHear_UserBlocked, { apply: (_event, cache) => forgetAll(cache) }),
      liveEvent(MomentsHear_UserUnblocked, { apply: (_event, cache) => forgetAll(cache) }),
    ],
  };
}
