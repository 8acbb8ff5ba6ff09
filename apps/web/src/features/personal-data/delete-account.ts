'use client';

import { useClient, useQuery } from 'urql';
import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { whenFresh } from '@/features/accounts/fresh-sign-in';
import { leaveForGood } from '@/features/accounts/session';
import { ConversationTitle_conversation } from '@/features/conversations/components/conversation-title.fragment';
import { graphql, type ResultOf } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { usePages } from '@/lib/urql/use-pages';

const AccountQuery = graphql(`
  query PersonalData_account {
    viewer {
      id
      lastAdministrator
      user {
        id
        username
      }
    }
  }
`);

const SuccessionsQuery = graphql(
  `
  query PersonalData_successions($first: Int!, $after: String) {
    viewer {
      id
      groupSuccessions(first: $first, after: $after) {
        edges {
          node {
            group {
              id
              ...ConversationTitle_conversation
            }
            successor {
              id
              nickname
              ...UserAvatar_user
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`,
  [ConversationTitle_conversation, UserAvatar_user],
);

const DeleteAccountMutation = graphql(`
  mutation PersonalData_deleteAccount($input: DeleteAccountInput!) {
    deleteAccount(input: $input) {
      __typename
      ... on DeleteAccountPayload {
        userId
      }
    }
  }
`);

const PAGE = 20;
const successionsOf = (data: ResultOf<typeof SuccessionsQuery>) => data.viewer.groupSuccessions;

/** Whose account it is, and whether anybody else runs the installation; null until it is known. */
export function useOwnAccount() {
  const [{ data }] = useQuery({ query: AccountQuery, requestPolicy: 'cache-and-network' });
  return data?.viewer ?? null;
}

/** What would become of the person’s groups. It is asked anew each time: others come and go. */
export const useSuccessions = () =>
  usePages({
    document: SuccessionsQuery,
    variables: { first: PAGE },
    pageOf: successionsOf,
  });

export function useDeleteAccount() {
  const client = useClient();
  return (username: string) =>
    whenFresh(() => leaveForGood(() => carryOut(client, DeleteAccountMutation, { username })));
}
