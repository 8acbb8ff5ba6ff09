'use client';

import { useQuery } from 'urql';
import { graphql } from '@/lib/graphql';

const WaitingQuery = graphql(`
  query Groups_waiting($id: ID!) {
    conversation(id: $id) {
      id
      joinRequests(first: 100) {
        edges {
          node {
            id
            joinRequestStatus
          }
        }
      }
    }
  }
`);

/** How many ask to be let in; beyond a hundred the number would say no more. */
export function useWaitingCount(conversationId: string): number {
  const [{ data }] = useQuery({
    query: WaitingQuery,
    variables: { id: conversationId },
    requestPolicy: 'cache-and-network',
  });
  const edges = data?.conversation?.joinRequests?.edges ?? [];
  return edges.filter(({ node }) => node.joinRequestStatus === 'PENDING').length;
}
