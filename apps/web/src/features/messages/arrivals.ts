import type { ResultOf } from '@/lib/graphql';
import type { Hears_MessageSent } from './documents';

const listeners = new Set<(clientId: string) => void>();

/** A message has come into this tab's cache: from now on the history shows it, and no stand-in has to. */
export function announceArrival(clientId: string): void {
  for (const listener of listeners) listener(clientId);
}

export function onArrival(listener: (clientId: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export type HeardMessage = ResultOf<typeof Hears_MessageSent>['message'];

const hearers = new Set<(message: HeardMessage) => void>();

/** A message has come by itself, as they do while one reads along; not with a page that was asked for. */
export function announceHeard(message: HeardMessage): void {
  for (const hearer of hearers) hearer(message);
}

export function onHeard(hearer: (message: HeardMessage) => void): () => void {
  hearers.add(hearer);
  return () => hearers.delete(hearer);
}
