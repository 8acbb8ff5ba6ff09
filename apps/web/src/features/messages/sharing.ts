'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { v7 as uuid } from 'uuid';
import { graphql } from '@/lib/graphql';
import { outcomeOf } from '@/lib/urql/outcome';
import { History_message } from './documents';

const ForwardMutation = graphql(
  `
  mutation Messages_forward($input: ForwardMessagesInput!) {
    forwardMessages(input: $input) {
      __typename
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
      const result = await client.mutation(ForwardMutation, { input }).toPromise();
      return outcomeOf(
        result,
        (data) => data.forwardMessages,
        (done) => (done.__typename === 'ForwardMessagesPayload' ? {} : undefined),
      );
    },
    sendCard: async (conversationId: string, introduced: Introduced) => {
      const input = { conversationId, clientId: uuid(), ...introduced };
      const result = await client.mutation(SendCardMutation, { input }).toPromise();
      return outcomeOf(
        result,
        (data) => data.sendCard,
        (done) => (done.__typename === 'SendCardPayload' ? {} : undefined),
      );
    },
  };
}

export function useSharing() {
  const client = useClient();
  return useMemo(() => sharing(client), [client]);
}
