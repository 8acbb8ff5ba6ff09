'use client';

import { useSyncExternalStore } from 'react';

export interface Connection {
  /** `live`: everything that happens is shown at once. `offline`: the browser itself says so. */
  state: 'connecting' | 'live' | 'reconnecting' | 'offline';
  /** Since when, in milliseconds since the epoch: short interruptions need not be shown. */
  since: number;
}

const unknown: Connection = { state: 'connecting', since: 0 };
let socket: 'connecting' | 'live' | 'reconnecting' = 'connecting';
let current: Connection = unknown;
const listeners = new Set<() => void>();

function update(): void {
  const offline = typeof navigator !== 'undefined' && navigator.onLine === false;
  // A browser that says it is offline is right, also while the socket has not noticed yet.
  const state = offline ? 'offline' : socket;
  if (state === current.state) return;
  current = { state, since: Date.now() };
  for (const listener of listeners) listener();
}

/** Told by the live stream. */
export function reportSocket(state: typeof socket): void {
  socket = state;
  update();
}

export function connection(): Connection {
  return current;
}

export function subscribeToConnection(listener: () => void): () => void {
  if (listeners.size === 0) {
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener('online', update);
    window.removeEventListener('offline', update);
  };
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribeToConnection, connection, () => unknown);
}
