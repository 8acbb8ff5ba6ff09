'use client';

import { useSyncExternalStore } from 'react';

/** Posts that have come since the feed was looked at, by whoever posted: a post that is told of twice counts once. */
const known = new Set<string>();
const listeners = new Set<() => void>();

const tell = () => {
  for (const listener of listeners) listener();
};

/** Told by the stream; a hint, of which nothing hangs but the line that says so. */
export function hearNews(momentId: string): void {
  if (known.has(momentId)) return;
  known.add(momentId);
  tell();
}

/** It is gone again, or is shown by now. */
export function dropNews(momentIds: Iterable<string>): void {
  let dropped = false;
  for (const id of momentIds) dropped = known.delete(id) || dropped;
  if (dropped) tell();
}

export function forgetNews(): void {
  if (known.size === 0) return;
  known.clear();
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How many posts the feed does not show yet. */
export const useNews = (): number =>
  useSyncExternalStore(
    subscribe,
    () => known.size,
    () => 0,
  );
