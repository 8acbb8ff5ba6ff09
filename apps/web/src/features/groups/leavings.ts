'use client';

import { useSyncExternalStore } from 'react';

/** Why a group went away while this page was open. What somebody left by themselves needs no word. */
export interface Leaving {
  reason: 'REMOVED' | 'DISSOLVED';
  /** As it was called last; null when it was not known here. */
  name: string | null;
}

const leavings = new Map<string, Leaving>();
const listeners = new Set<() => void>();

const tell = () => {
  for (const listener of listeners) listener();
};

/** Told again, a name that has been let go of meanwhile is still known. */
export function noteLeaving(conversationId: string, { reason, name }: Leaving): void {
  leavings.set(conversationId, {
    reason,
    name: name ?? leavings.get(conversationId)?.name ?? null,
  });
  tell();
}

/** They are back in it. */
export function forgetLeaving(conversationId: string): void {
  if (leavings.delete(conversationId)) tell();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export function useLeaving(conversationId: string): Leaving | undefined {
  return useSyncExternalStore(
    subscribe,
    () => leavings.get(conversationId),
    () => undefined,
  );
}
