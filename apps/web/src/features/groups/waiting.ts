'use client';

import { useEffect, useMemo, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import type { ResultOf } from '@/lib/graphql';
import { type Pages, usePages } from '@/lib/urql/use-pages';
import type { Invite, JoinRequest, Preview } from './documents';
import {
  InvitationsQuery,
  JoinRequestsQuery,
  ReceivedJoinRequestsQuery,
  SearchGroupsQuery,
} from './queries';

const PAGE = 30;
const invitationsOf = ({ viewer }: ResultOf<typeof InvitationsQuery>) => viewer.groupInvitations;
const requestsOf = ({ viewer }: ResultOf<typeof JoinRequestsQuery>) => viewer.joinRequests;

/** Invitations to me that still wait for my answer. */
export function useInvitations(): Pages<Invite> {
  return usePages({
    document: InvitationsQuery,
    variables: { first: PAGE },
    pageOf: invitationsOf,
  });
}

/** Groups that I asked to be let into. */
export function useMyRequests(): Pages<JoinRequest> {
  return usePages({ document: JoinRequestsQuery, variables: { first: PAGE }, pageOf: requestsOf });
}

const receivedOf = ({ viewer }: ResultOf<typeof ReceivedJoinRequestsQuery>) =>
  viewer.receivedJoinRequests;

/** People who ask to be let into the groups that I run. */
export function useReceivedJoinRequests(): Pages<JoinRequest> {
  return usePages({
    document: ReceivedJoinRequestsQuery,
    variables: { first: PAGE },
    pageOf: receivedOf,
  });
}

interface GroupSearch {
  groups: readonly Preview[];
  fetching: boolean;
  error: CombinedError | undefined;
}

const TYPING_PAUSE_MS = 200;
const nothing: GroupSearch = { groups: [], fetching: false, error: undefined };

/** Searches once typing pauses; an answer that a newer question has overtaken is not waited for. */
export function useGroupSearch(query: string): GroupSearch {
  const client = useClient();
  const wanted = query.trim();
  const [answer, setAnswer] = useState<GroupSearch & { to: string }>({ ...nothing, to: '' });
  useEffect(() => {
    if (!wanted) return;
    let stop = () => {};
    const timer = setTimeout(() => {
      const { unsubscribe } = client
        .query(
          SearchGroupsQuery,
          { query: wanted, first: PAGE },
          { requestPolicy: 'cache-and-network' },
        )
        .subscribe(({ data, error }) => {
          const groups = data?.searchGroups.edges.map(({ node }) => node) ?? [];
          setAnswer({ groups, fetching: false, error, to: wanted });
        });
      stop = unsubscribe;
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, wanted]);
  return useMemo(() => {
    if (!wanted) return nothing;
    return answer.to === wanted ? answer : { ...answer, fetching: true, error: undefined };
  }, [answer, wanted]);
}
