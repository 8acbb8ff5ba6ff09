'use client';

import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import { graphql, type ResultOf } from '@/lib/graphql';
import { usePages } from '@/lib/urql/use-pages';

/** What I call my friends. Light, as it is asked for whatever is on the screen. */
const RemarksQuery = graphql(`
  query Contacts_remarks($first: Int!, $after: String) {
    viewer {
      id
      friends(first: $first, after: $after) {
        edges {
          node {
            id
            remark
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

const PAGE = 100;
const friendsOf = (data: ResultOf<typeof RemarksQuery>) => data.viewer.friends;

export interface Named {
  /** Where it is not known who somebody is, they go by what others call them. */
  readonly id?: string;
  readonly nickname: string;
}

/** What somebody is called on this screen, and in a group by its own name for them. */
export type NameOf = (person: Named, groupNickname?: string | null) => string;

/** What everybody calls somebody. The remark is nobody else's: it is never part of what is sent. */
export const publicName: NameOf = ({ nickname }, groupNickname) => groupNickname ?? nickname;

const Remarks = createContext<ReadonlyMap<string, string>>(new Map());

/**
 * Remarks are the viewer's own, and events of conversations are the same for everybody: so they are no part of messages
 * and members, but looked up by who somebody is, wherever a name is shown.
 */
export function NamesProvider({ children }: { children: ReactNode }) {
  const { items } = usePages({
    document: RemarksQuery,
    variables: { first: PAGE },
    pageOf: friendsOf,
    all: true,
  });
  // The same remarks are the same map, so that nothing is drawn anew for it.
  const known = JSON.stringify(items.flatMap(({ id, remark }) => (remark ? [[id, remark]] : [])));
  const remarks = useMemo(() => new Map<string, string>(JSON.parse(known)), [known]);
  return <Remarks value={remarks}>{children}</Remarks>;
}

/** Whoever has deleted their account has no name left. */
export const isDeleted = ({ nickname }: Pick<Named, 'nickname'>): boolean => nickname === '';

/** The viewer's own name for a friend comes first, then the group's, then their nickname. */
export function useNameOf(): NameOf {
  const remarks = useContext(Remarks);
  const t = useTranslations('contacts');
  const nobody = t('deletedAccount');
  return useCallback(
    (person, groupNickname) =>
      (person.id && remarks.get(person.id)) || publicName(person, groupNickname) || nobody,
    [remarks, nobody],
  );
}
