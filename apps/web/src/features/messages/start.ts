import type { Client } from 'urql';
import { startDrafts } from './drafts';
import { startOutbox } from './outbox';
import { startReading } from './reading';
import { startTyping } from './typing';

/** What messages do behind the screen, with the page's client; the function returned ends it. */
export function startMessages(accountId: string, client: Client): () => void {
  const stops = [
    startReading(client),
    startTyping(client),
    startDrafts(accountId, client),
    startOutbox(accountId, client),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
