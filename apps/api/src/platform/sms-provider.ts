import { DeliveryError } from './delivery-error.ts';
import type { Language } from './languages.ts';

/** What we write to somebody's phone. There are no other short messages than those that carry a code. */
export interface ShortMessage {
  /** In E.164. */
  to: string;
  language: Language;
  /** The whole message, for providers that send any text. */
  text: string;
  /** What is filled into the template of a provider that sends approved words only. */
  code: string;
}

const PATIENCE_MS = 20_000;

export interface ProviderAnswer {
  status: number;
  /** The body, which every provider writes as a JSON object; empty when it is none. */
  body: Record<string, unknown>;
}

/** Asks a provider over HTTP. That it cannot be reached, or is not itself, is not the message's fault. */
export async function askProvider(
  url: URL,
  headers: Record<string, string>,
  body: string,
): Promise<ProviderAnswer> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const options = { method: 'POST', headers, body, signal, redirect: 'error' as const };
  const response = await fetch(url, options).catch(() => {
    throw new DeliveryError('UNREACHABLE', false);
  });
  const answer: unknown = await response.json().catch(() => null);
  const isObject = typeof answer === 'object' && answer !== null;
  return { status: response.status, body: isObject ? (answer as Record<string, unknown>) : {} };
}
