'use client';

import { usePages } from '@/lib/urql/use-pages';
import {
  type FILES,
  type PICTURES,
  SharedQuery,
  sharedOf,
  sharedPageOf,
} from '../../shared-documents';

/** What was sent of some kinds, newest first; the next page comes when the end is reached. */
export const useShared = (conversationId: string, kinds: typeof PICTURES | typeof FILES) =>
  usePages({
    document: SharedQuery,
    variables: sharedOf(conversationId, kinds),
    pageOf: sharedPageOf,
  });
