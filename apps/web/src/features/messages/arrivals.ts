const listeners = new Set<(clientId: string) => void>();

/** A message has come into this tab's cache: from now on the history shows it, and no stand-in has to. */
export function announceArrival(clientId: string): void {
  for (const listener of listeners) listener(clientId);
}

export function onArrival(listener: (clientId: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
