'use client';

import { useSyncExternalStore } from 'react';
import type { PreparedFile } from './picked';

/** What this page shows of a file of one's own without asking anybody: its bytes are here. */
export interface LocalFile {
  url: string;
  posterUrl: string | null;
}

/** Addresses hold on to the bytes behind them. */
const REMEMBER = 60;

const known = new Map<string, LocalFile>();
const listeners = new Set<() => void>();

const tell = () => {
  for (const listener of listeners) listener();
};

/**
 * By the client id of its message, also after that was sent: the picture that stands there stays, and does not give way to
 * the same one from the network.
 */
export function showLocal(clientId: string, { bytes, poster }: PreparedFile): void {
  if (known.has(clientId)) return;
  known.set(clientId, {
    url: URL.createObjectURL(bytes),
    posterUrl: poster ? URL.createObjectURL(poster) : null,
  });
  const [oldest] = known.keys();
  if (known.size > REMEMBER && oldest) forgetLocal(oldest);
  tell();
}

export function forgetLocal(clientId: string): void {
  const local = known.get(clientId);
  if (!local) return;
  known.delete(clientId);
  URL.revokeObjectURL(local.url);
  if (local.posterUrl) URL.revokeObjectURL(local.posterUrl);
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useLocalFile = (clientId: string | undefined): LocalFile | null =>
  useSyncExternalStore(
    subscribe,
    () => (clientId === undefined ? null : (known.get(clientId) ?? null)),
    () => null,
  );
