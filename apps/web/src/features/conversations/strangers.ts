'use client';

import { graphql } from '@/lib/graphql';

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
