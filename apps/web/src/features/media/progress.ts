'use client';

import { useSyncExternalStore } from 'react';

/** How much of a file has travelled: by the client id of what it belongs to, as a share between 0 and 1. */
const shares = new Map<string, number>();
const listeners = new Set<() => void>();

/** Null: it is not on its way (any more). */
export function reportProgress(id: string, share: number | null): void {
  if (share === null ? !shares.delete(id) : shares.get(id) === share) return;
  if (share !== null) shares.set(id, share);
  for (const listener of listeners) listener();
}

export const progressOf = (id: string): number | null => shares.get(id) ?? null;

export const progresses = (): Record<string, number> => Object.fromEntries(shares);

export function subscribeToProgress(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useProgress = (id: string): number | null =>
  useSyncExternalStore(
    subscribeToProgress,
    () => progressOf(id),
    () => null,
  );
