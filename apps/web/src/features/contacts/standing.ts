'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { carryOut } from '@/lib/urql/carry-out';
import {
  BlockUserMutation,
  RemoveFriendMutation,
  SetRemarkMutation,
  UnblockUserMutation,
} from './person-documents';

/** As the API keeps it. */
export const REMARK_MOST = 30;

const standingActions = (client: Client) => ({
  removeFriend: (userId: string) => carryOut(client, RemoveFriendMutation, { userId }),
  block: (userId: string) => carryOut(client, BlockUserMutation, { userId }),
  unblock: (userId: string) => carryOut(client, UnblockUserMutation, { userId }),
  /** Null: by their own name again. */
  setRemark: (userId: string, remark: string | null) =>
    carryOut(client, SetRemarkMutation, { userId, remark }),
});

/** How I stand with a person, and what I keep about them. */
export function useStandingActions() {
  const client = useClient();
  return useMemo(() => standingActions(client), [client]);
}
