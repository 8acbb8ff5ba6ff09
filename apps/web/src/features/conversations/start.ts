import type { Client } from 'urql';
import { startDelivery } from './delivery';
import { startUnlisted } from './unlisted';

/** What conversations do behind the screen, with the page's client; the function returned ends it. */
export function startConversations(client: Client): () => void {
  const stops = [startDelivery(client), startUnlisted(client)];
  return () => {
    for (const stop of stops) stop();
  };
}
