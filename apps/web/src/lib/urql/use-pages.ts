'use client';

import type { AnyVariables, CombinedError, TypedDocumentNode } from '@urql/core';
import { useMemo, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { type ChainState, PageChain, type PageOf } from './page-chain';

export interface Pages<Node> {
  items: readonly Node[];
  /** Something is on its way that nothing can be shown for yet. */
  fetching: boolean;
  hasMore: boolean;
  loadMore: () => void;
  error: CombinedError | undefined;
}

interface PagesQuery<Data, Variables, Node> {
  document: TypedDocumentNode<Data, Variables>;
  variables: Omit<Variables, 'after'>;
  /** A function of the module, not made in the render: a new one each time would start the list anew. */
  pageOf: (data: Data) => PageOf<Node> | null | undefined;
  all?: boolean;
}

const nothingYet: ChainState<never> = {
  items: [],
  fetching: true,
  hasMore: false,
  error: undefined,
};

/** A list of the API, page by page or as a whole, kept up to date by the cache. */
export function usePages<Data, Variables, Node>({
  document,
  variables,
  pageOf,
  all = false,
}: PagesQuery<Data, Variables, Node>): Pages<Node> {
  const client = useClient();
  const key = JSON.stringify(variables);
  const chain = useMemo(
    () =>
      new PageChain<Data, Node>(client, {
        document: document as TypedDocumentNode<Data, AnyVariables>,
        variables: JSON.parse(key),
        pageOf,
        all,
      }),
    [client, document, key, pageOf, all],
  );
  const state = useSyncExternalStore(chain.subscribe, chain.state, () => nothingYet);
  return { ...state, loadMore: chain.loadMore };
}
