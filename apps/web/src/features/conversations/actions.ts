'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { graphql } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { List_conversation } from './documents';

const OpenDirectMutation = graphql(
  `
    mutation Conversations_openDirect($input: OpenDirectConversationInput!) {
      openDirectConversation(input: $input) {
        __typename
        ... on OpenDirectConversationPayload {
          conversation {
            ...List_conversation
          }
        }
      }
    }
  `,
  [List_conversation],
);

const AddMembersMutation = graphql(`
  mutation Conversations_addMembers($input: AddMembersInput!) {
    addMembers(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on AddMembersPayload {
        conversation {
          id
          memberCount
        }
      }
    }
  }
`);

const LeaveGroupMutation = graphql(`
  mutation Conversations_leaveGroup($input: LeaveGroupInput!) {
    leaveGroup(input: $input) {
      __typename
      ... on LeaveGroupPayload {
        conversationId
      }
    }
  }
`);

function conversationActions(client: Client) {
  return {
    openDirect: async (userId: string) => {
      const outcome = await carryOut(client, OpenDirectMutation, { userId });
      return outcome.ok
        ? { ok: true as const, conversationId: outcome.done.conversation.id }
        : outcome;
    },
    addMembers: (input: { conversationId: string; userIds: string[] }) =>
      carryOut(client, AddMembersMutation, input),
    leaveGroup: (conversationId: string) =>
      carryOut(client, LeaveGroupMutation, { conversationId }),
  };
}

export function useConversationActions() {
  const client = useClient();
  return useMemo(() => conversationActions(client), [client]);
}
