import { type Client, CloseCode, createClient, type SubscribePayload } from 'graphql-ws';
import { accessToken, refuseToken } from '../auth/token';
import { onWake } from '../backoff';
import type { OpenStream, StreamEnd, StreamResult } from './pump';

const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 8_000;
const ACK_WITHIN_MS = 10_000;

function socketUrl(): string {
  const { protocol, host } = window.location;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`;
}

/**
 * The one WebSocket. Retrying is the pump's business, which alone knows the cursor to come back with; here a socket either
 * lives or has ended. One that died without saying so (sleep, a changed network) is found out by its missing pong.
 */
export function liveSocket(query: string): { open: OpenStream; watch: () => () => void } {
  let sentToken: string | null = null;
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  let lastHeard = 0;

  let subscriptions = 0;
  const client = createClient({
    url: socketUrl,
    // Small numbers: whoever calls theirs the same shares the server's bytes.
    generateID: () => String(++subscriptions),
    retryAttempts: 0,
    keepAlive: PING_EVERY_MS,
    connectionAckWaitTimeout: ACK_WITHIN_MS,
    connectionParams: async () => {
      sentToken = await accessToken();
      if (!sentToken) throw new Error('Nobody is signed in any more.');
      return { authorization: `Bearer ${sentToken}` };
    },
    on: {
      message: () => {
        lastHeard = Date.now();
        clearTimeout(pongTimer);
      },
      ping: (received) => {
        if (received) return;
        clearTimeout(pongTimer);
        pongTimer = setTimeout(() => client.terminate(), PONG_WITHIN_MS);
      },
      closed: () => clearTimeout(pongTimer),
    },
  });

  return {
    open: async (after, onResult, signal) => {
      const end = await openStream(client, { query, variables: { after } }, onResult, signal);
      if (end === 'denied') refuseToken(sentToken);
      return end;
    },
    watch: () => {
      // Timers stand still while a laptop sleeps; on waking, a socket that has been silent is not worth waiting for.
      const stopWaking = onWake(() => {
        const silent = Date.now() - lastHeard;
        if (lastHeard > 0 && silent > PING_EVERY_MS + PONG_WITHIN_MS) client.terminate();
      });
      // Back on a network, which may be another one: the old socket may hang until it is found out, a new one does not.
      const reopen = () => client.terminate();
      window.addEventListener('online', reopen);
      return () => {
        stopWaking();
        window.removeEventListener('online', reopen);
      };
    },
  };
}

function openStream(
  client: Client,
  request: SubscribePayload,
  onResult: (result: StreamResult) => void,
  signal: AbortSignal,
): Promise<StreamEnd> {
  return new Promise((resolve) => {
    const end = (how: StreamEnd) => {
      signal.removeEventListener('abort', stop);
      resolve(how);
    };
    let refusal: unknown;
    const unsubscribe = client.subscribe(request, {
      next: (result) => {
        // Variables that cannot be read are answered like this, followed by the end.
        if (!result.data) refusal = result.errors;
        else onResult(result as StreamResult);
      },
      error: (reason) => end(endOf(reason)),
      complete: () => end(refusal ? endOf(refusal) : 'lost'),
    });
    const stop = () => {
      unsubscribe();
      end('lost');
    };
    signal.addEventListener('abort', stop);
  });
}

/** graphql-ws hands over errors of the operation as a list, and the end of the socket as its close event. */
function endOf(reason: unknown): StreamEnd {
  if (Array.isArray(reason)) {
    if (reason.some((error) => error?.extensions?.code === 'UNAUTHENTICATED')) return 'denied';
    console.error('The API refused the live stream.', reason);
    return 'refused';
  }
  const code = (reason as { code?: unknown } | null)?.code;
  return code === CloseCode.Unauthorized || code === CloseCode.Forbidden ? 'denied' : 'lost';
}
