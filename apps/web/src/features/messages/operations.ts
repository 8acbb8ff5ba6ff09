'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { Unread_conversation } from '@/features/conversations/documents';
import { graphql } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { History_message } from './documents';

/** What can be done to a message that has been sent. The history hears of it through the cache, as of an event. */

const EditMutation = graphql(
  `
  mutation Messages_edit($input: EditMessageInput!) {
    editMessage(input: $input) {
      __typename
      ... on EditMessagePayload {
        edited {
          ...History_message
        }
      }
    }
  }
`,
  [History_message],
);

const RecallMutation = graphql(
  `
  mutation Messages_recall($input: RecallMessageInput!) {
    recallMessage(input: $input) {
      __typename
      ... on RecallMessagePayload {
        recalled {
          ...History_message
        }
      }
    }
  }
`,
  [History_message],
);

const DeleteForMeMutation = graphql(
  `
  mutation Messages_deleteForMe($input: DeleteMessagesInput!) {
    deleteMessages(input: $input) {
      __typename
      ... on DeleteMessagesPayload {
        conversations {
          ...Unread_conversation
        }
      }
    }
  }
`,
  [Unread_conversation],
);

const DeleteForEveryoneMutation = graphql(
  `
  mutation Messages_deleteForEveryone($input: DeleteMessageForEveryoneInput!) {
    deleteMessageForEveryone(input: $input) {
      __typename
      ... on DeleteMessageForEveryonePayload {
        deleted {
          ...History_message
        }
      }
    }
  }
`,
  [History_message],
);

const AddReactionMutation = graphql(
  `
  mutation Messages_addReaction($input: AddReactionInput!) {
    addReaction(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on AddReactionPayload {
        reacted {
          ...History_message
          reactions {
            emoji
            viewerReacted
          }
        }
      }
    }
  }
`,
  [History_message],
);

const RemoveReactionMutation = graphql(
  `
  mutation Messages_removeReaction($input: RemoveReactionInput!) {
    removeReaction(input: $input) {
      __typename
      ... on RemoveReactionPayload {
        reacted {
          ...History_message
          reactions {
            emoji
            viewerReacted
          }
        }
      }
    }
  }
`,
  [History_message],
);

const PinMutation = graphql(
  `
  mutation Messages_pin($input: PinMessageInput!) {
    pinMessage(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on PinMessagePayload {
        pinned {
          ...History_message
        }
      }
    }
  }
`,
  [History_message],
);

const UnpinMutation = graphql(
  `
  mutation Messages_unpin($input: UnpinMessageInput!) {
    unpinMessage(input: $input) {
      __typename
      ... on UnpinMessagePayload {
        unpinned {
          ...History_message
        }
      }
    }
  }
`,
  [History_message],
);

const OriginalQuery = graphql(`
  query Messages_original($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Message {
        content {
          __typename
          ... on RecalledContent {
            originalText
          }
        }
      }
    }
  }
`);

interface EditedText {
  messageId: string;
  text: string;
  mentions: { userId: string | null; start: number; length: number }[];
}

function messageOperations(client: Client) {
  return {
    edit: (input: EditedText) => carryOut(client, EditMutation, input),
    recall: (messageId: string) => carryOut(client, RecallMutation, { messageId }),
    deleteForMe: async (messageIds: string[]) => {
      const input = { messageIds };
      return carryOut(client, DeleteForMeMutation, input);
    },
    deleteForEveryone: async (messageId: string) => {
      const input = { messageId };
      return carryOut(client, DeleteForEveryoneMutation, input);
    },
    addReaction: async (messageId: string, emoji: string) => {
      const input = { messageId, emoji };
      return carryOut(client, AddReactionMutation, input);
    },
    removeReaction: async (messageId: string, emoji: string) => {
      const input = { messageId, emoji };
      return carryOut(client, RemoveReactionMutation, input);
    },
    pin: (messageId: string) => carryOut(client, PinMutation, { messageId }),
    unpin: (messageId: string) => carryOut(client, UnpinMutation, { messageId }),
    /** What a message said before one took it back; null once it is too late. */
    originalText: async (messageId: string): Promise<string | null> => {
      const { data } = await client
        .query(OriginalQuery, { id: messageId }, { requestPolicy: 'network-only' })
        .toPromise();
      const node = data?.node;
      if (node?.__typename !== 'Message') return null;
      return node.content.__typename === 'RecalledContent' ? node.content.originalText : null;
    },
  };
}

export type MessageOperations = ReturnType<typeof messageOperations>;

export function useMessageOperations(): MessageOperations {
  const client = useClient();
  return useMemo(() => messageOperations(client), [client]);
}
