'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { outcomeOf } from '@/lib/urql/outcome';
import {
  AcceptRequestMutation,
  CancelRequestMutation,
  DeclineRequestMutation,
  RequestFriendMutation,
} from './documents';

function requestActions(client: Client) {
  return {
    /** Where the other person had already asked, this accepts their request: `status` is then ACCEPTED. */
    requestFriend: async (input: { userId: string; note?: string }) => {
      const result = await client.mutation(RequestFriendMutation, { input }).toPromise();
      return outcomeOf(
        result,
        (data) => data.requestFriend,
        (done) =>
          done.__typename === 'RequestFriendPayload' ? { status: done.request.status } : undefined,
      );
    },
    acceptRequest: async (requestId: string) => {
      const result = await client
        .mutation(AcceptRequestMutation, { input: { requestId } })
        .toPromise();
      return outcomeOf(
        result,
        (data) => data.acceptFriendRequest,
        (done) => (done.__typename === 'AcceptFriendRequestPayload' ? {} : undefined),
      );
    },
    declineRequest: async (requestId: string) => {
      const result = await client
        .mutation(DeclineRequestMutation, { input: { requestId } })
        .toPromise();
      return outcomeOf(
        result,
        (data) => data.declineFriendRequest,
        (done) => (done.__typename === 'DeclineFriendRequestPayload' ? {} : undefined),
      );
    },
    cancelRequest: async (requestId: string) => {
      const result = await client
        .mutation(CancelRequestMutation, { input: { requestId } })
        .toPromise();
      return outcomeOf(
        result,
        (data) => data.cancelFriendRequest,
        (done) => (done.__typename === 'CancelFriendRequestPayload' ? {} : undefined),
      );
    },
  };
}

export function useRequestActions() {
  const client = useClient();
  return useMemo(() => requestActions(client), [client]);
}
