'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { graphql } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';

const AcceptMutation = graphql(`
  mutation Strangers_accept($input: AcceptConversationInput!) {
    acceptConversation(input: $input) {
      __typename
      ... on AcceptConversationPayload {
        conversation {
          id
          peer {
            id
            strangerState
            unreachable
          }
        }
      }
    }
  }
`);

const BlockMutation = graphql(`
  mutation Strangers_block($input: BlockUserInput!) {
    blockUser(input: $input) {
      __typename
      ... on BlockUserPayload {
        user {
          id
          blocked
          unreachable
        }
      }
    }
  }
`);

const UnblockMutation = graphql(`
  mutation Strangers_unblock($input: UnblockUserInput!) {
    unblockUser(input: $input) {
      __typename
      ... on UnblockUserPayload {
        user {
          id
          blocked
          unreachable
        }
      }
    }
  }
`);

/** Account stream. */
export const Hears_ApproachChanged = graphql(`
  fragment Hears_ApproachChanged on ApproachChanged @_unmask {
    user {
      id
      strangerState
      unreachable
    }
  }
`);

/** A hint: of whom, it does not say. */
export const Hears_ReachChanged = graphql(`
  fragment Hears_ReachChanged on ReachChanged @_unmask {
    cursor
  }
`);

const actions = (client: Client) => ({
  accept: (conversationId: string) => carryOut(client, AcceptMutation, { conversationId }),
  block: (userId: string) => carryOut(client, BlockMutation, { userId }),
  unblock: (userId: string) => carryOut(client, UnblockMutation, { userId }),
});

export function useStrangerActions() {
  const client = useClient();
  return useMemo(() => actions(client), [client]);
}

interface Peer {
  blocked: boolean;
  strangerState: 'NEW' | 'SENT' | 'RECEIVED' | 'ACCEPTED' | null;
  unreachable: 'STRANGERS_CLOSED' | 'REFUSED' | 'DELETED' | null;
}

/** What one can do about writing to somebody now. */
export type PeerStanding =
  | 'free'
  | 'first'
  | 'waiting'
  | 'asked'
  | 'blocked'
  | 'closed'
  | 'refused'
  | 'deleted';

/** `unsent`: something of one's own is on its way already, which is as good as said. */
export function standingOf(peer: Peer | null, unsent: boolean): PeerStanding {
  if (!peer) return 'free';
  if (peer.unreachable === 'DELETED') return 'deleted';
  if (peer.blocked) return 'blocked';
  if (peer.unreachable) return peer.unreachable === 'REFUSED' ? 'refused' : 'closed';
  switch (peer.strangerState) {
    case 'NEW':
      return unsent ? 'waiting' : 'first';
    case 'SENT':
      return 'waiting';
    case 'RECEIVED':
      return 'asked';
    default:
      return 'free';
  }
}
