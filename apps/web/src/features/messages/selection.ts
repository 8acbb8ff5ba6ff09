'use client';

import { useSyncExternalStore } from 'react';

/** Messages chosen in a conversation, for what is done to several at once. */
export interface Selection {
  conversationId: string;
  ids: ReadonlySet<string>;
}

let current: Selection | null = null;
const listeners = new Set<() => void>();

function set(next: Selection | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** As many as the API takes at once. */
export const SELECTED_MOST = 100;

export function startSelection(conversationId: string, messageId: string): void {
  set({ conversationId, ids: new Set([messageId]) });
}

export function toggleSelected(messageId: string): void {
  if (!current) return;
  const ids = new Set(current.ids);
  if (!ids.delete(messageId) && ids.size < SELECTED_MOST) ids.add(messageId);
  set({ ...current, ids });
}

export const endSelection = (): void => set(null);

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What is chosen in this conversation; null when nothing is being chosen. */
export function useSelection(conversationId: string): Selection | null {
  const mine = () => (current?.conversationId === conversationId ? current : null);
  return useSyncExternalStore(subscribe, mine, () => null);
}
