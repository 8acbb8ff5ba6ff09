'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { DraftStore } from './draft-store';

const nothing: ReadonlyMap<string, string> = new Map();

let store: DraftStore | null = null;
const storeListeners = new Set<() => void>();

export function startDrafts(accountId: string): () => void {
  const started = new DraftStore(accountId);
  setStore(started);
  const flush = () => void started.flush().catch(() => {});
  const flushWhenHidden = () => {
    if (document.visibilityState === 'hidden') flush();
  };
  window.addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', flushWhenHidden);
  return () => {
    window.removeEventListener('pagehide', flush);
    document.removeEventListener('visibilitychange', flushWhenHidden);
    started.close();
    setStore(null);
  };
}

function setStore(next: DraftStore | null): void {
  store = next;
  for (const listener of storeListeners) listener();
}

function subscribe(listener: () => void): () => void {
  let stop = store?.subscribe(listener);
  const follow = () => {
    stop?.();
    stop = store?.subscribe(listener);
    listener();
  };
  storeListeners.add(follow);
  return () => {
    storeListeners.delete(follow);
    stop?.();
  };
}

export interface Draft {
  text: string;
  setText: (text: string) => void;
  /** False until what was left from before is known: the composer must not be typed into yet. */
  ready: boolean;
}

export function useDraft(conversationId: string): Draft {
  const text = useSyncExternalStore(
    subscribe,
    () => store?.all().get(conversationId) ?? '',
    () => '',
  );
  const ready = useSyncExternalStore(
    subscribe,
    () => store?.isReady() ?? false,
    () => false,
  );
  const setText = useCallback((next: string) => store?.set(conversationId, next), [conversationId]);
  return { text, setText, ready };
}

/** What is unfinished where, for the list of conversations. */
export function useDraftPreviews(): ReadonlyMap<string, string> {
  return useSyncExternalStore(
    subscribe,
    () => store?.all() ?? nothing,
    () => nothing,
  );
}
