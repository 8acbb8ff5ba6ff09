'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { graphql } from '@/lib/graphql';
import { outcomeOf } from '@/lib/urql/outcome';
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
      const result = await client.mutation(OpenDirectMutation, { input: { userId } }).toPromise();
      return outcomeOf(
        result,
        (data) => data.openDirectConversation,
        (done) =>
          done.__typename === 'OpenDirectConversationPayload'
            ? { conversationId: done.conversation.id }
            : undefined,
      );
    },
    addMembers: async (input: { conversationId: string; userIds: string[] }) => {
      const result = await client.mutation(AddMembersMutation, { input }).toPromise();
      return outcomeOf(
        result,
        (data) => data.addMembers,
        (done) => (done.__typename === 'AddMembersPayload' ? {} : undefined),
      );
    },
    leaveGroup: async (conversationId: string) => {
      const result = await client
        .mutation(LeaveGroupMutation, { input: { conversationId } })
        .toPromise();
      return outcomeOf(
        result,
        (data) => data.leaveGroup,
        (done) => (done.__typename === 'LeaveGroupPayload' ? {} : undefined),
      );
    },
  };
}

export function useConversationActions() {
  const client = useClient();
  return useMemo(() => conversationActions(client), [client]);
}
