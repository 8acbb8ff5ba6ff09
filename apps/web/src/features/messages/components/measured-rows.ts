'use client';

import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { CacheSnapshot, VirtualizerHandle } from 'virtua';
import type { Row } from '../row';

type Heights = {
  sizes: CacheSnapshot;
  /** How many of the last rows certainly fill the screen. */
  filling: number;
};
type Measured = Heights & { length: number; last: string };

const MOST = 60;
/** Where nobody has seen the end, its rows may be lower than they are taken to be. */
const SURELY_FILLING = 40;
/** A little of the end may be out of sight. */
const AT_END = 48;
const measured = new Map<string, Measured>();

function recall(conversationId: string, rows: readonly Row[]): Heights | undefined {
  const known = measured.get(conversationId);
  const same = known && known.length === rows.length && known.last === rows.at(-1)?.key;
  // One with unread messages opens at those, not at its end.
  return same && !rows.some((row) => row.firstUnread) ? known : undefined;
}

function remember(conversationId: string, list: VirtualizerHandle, rows: readonly Row[]): void {
  const last = rows.at(-1)?.key;
  if (last === undefined) return;
  const { length } = rows;
  const lastScreen = list.scrollSize - list.viewportSize;
  const seen = list.scrollOffset >= lastScreen - AT_END;
  const filling = seen ? length - list.findItemIndex(lastScreen) : SURELY_FILLING;
  measured.delete(conversationId);
  measured.set(conversationId, { sizes: list.cache, filling, length, last });
  const oldest = measured.keys().next().value;
  if (measured.size > MOST && oldest !== undefined) measured.delete(oldest);
}

/**
 * Heights of a conversation's rows as they were last measured. With them, one that is opened again is laid out at its
 * end in the very first frame, and no row is drawn that is not seen; without, rows have to be drawn before they can be placed.
 */
export function useMeasuredRows(
  conversationId: string,
  rows: readonly Row[],
  list: RefObject<VirtualizerHandle | null>,
  settled: RefObject<boolean>,
): Heights | undefined {
  const found = useRef<{ heights: Heights | undefined } | null>(null);
  if (!found.current && rows.length > 0) found.current = { heights: recall(conversationId, rows) };
  const latest = useRef(rows);
  latest.current = rows;
  useLayoutEffect(
    () => () => {
      // Who leaves before the rows have been measured leaves nothing to remember.
      if (list.current?.viewportSize && settled.current)
        remember(conversationId, list.current, latest.current);
    },
    [conversationId, list, settled],
  );
  return found.current?.heights;
}
