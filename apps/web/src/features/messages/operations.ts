'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { Unread_conversation } from '@/features/conversations/documents';
import { graphql } from '@/lib/graphql';
import { outcomeOf } from '@/lib/urql/outcome';
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
    edit: async (input: EditedText) => {
      const result = await client.mutation(EditMutation, { input }).toPromise();
      return outcomeOf(
        result,
        (data) => data.editMessage,
        (done) => (done.__typename === 'EditMessagePayload' ? {} : undefined),
      );
    },
    recall: async (messageId: string) => {
      const result = await client.mutation(RecallMutation, { input: { messageId } }).toPromise();
      return outcomeOf(
        result,
        (data) => data.recallMessage,
        (done) => (done.__typename === 'RecallMessagePayload' ? {} : undefined),
      );
    },
    deleteForMe: async (messageIds: string[]) => {
      const input = { messageIds };
      const result = await client.mutation(DeleteForMeMutation, { input }).toPromise();
      return outcomeOf(
        result,
        (data) => data.deleteMessages,
        (done) => (done.__typename === 'DeleteMessagesPayload' ? {} : undefined),
      );
    },
    deleteForEveryone: async (messageId: string) => {
      const input = { messageId };
      const result = await client.mutation(DeleteForEveryoneMutation, { input }).toPromise();
      return outcomeOf(
        result,
        (data) => data.deleteMessageForEveryone,
        (done) => (done.__typename === 'DeleteMessageForEveryonePayload' ? {} : undefined),
      );
    },
    addReaction: async (messageId: string, emoji: string) => {
      const input = { messageId, emoji };
      const result = await client.mutation(AddReactionMutation, { input }).toPromise();
      return outcomeOf(
        result,
        (data) => data.addReaction,
        (done) => (done.__typename === 'AddReactionPayload' ? {} : undefined),
      );
    },
    removeReaction: async (messageId: string, emoji: string) => {
      const input = { messageId, emoji };
      const result = await client.mutation(RemoveReactionMutation, { input }).toPromise();
      return outcomeOf(
        result,
        (data) => data.removeReaction,
        (done) => (done.__typename === 'RemoveReactionPayload' ? {} : undefined),
      );
    },
    pin: async (messageId: string) => {
      const result = await client.mutation(PinMutation, { input: { messageId } }).toPromise();
      return outcomeOf(
        result,
        (data) => data.pinMessage,
        (done) => (done.__typename === 'PinMessagePayload' ? {} : undefined),
      );
    },
    unpin: async (messageId: string) => {
      const result = await client.mutation(UnpinMutation, { input: { messageId } }).toPromise();
      return outcomeOf(
        result,
        (data) => data.unpinMessage,
        (done) => (done.__typename === 'UnpinMessagePayload' ? {} : undefined),
      );
    },
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
