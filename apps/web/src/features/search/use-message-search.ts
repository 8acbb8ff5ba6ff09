'use client';

import { useEffect, useMemo, useState } from 'react';
import type { ResultOf } from '@/lib/graphql';
import { type Pages, usePages } from '@/lib/urql/use-pages';
import { type FoundMessage, SearchMessagesQuery } from './documents';
import type { Filters } from './filters';
import { toVariables } from './variables';

const PAGE = 30;
const TYPING_PAUSE_MS = 250;
/** The API's longest question, in characters. */
const QUERY_MAX = 100;

const pageOf = (data: ResultOf<typeof SearchMessagesQuery>) => data.searchMessages;

/** What is being typed, once typing pauses. */
export function useSettled(text: string): string {
  const wanted = text.trim();
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), wanted ? TYPING_PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [wanted]);
  return wanted && settled;
}

/** Punctuation alone finds nothing, and is no question. */
export type Unasked = 'short' | 'long' | null;

export function unaskedBecause(query: string): Unasked {
  if ([...query].length > QUERY_MAX) return 'long';
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(query) ? null : 'short';
}

interface Asked {
  query: string;
  conversationId?: string;
  filters: Filters;
}

/** Newest first, page by page. */
export function useMessageSearch({ query, conversationId, filters }: Asked): Pages<FoundMessage> {
  const variables = useMemo(
    () => ({
      query,
      first: PAGE,
      ...(conversationId && { conversationId }),
      ...toVariables(filters),
    }),
    [query, conversationId, filters],
  );
  return usePages({ document: SearchMessagesQuery, variables, pageOf });
}
