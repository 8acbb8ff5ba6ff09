'use client';

import { useSyncExternalStore } from 'react';

const MINUTE = 60_000;
let current = new Date();
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function tell(): void {
  current = new Date();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    current = new Date();
    timer = setInterval(tell, MINUTE);
    document.addEventListener('visibilitychange', tell);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || !timer) return;
    clearInterval(timer);
    timer = null;
    document.removeEventListener('visibilitychange', tell);
  };
}

/** The present, to the minute: one clock for the whole page, so that all relative times turn together. */
export function useNow(): Date {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => current,
  );
}
