'use client';

import { useMemo } from 'react';
import { useClient, useQuery } from 'urql';
import { graphql, type ResultOf, type VariablesOf } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { usePages } from '@/lib/urql/use-pages';
import { Moments_person, Moments_relation, Moments_settings } from './documents';

/** What stands between me and others in Moments, and what I show at all. */

const RelationQuery = graphql(
  `
  query Moments_relation($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on User {
        ...Moments_relation
      }
    }
  }
`,
  [Moments_relation],
);

const SettingsQuery = graphql(
  `
  query Moments_settings {
    viewer {
      id
      ...Moments_settings
    }
  }
`,
  [Moments_settings],
);

const ExceptionsQuery = graphql(
  `
  query Moments_exceptions($first: Int!, $after: String) {
    viewer {
      id
      momentRelations(first: $first, after: $after) {
        edges {
          node {
            ...Moments_person
            ...Moments_relation
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
  [Moments_person, Moments_relation],
);

const SetRelationMutation = graphql(
  `
  mutation Moments_setRelation($input: SetMomentRelationInput!) {
    setMomentRelation(input: $input) {
      __typename
      ... on SetMomentRelationPayload {
        user {
          ...Moments_relation
        }
      }
    }
  }
`,
  [Moments_relation],
);

const UpdateSettingsMutation = graphql(
  `
  mutation Moments_updateSettings($input: UpdateMomentSettingsInput!) {
    updateMomentSettings(input: $input) {
      __typename
      viewer {
        ...Moments_settings
      }
    }
  }
`,
  [Moments_settings],
);

export type MomentRelation = ResultOf<typeof Moments_relation>['momentRelation'];
export type MomentSettings = ResultOf<typeof Moments_settings>['momentSettings'];

export function useMomentRelation(userId: string): MomentRelation | null {
  const [{ data }] = useQuery({ query: RelationQuery, variables: { id: userId } });
  return data?.node?.__typename === 'User' ? data.node.momentRelation : null;
}

export function useMomentSettings(): MomentSettings | null {
  const [{ data }] = useQuery({ query: SettingsQuery, requestPolicy: 'cache-and-network' });
  return data?.viewer.momentSettings ?? null;
}

const PAGE = 20;
const exceptionsOf = (data: ResultOf<typeof ExceptionsQuery>) => data.viewer.momentRelations;

/** Those with whom it is otherwise than with everybody. */
export const useMomentExceptions = () =>
  usePages({ document: ExceptionsQuery, variables: { first: PAGE }, pageOf: exceptionsOf });

type RelationChanges = VariablesOf<typeof SetRelationMutation>['input'];
type SettingsChanges = VariablesOf<typeof UpdateSettingsMutation>['input'];

export function useMomentStanding() {
  const client = useClient();
  return useMemo(
    () => ({
      setRelation: (changes: RelationChanges) => carryOut(client, SetRelationMutation, changes),
      update: (changes: SettingsChanges) => carryOut(client, UpdateSettingsMutation, changes),
    }),
    [client],
  );
}
