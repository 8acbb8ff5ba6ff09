import { accessToken, refuseToken } from '../auth/token';
import { waitOrWake } from '../backoff';
import type { StreamEvent } from './document';
import type { OpenStream, StreamEnd } from './pump';

const PATIENCE_MS = 20_000;
/** Between two questions: short while something happens, longer when all is quiet or nobody looks. */
const SHORTEST_MS = 1_500;
const LONGEST_MS = 10_000;
const UNSEEN_MS = 30_000;

interface Page {
  events: StreamEvent[];
  cursor: string;
  caughtUp: boolean;
}

interface Answer {
  data?: { events: Page } | null;
  errors?: { extensions?: { code?: string } }[];
}

/** The stream by asking for everything since the cursor, again and again: the last resort, which every network lets through. */
export function livePoll(query: string): OpenStream {
  return async (from, onResult, signal) => {
    let after = from;
    let pause = SHORTEST_MS;
    let live = false;
    while (!signal.aborted) {
      const page = await ask(query, after, signal);
      if (typeof page === 'string') return page;
      for (const event of page.events) onResult({ data: { events: event } });
      after = page.cursor;
      if (!page.caughtUp) continue;
      if (!live) onResult({ data: { events: { __typename: 'CaughtUp', cursor: page.cursor } } });
      live = true;
      pause = page.events.length > 0 ? SHORTEST_MS : Math.min(LONGEST_MS, pause * 1.3);
      await waitOrWake(document.visibilityState === 'hidden' ? UNSEEN_MS : pause, signal);
    }
    return 'lost';
  };
}

async function ask(
  query: string,
  after: string | null,
  signal: AbortSignal,
): Promise<Page | StreamEnd> {
  const token = await accessToken().catch(() => null);
  if (!token) return 'lost';
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query, variables: { after } }),
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    const { data, errors } = (await response.json()) as Answer;
    if (data) return data.events;
    const codes = (errors ?? []).map(({ extensions }) => extensions?.code);
    if (codes.includes('UNAUTHENTICATED')) {
      refuseToken(token);
      return 'denied';
    }
    return codes.includes('BAD_USER_INPUT') ? 'refused' : 'lost';
  } catch {
    return 'lost';
  }
}
