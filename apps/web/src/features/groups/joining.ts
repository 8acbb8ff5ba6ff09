'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { List_conversation } from '@/features/conversations/documents';
import { graphql } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { Groups_preview } from './documents';

const CreateMutation = graphql(
  `
  mutation Groups_create($input: CreateGroupInput!) {
    createGroup(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on CreateGroupPayload {
        conversation {
          ...List_conversation
        }
      }
    }
  }
`,
  [List_conversation],
);

const JoinMutation = graphql(
  `
  mutation Groups_join($input: JoinGroupInput!) {
    joinGroup(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on JoinGroupPayload {
        conversation {
          ...List_conversation
        }
      }
    }
  }
`,
  [List_conversation],
);

const JoinByInviteMutation = graphql(
  `
  mutation Groups_joinByInvite($input: JoinGroupByInviteInput!) {
    joinGroupByInvite(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on JoinGroupByInvitePayload {
        conversation {
          ...List_conversation
        }
      }
    }
  }
`,
  [List_conversation],
);

const DeclineInviteMutation = graphql(`
  mutation Groups_declineInvite($input: DeclineGroupInviteInput!) {
    declineGroupInvite(input: $input) {
      __typename
      ... on DeclineGroupInvitePayload {
        invite {
          id
          state
        }
      }
    }
  }
`);

const RequestMutation = graphql(
  `
  mutation Groups_requestToJoin($input: RequestToJoinGroupInput!) {
    requestToJoinGroup(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on JoinRequestPausedError {
        retryAt
      }
      ... on RequestToJoinGroupPayload {
        request {
          id
          joinRequestStatus
          group {
            ...Groups_preview
          }
        }
      }
    }
  }
`,
  [Groups_preview],
);

const CancelRequestMutation = graphql(
  `
  mutation Groups_cancelRequest($input: CancelJoinRequestInput!) {
    cancelJoinRequest(input: $input) {
      __typename
      ... on CancelJoinRequestPayload {
        request {
          id
          joinRequestStatus
          group {
            ...Groups_preview
          }
        }
      }
    }
  }
`,
  [Groups_preview],
);

export interface NewGroup {
  name: string;
  description: string;
  avatarEmoji: string | null;
  visibility: 'PUBLIC' | 'PRIVATE';
  joinPolicy: 'OPEN' | 'REQUEST';
  userIds: string[];
}

function joining(client: Client) {
  return {
    create: (input: NewGroup) => carryOut(client, CreateMutation, input),
    join: (conversationId: string) => carryOut(client, JoinMutation, { conversationId }),
    joinByInvite: (token: string) => carryOut(client, JoinByInviteMutation, { token }),
    declineInvite: (inviteId: string) => carryOut(client, DeclineInviteMutation, { inviteId }),
    /** Where the answer is already known to be yes, the request comes back as ACCEPTED. */
    ask: (conversationId: string, note: string) =>
      carryOut(client, RequestMutation, { conversationId, note }),
    cancelRequest: (requestId: string) => carryOut(client, CancelRequestMutation, { requestId }),
  };
}

/** The ways into a group, for somebody who is outside. */
export function useJoining() {
  const client = useClient();
  return useMemo(() => joining(client), [client]);
}
