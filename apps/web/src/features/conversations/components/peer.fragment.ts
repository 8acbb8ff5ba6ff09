import { graphql } from '@/lib/graphql';

/** How the viewer stands towards the other person of a conversation of two: what the composer makes of it. */
export const Peer_conversation = graphql(`
  fragment Peer_conversation on Conversation {
    id
    peer {
      id
      relation
      blocked
      strangerState
      unreachable
    }
  }
`);
