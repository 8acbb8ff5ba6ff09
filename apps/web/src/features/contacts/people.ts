'use client';

import { useEffect, useMemo, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import type { ResultOf } from '@/lib/graphql';
import { type Pages, usePages } from '@/lib/urql/use-pages';
import { FriendsQuery, SearchAllQuery, SearchQuery, SentRequestsQuery } from './documents';

const PAGE = 100;

type FriendsPage = ResultOf<typeof FriendsQuery>['viewer']['friends'];
type SentPage = ResultOf<typeof SentRequestsQuery>['viewer']['sentFriendRequests'];
export type Friend = FriendsPage['edges'][number]['node'];
export type SentRequest = SentPage['edges'][number]['node'];
export type FoundPerson = ResultOf<typeof SearchQuery>['searchUsers']['edges'][number]['node'];

const friendsOf = (data: ResultOf<typeof FriendsQuery>) => data.viewer.friends;
const sentOf = (data: ResultOf<typeof SentRequestsQuery>) => data.viewer.sentFriendRequests;

/** All friends: an address book is sorted by the reader's language, so it takes the whole to show the first. */
export function useFriends(): Pages<Friend> {
  return usePages({
    document: FriendsQuery,
    variables: { first: PAGE },
    pageOf: friendsOf,
    all: true,
  });
}

export function useSentRequests(): Pages<SentRequest> {
  return usePages({ document: SentRequestsQuery, variables: { first: PAGE }, pageOf: sentOf });
}

export interface PeopleSearch {
  people: readonly FoundPerson[];
  fetching: boolean;
  error: CombinedError | undefined;
}

const TYPING_PAUSE_MS = 200;
const FOUND_AT_MOST = 30;
const nobody: PeopleSearch = { people: [], fetching: false, error: undefined };

/**
 * Searches once typing pauses; an answer that a newer question has overtaken is not waited for. `all`: also among people who
 * hide from it, for administrators.
 */
export function usePeopleSearch(query: string, { all = false } = {}): PeopleSearch {
  const client = useClient();
  const wanted = query.trim();
  const [answer, setAnswer] = useState<PeopleSearch & { to: string }>({ ...nobody, to: '' });

  useEffect(() => {
    if (!wanted) return;
    let stop = () => {};
    const timer = setTimeout(() => {
      const variables = { query: wanted, first: FOUND_AT_MOST };
      const policy = { requestPolicy: 'cache-and-network' } as const;
      const take = (found: { edges: { node: FoundPerson }[] } | undefined, error?: CombinedError) =>
        setAnswer({
          people: found?.edges.map(({ node }) => node) ?? [],
          fetching: false,
          error,
          to: wanted,
        });
      const asking = all
        ? client
            .query(SearchAllQuery, variables, policy)
            .subscribe(({ data, error }) => take(data?.searchAllUsers, error))
        : client
            .query(SearchQuery, variables, policy)
            .subscribe(({ data, error }) => take(data?.searchUsers, error));
      stop = asking.unsubscribe;
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, wanted, all]);

  return useMemo(() => {
    if (!wanted) return nobody;
    // The previous answer stays in view until there is a new one, so that the list does not flicker with each letter.
    return answer.to === wanted ? answer : { ...answer, fetching: true, error: undefined };
  }, [answer, wanted]);
}
