import type { Client } from 'urql';
import { ListedConversationQuery } from './documents';

let client: Client | null = null;

export function startUnlisted(given: Client): () => void {
  client = given;
  return () => {
    client = null;
  };
}

/** Something happened in a conversation that the list has not loaded: brings it, and so to the top. */
export function fetchListed(id: string): void {
  void client
    ?.query(ListedConversationQuery, { id }, { requestPolicy: 'network-only' })
    .toPromise();
}
