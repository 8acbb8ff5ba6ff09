import type { Client, CombinedError } from 'urql';
import type { UploadOutcome } from '@/features/media/upload';
import type { SendOutcome } from '@/lib/outbox/drainer';
import { SendFileMutation, SendMessageMutation } from './documents';
import type { WaitingFile, WaitingMessage } from './outbox-store';

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
  return outcomeOf(data?.sendMessage, error, failures);
}

/** The same with a file, once its bytes are there. */
export async function sendFile(
  client: Client,
  { conversationId, clientId, input: { replyToId }, file }: WaitingMessage,
  failures: number,
  uploaded: (file: WaitingFile) => Promise<UploadOutcome>,
): Promise<SendOutcome> {
  if (!file) return { kind: 'withdrawn' };
  const upload = await uploaded(file);
  if (upload.kind === 'cancelled') return { kind: 'withdrawn' };
  if (upload.kind !== 'uploaded') return upload;
  const { fileId } = upload;
  const input = { conversationId, clientId, fileId, replyToId };
  const { data, error } = await client.mutation(SendFileMutation, { input }).toPromise();
  return outcomeOf(data?.sendFile, error, failures);
}

interface Answer {
  __typename: string;
  rule?: string;
  message?: string;
  retryAt?: unknown;
  limit?: number;
}

function outcomeOf(
  answer: Answer | undefined,
  error: CombinedError | undefined,
  failures: number,
): SendOutcome {
  if (error) return unanswered(error, failures);
  if (!answer) return { kind: 'unreached' };
  if (answer.__typename.endsWith('Payload')) return { kind: 'sent' };
  const { rule = '', message = '', limit } = answer;
  const retryAt = answer.retryAt ? String(answer.retryAt) : undefined;
  if (answer.__typename === 'MessageRateLimitedError' && retryAt)
    return { kind: 'held', reason: { rule, message, retryAt, limit } };
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
