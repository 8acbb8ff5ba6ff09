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

const actions = (client: Client) => ({
  accept: (conversationId: string) => carryOut(client, AcceptMutation, { conversationId }),
  block: (userId: string) => carryOut(client, BlockMutation, { userId }),
  unblock: (userId: string) => carryOut(client, UnblockMutation, { userId }),
});

export function useStrangerActions() {
  const client = useClient();
  return useMemo(() => actions(client), [client]);
}
