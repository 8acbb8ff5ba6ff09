import type { Client } from 'urql';
import { graphql } from '@/lib/graphql';

const MarkDeliveredMutation = graphql(`
  mutation Delivery_markDelivered($input: MarkDeliveredInput!) {
    markDelivered(input: $input) {
      __typename
    }
  }
`);

const TOGETHER_MS = 400;
/** The API takes no more in one request. */
const MOST = 100;

let client: Client | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const waiting = new Map<string, number>();
const told = new Map<string, number>();

/**
 * Says that messages up to `seq` have reached this device. Many come close together, so they are told together. Nothing
 * is kept for later: what could not be told is told again when the list is next looked at.
 */
export function acknowledgeDelivered(conversationId: string, seq: number): void {
  const known = Math.max(told.get(conversationId) ?? 0, waiting.get(conversationId) ?? 0);
  if (seq <= known) return;
  waiting.set(conversationId, seq);
  timer ??= setTimeout(tell, TOGETHER_MS);
}

export function startDelivery(given: Client): () => void {
  client = given;
  if (waiting.size > 0) timer ??= setTimeout(tell, TOGETHER_MS);
  return () => {
    client = null;
    clearTimeout(timer);
    timer = undefined;
  };
}

async function tell(): Promise<void> {
  timer = undefined;
  if (!client) return;
  const batch = [...waiting].slice(0, MOST);
  for (const [conversationId, seq] of batch) {
    waiting.delete(conversationId);
    told.set(conversationId, seq);
  }
  const positions = batch.map(([conversationId, seq]) => ({ conversationId, seq }));
  const { error } = await client
    .mutation(MarkDeliveredMutation, { input: { positions } })
    .toPromise();
  if (error) for (const [conversationId] of batch) told.delete(conversationId);
  if (waiting.size > 0) timer ??= setTimeout(tell, TOGETHER_MS);
}
