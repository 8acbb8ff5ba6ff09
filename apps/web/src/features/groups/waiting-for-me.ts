'use client';

import { useQuery } from 'urql';
import { WaitingForMeQuery } from './documents';

/** How many invitations, and requests to come into groups that I run, wait for my answer. */
export function useWaitingForMe(): number {
  const [{ data }] = useQuery({
    query: WaitingForMeQuery,
    requestPolicy: 'cache-and-network',
  });
  if (!data) return 0;
  const { groupInvitations, receivedJoinRequests } = data.viewer;
  return groupInvitations.edges.length + receivedJoinRequests.edges.length;
}
