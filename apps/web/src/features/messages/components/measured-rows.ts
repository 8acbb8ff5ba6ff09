'use client';

import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { CacheSnapshot, VirtualizerHandle } from 'virtua';
import type { Row } from '../row';

type Measured = { sizes: CacheSnapshot; length: number; last: string };

const MOST = 60;
const measured = new Map<string, Measured>();

function recall(conversationId: string, rows: readonly Row[]): CacheSnapshot | undefined {
  const known = measured.get(conversationId);
  const same = known && known.length === rows.length && known.last === rows.at(-1)?.key;
  // One with unread messages opens at those, not at its end.
  return same && !rows.some((row) => row.firstUnread) ? known.sizes : undefined;
}

function remember(conversationId: string, sizes: CacheSnapshot, rows: readonly Row[]): void {
  const last = rows.at(-1)?.key;
  if (last === undefined) return;
  measured.delete(conversationId);
  measured.set(conversationId, { sizes, length: rows.length, last });
  const oldest = measured.keys().next().value;
  if (measured.size > MOST && oldest !== undefined) measured.delete(oldest);
}

/**
 * Heights of a conversation's rows as they were last measured. With them, one that is opened again is laid out at its
 * end in the very first frame; without, rows have to be drawn before they can be placed.
 */
export function useMeasuredRows(
  conversationId: string,
  rows: readonly Row[],
  list: RefObject<VirtualizerHandle | null>,
): CacheSnapshot | undefined {
  const found = useRef<{ sizes: CacheSnapshot | undefined } | null>(null);
  if (!found.current && rows.length > 0) found.current = { sizes: recall(conversationId, rows) };
  const latest = useRef(rows);
  latest.current = rows;
  useLayoutEffect(
    () => () => {
      if (list.current) remember(conversationId, list.current.cache, latest.current);
    },
    [conversationId, list],
  );
  return found.current?.sizes;
}
