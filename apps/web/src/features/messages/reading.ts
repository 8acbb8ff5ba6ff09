import type { Client } from 'urql';
import { backoffMs, waitOrWake } from '@/lib/backoff';
import { KeptMap } from '@/lib/copy/kept';
import { MarkReadMutation } from './documents';

/** Scrolling passes many messages; only where it comes to rest is worth a request. */
const SETTLE_MS = 250;

/** Kept until it has been told: what was read without a network is told by a later page. */
export const wanted = new KeptMap<number>('reading');
const told = new Map<string, number>();
const telling = new Set<string>();
let client: Client | null = null;

export function startReading(given: Client): () => void {
  client = given;
  const resume = () => {
    for (const conversationId of wanted.keys())
      if (!telling.has(conversationId)) void tell(conversationId);
  };
  const stop = wanted.onRestored(resume);
  return () => {
    stop();
    client = null;
  };
}

/**
 * The person has read up to `seq`. Positions only grow, only the latest is told, and one that could not be told is told
 * again until it has been, also when they have gone elsewhere meanwhile.
 */
export function hasRead(conversationId: string, seq: number): void {
  const known = Math.max(wanted.get(conversationId) ?? 0, told.get(conversationId) ?? 0);
  if (seq <= known) return;
  wanted.set(conversationId, seq);
  if (!telling.has(conversationId)) void tell(conversationId);
}

async function tell(conversationId: string): Promise<void> {
  telling.add(conversationId);
  await waitOrWake(SETTLE_MS);
  for (let attempt = 0; ; attempt += 1) {
    const seq = wanted.get(conversationId);
    if (seq === undefined) break;
    const input = { conversationId, seq };
    const result = await client?.mutation(MarkReadMutation, { input }).toPromise();
    if (result && !result.error) settle(conversationId, seq);
    else await waitOrWake(backoffMs(attempt));
  }
  telling.delete(conversationId);
}

function settle(conversationId: string, seq: number): void {
  told.set(conversationId, seq);
  if (wanted.get(conversationId) === seq) wanted.delete(conversationId);
}
