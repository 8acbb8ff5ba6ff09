'use client';

import { useQuery } from 'urql';
import { HeadQuery } from './documents';

/** My own head: who I am, my cover, and what I have not read yet. */
export function useMomentsHead() {
  const [{ data }] = useQuery({ query: HeadQuery, requestPolicy: 'cache-and-network' });
  return data?.viewer ?? null;
}
