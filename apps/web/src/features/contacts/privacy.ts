'use client';

import { useMemo } from 'react';
import { type Client, useClient, useQuery } from 'urql';
import { graphql, type ResultOf, type VariablesOf } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { type Pages, usePages } from '@/lib/urql/use-pages';
import { PersonRow_user } from './components/person-row.fragment';
import { Privacy_viewer } from './hears';

const PrivacyQuery = graphql(
  `
  query Contacts_privacy {
    viewer {
      id
      email
      unverifiedEmail {
        address
      }
      phone
      ...Privacy_viewer
    }
  }
`,
  [Privacy_viewer],
);

const UpdatePrivacyMutation = graphql(
  `
  mutation Contacts_updatePrivacy($input: UpdatePrivacyInput!) {
    updatePrivacy(input: $input) {
      __typename
      viewer {
        ...Privacy_viewer
      }
    }
  }
`,
  [Privacy_viewer],
);

const BlockedQuery = graphql(
  `
  query Contacts_blocked($first: Int!, $after: String) {
    viewer {
      id
      blockedUsers(first: $first, after: $after) {
        edges {
          node {
            ...PersonRow_user
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
  [PersonRow_user],
);

export type Privacy = ResultOf<typeof Privacy_viewer>['privacy'];

export interface OwnPrivacy {
  privacy: Privacy;
  /** What there is to be found by. */
  email: string | null;
  /** That address, or one given instead, as long as it is not proven: nobody is found by it. */
  unverifiedEmail: { address: string } | null;
  phone: string | null;
}

export function usePrivacy(): OwnPrivacy | null {
  const [{ data }] = useQuery({ query: PrivacyQuery, requestPolicy: 'cache-and-network' });
  return data?.viewer ?? null;
}

type Changes = VariablesOf<typeof UpdatePrivacyMutation>['input'];

const actions = (client: Client) => ({
  update: (changes: Changes) => carryOut(client, UpdatePrivacyMutation, changes),
});

export function usePrivacyActions() {
  const client = useClient();
  return useMemo(() => actions(client), [client]);
}

const PAGE = 50;
type BlockedPage = ResultOf<typeof BlockedQuery>['viewer']['blockedUsers'];
export type BlockedPerson = BlockedPage['edges'][number]['node'];
const blockedOf = (data: ResultOf<typeof BlockedQuery>) => data.viewer.blockedUsers;

export const useBlocked = (): Pages<BlockedPerson> =>
  usePages({ document: BlockedQuery, variables: { first: PAGE }, pageOf: blockedOf });
