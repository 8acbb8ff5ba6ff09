'use client';

import { useCallback } from 'react';
import { useClient } from 'urql';
import { v7 as uuid } from 'uuid';
import { Said_content } from '@/features/messages/components/content/said.fragment';
import { graphql, type ResultOf } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';

export const Favourite_favourite = graphql(
  `
  fragment Favourite_favourite on Favourite @_unmask {
    id
    sender {
      id
    }
    senderName
    conversationName
    sentAt
    savedAt
    content {
      ...Said_content
    }
    source {
      id
      seq
      conversation {
        id
      }
    }
  }
`,
  [Said_content],
);

export type Favourite = ResultOf<typeof Favourite_favourite>;

export const FavouritesQuery = graphql(
  `
  query Favourites($first: Int!, $after: String, $query: String, $kinds: [FavouriteKind!]) {
    viewer {
      id
      favourites(first: $first, after: $after, query: $query, kinds: $kinds) {
        edges {
          node {
            ...Favourite_favourite
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`,
  [Favourite_favourite],
);

const RemoveMutation = graphql(`
  mutation Favourites_remove($input: RemoveFavouriteInput!) {
    removeFavourite(input: $input) {
      __typename
      ... on RemoveFavouritePayload {
        favouriteId
      }
    }
  }
`);

const ForwardMutation = graphql(`
  mutation Favourites_forward($input: ForwardFavouriteInput!) {
    forwardFavourite(input: $input) {
      __typename
      ... on MessageRateLimitedError {
        limit
        retryAt
      }
      ... on ForwardFavouritePayload {
        sent {
          id
        }
      }
    }
  }
`);

export function useFavouriteActions() {
  const client = useClient();
  const remove = useCallback(
    async (favouriteId: string) => {
      const input = { favouriteId };
      return carryOut(client, RemoveMutation, input);
    },
    [client],
  );
  const forward = useCallback(
    async (favouriteId: string, conversationId: string) => {
      const input = { favouriteId, conversationId, clientId: uuid() };
      return carryOut(client, ForwardMutation, input);
    },
    [client],
  );
  return { remove, forward };
}
