'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { v7 as uuid } from 'uuid';
import { graphql } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { History_message } from './documents';

const ForwardMutation = graphql(
  `
  mutation Messages_forward($input: ForwardMessagesInput!) {
    forwardMessages(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on MessageRateLimitedError {
        limit
        retryAt
      }
      ... on ForwardMessagesPayload {
        sent {
          ...History_message
          conversation {
            id
          }
        }
      }
    }
  }
`,
  [History_message],
);

const SendCardMutation = graphql(
  `
  mutation Messages_sendCard($input: SendCardInput!) {
    sendCard(input: $input) {
      __typename
      ... on MessageRateLimitedError {
        limit
        retryAt
      }
      ... on SendCardPayload {
        sent {
          ...History_message
          conversation {
            id
          }
        }
      }
    }
  }
`,
  [History_message],
);

interface Forwarding {
  conversationId: string;
  messageIds: string[];
  bundled: boolean;
  title: string;
}

/** Whom or what a card introduces. */
export type Introduced = { userId: string } | { groupId: string };

function sharing(client: Client) {
  return {
    forward: async (forwarding: Forwarding) => {
      const input = { ...forwarding, clientId: uuid() };
      return carryOut(client, ForwardMutation, input);
    },
    sendCard: async (conversationId: string, introduced: Introduced) => {
      const input = { conversationId, clientId: uuid(), ...introduced };
      return carryOut(client, SendCardMutation, input);
    },
  };
}

export function useSharing() {
  const client = useClient();
  return useMemo(() => sharing(client), [client]);
}
