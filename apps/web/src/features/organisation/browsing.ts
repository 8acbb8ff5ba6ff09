'use client';

import { useDeferredValue, useState } from 'react';
import { useQuery } from 'urql';
import { useConnection } from '@/lib/connection';
import type { ResultOf } from '@/lib/graphql';
import { type Pages, usePages } from '@/lib/urql/use-pages';
import {
  ChildrenQuery,
  DepartmentQuery,
  EntryQuery,
  type Organisation_person,
  type Organisation_row,
  PeopleQuery,
  PositionsQuery,
  SearchQuery,
  TopQuery,
} from './documents';

const PAGE = 50;

export type DepartmentRow = ResultOf<typeof Organisation_row>;
export type Position = ResultOf<typeof Organisation_person>;

/** The organisation as the viewer may see it: null where there is none for them, undefined until that is known. */
export function useOrganisation() {
  const [{ data, error, fetching }] = useQuery({ query: EntryQuery });
  return {
    organisation: data?.viewer.organisation,
    failed: Boolean(error) && !data,
    fetching,
  };
}

/** Since when hints come: whatever is drawn anew with it asks again for what it may not have been told meanwhile. */
export function useHintedSince(): number {
  const { state, since } = useConnection();
  const [hinted, setHinted] = useState(0);
  if (state === 'live' && since !== hinted) setHinted(since);
  return hinted;
}

/** A department with those above it; null where it is gone. */
export function useDepartment(id: string | null) {
  const [{ data, error, stale, fetching }] = useQuery({
    query: DepartmentQuery,
    variables: { id: id ?? '' },
    pause: id === null,
  });
  const node = data?.node;
  const department = node?.__typename === 'Department' ? node : null;
  const gone = id !== null && !department && !fetching && !stale && !isUnreachable(error);
  return { department: id === null ? null : department, gone, failed: isUnreachable(error) };
}

const isUnreachable = (error: { networkError?: unknown } | undefined) =>
  Boolean(error?.networkError);

const topOf = (data: ResultOf<typeof TopQuery>) => data.viewer.organisation?.departments;
const childrenOf = ({ node }: ResultOf<typeof ChildrenQuery>) =>
  node?.__typename === 'Department' ? node.children : null;
const peopleOf = ({ node }: ResultOf<typeof PeopleQuery>) =>
  node?.__typename === 'Department' ? node.people : null;
const foundOf = (data: ResultOf<typeof SearchQuery>) => data.viewer.organisation?.people;

export const useTopDepartments = (): Pages<DepartmentRow> =>
  usePages({ document: TopQuery, variables: { first: PAGE }, pageOf: topOf, all: true });

export const useChildren = (id: string): Pages<DepartmentRow> =>
  usePages({
    document: ChildrenQuery,
    variables: { id, first: PAGE },
    pageOf: childrenOf,
    all: true,
  });

export const usePeople = (id: string): Pages<Position> =>
  usePages({ document: PeopleQuery, variables: { id, first: PAGE }, pageOf: peopleOf });

export type Found = Position & { department: { id: string; departmentName: string } };

/** What has been typed is searched for once there is time, not with each letter. */
export function useOrganisationSearch(query: string): Pages<Found> {
  const wanted = useDeferredValue(query.trim());
  return usePages({
    document: SearchQuery,
    variables: { query: wanted, first: PAGE },
    pageOf: foundOf,
  });
}

/** What somebody is in the organisation, the primary position first. */
export function usePositions(userId: string) {
  const [{ data }] = useQuery({ query: PositionsQuery, variables: { id: userId } });
  return data?.node?.__typename === 'User' ? data.node.positions : [];
}
