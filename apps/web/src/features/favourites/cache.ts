import type { Cache } from '@urql/exchange-graphcache';
import { graphql } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetLists } from '@/lib/urql/viewer';

/** Account stream. */
const Hears_FavouriteAdded = graphql(`
  fragment Hears_FavouriteAdded on FavouriteAdded @_unmask {
    favourite {
      id
    }
  }
`);

/** Account stream. */
const Hears_FavouriteRemoved = graphql(`
  fragment Hears_FavouriteRemoved on FavouriteRemoved @_unmask {
    favouriteId
  }
`);

/** Found by words and kinds as the API understands them: which list a change falls into only it can say. */
const forget = (cache: Cache) => forgetLists(cache, ['favourites']);

export function favouritesCache(): FeatureCache {
  return {
    updates: {
      Mutation: {
        addFavourites: (_result, _args, cache) => forget(cache),
        removeFavourite: (_result, _args, cache) => forget(cache),
      },
    },
    events: [
      liveEvent(Hears_FavouriteAdded, { apply: (_event, cache) => forget(cache) }),
      liveEvent(Hears_FavouriteRemoved, { apply: (_event, cache) => forget(cache) }),
    ],
  };
}
