'use client';

import { useMemo } from 'react';
import { type Client, useClient, useQuery } from 'urql';
import { History_message } from '@/features/messages/documents';
import type { HistoryMessage, HistoryStore } from '@/features/messages/history-store';
import { connection, subscribeToConnection } from '@/lib/connection';
import { graphql } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { isUnheard } from './heard';

const MarkHeardMutation = graphql(`
  mutation Voice_markHeard($input: MarkVoiceHeardInput!) {
    markVoiceHeard(input: $input) {
      __typename
      ... on MarkVoiceHeardPayload {
        heardVoice {
          id
          heard
        }
      }
    }
  }
`);

const TranscribeMutation = graphql(
  `
  mutation Voice_transcribe($input: TranscribeVoiceInput!) {
    transcribeVoice(input: $input) {
      __typename
      ... on TranscribeVoicePayload {
        transcribed {
          ...History_message
        }
      }
      ... on TranscriptionLimitError {
        retryAt
      }
    }
  }
`,
  [History_message],
);

const TranscribesQuery = graphql(`
  query Voice_transcribes {
    transcribesVoice
  }
`);

/** Whether this installation has an engine that turns speech into text. */
export function useTranscribes(): boolean {
  const [{ data }] = useQuery({ query: TranscribesQuery });
  return data?.transcribesVoice ?? false;
}

/** The first one after a message, in its conversation, that the viewer has still to hear. */
export function nextUnheard(
  history: HistoryStore,
  {
    conversationId,
    messageId,
    viewerId,
  }: Record<'conversationId' | 'messageId' | 'viewerId', string>,
): HistoryMessage | null {
  const messages = history.known(conversationId)?.messages ?? [];
  const from = messages.findIndex(({ id }) => id === messageId);
  if (from < 0) return null;
  return messages.slice(from + 1).find((message) => isUnheard(message, viewerId)) ?? null;
}

function voiceOperations(client: Client) {
  /** Again when the stream is back: what one has heard may have been on this device already. */
  const markHeard = async (messageId: string): Promise<void> => {
    const outcome = await carryOut(client, MarkHeardMutation, { messageId });
    if (outcome.ok || outcome.error !== 'UNREACHABLE') return;
    const stop = subscribeToConnection(() => {
      if (connection().state !== 'live') return;
      stop();
      void markHeard(messageId);
    });
  };
  return {
    markHeard,
    transcribe: (messageId: string) => carryOut(client, TranscribeMutation, { messageId }),
  };
}

export function useVoiceOperations() {
  const client = useClient();
  return useMemo(() => voiceOperations(client), [client]);
}
