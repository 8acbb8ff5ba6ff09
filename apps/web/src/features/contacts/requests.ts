'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { carryOut } from '@/lib/urql/carry-out';
import {
  AcceptRequestMutation,
  CancelRequestMutation,
  DeclineRequestMutation,
  RequestFriendMutation,
} from './documents';

function requestActions(client: Client) {
  return {
    /** Where the other person had already asked, this accepts their request. */
    requestFriend: (input: { userId: string; note?: string }) =>
      carryOut(client, RequestFriendMutation, input),
    acceptRequest: (requestId: string) => carryOut(client, AcceptRequestMutation, { requestId }),
    declineRequest: (requestId: string) => carryOut(client, DeclineRequestMutation, { requestId }),
    cancelRequest: (requestId: string) => carryOut(client, CancelRequestMutation, { requestId }),
  };
}

export function useRequestActions() {
  const client = useClient();
  return useMemo(() => requestActions(client), [client]);
}
