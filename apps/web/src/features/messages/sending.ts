import type { Client, CombinedError } from 'urql';
import { SendMessageMutation } from './documents';
import type { SendOutcome } from './drainer';
import type { WaitingMessage } from './outbox-store';

/** So often an answer that is the server's own fault is taken for a passing one. */
const PATIENCE = 5;

/** One attempt to send. When it says `sent`, the cache has the message: the mutation's answer is written on its way here. */
export async function sendMessage(
  client: Client,
  { conversationId, clientId, input: written }: WaitingMessage,
  failures: number,
): Promise<SendOutcome> {
  const input = { ...written, conversationId, clientId };
  const { data, error } = await client.mutation(SendMessageMutation, { input }).toPromise();
  if (error) return unanswered(error, failures);
  const result = data?.sendMessage;
  if (!result) return { kind: 'unreached' };
  if (result.__typename === 'SendMessagePayload') return { kind: 'sent' };
  const { rule, message } = result;
  const retryAt = 'retryAt' in result ? String(result.retryAt) : undefined;
  if (result.__typename === 'MessageRateLimitedError')
    return {
      kind: 'held',
      reason: { rule, message, retryAt: result.retryAt, limit: result.limit },
    };
  return { kind: 'refused', reason: { rule, message, ...(retryAt && { retryAt }) } };
}

function unanswered(error: CombinedError, failures: number): SendOutcome {
  const [first] = error.graphQLErrors;
  if (error.networkError || !first) return { kind: 'unreached' };
  const { code } = first.extensions;
  const passing = code === 'UNAUTHENTICATED' || code === 'RATE_LIMITED';
  if (passing || failures < PATIENCE) return { kind: 'unreached' };
  // Without giving up here, one message that the server stumbles over would hold up all that follow it.
  return { kind: 'refused', reason: { rule: 'SERVER_ERROR', message: first.message } };
}
