'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { graphql } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { List_conversation } from './documents';

const UpdateSettingsMutation = graphql(
  `
    mutation Conversations_updateSettings($input: UpdateConversationSettingsInput!) {
      updateConversationSettings(input: $input) {
        __typename
        ... on LimitReachedError {
          limit
        }
        ... on UpdateConversationSettingsPayload {
          conversation {
            ...List_conversation
          }
        }
      }
    }
  `,
  [List_conversation],
);

const ClearHistoryMutation = graphql(
  `
    mutation Conversations_clearHistory($input: ClearHistoryInput!) {
      clearHistory(input: $input) {
        __typename
        ... on ClearHistoryPayload {
          conversation {
            ...List_conversation
          }
        }
      }
    }
  `,
  [List_conversation],
);

/** What somebody arranges for themselves in one conversation. */
export interface ConversationSettings {
  pinned?: boolean;
  doNotDisturb?: boolean;
  hidden?: boolean;
  markedUnread?: boolean;
}

function conversationSettings(client: Client) {
  return {
    update: async (conversationId: string, settings: ConversationSettings) => {
      const input = { conversationId, ...settings };
      return carryOut(client, UpdateSettingsMutation, input);
    },
    clearHistory: async (conversationId: string) => {
      const input = { conversationId };
      return carryOut(client, ClearHistoryMutation, input);
    },
  };
}

export function useConversationSettings() {
  const client = useClient();
  return useMemo(() => conversationSettings(client), [client]);
}
