import { accessToken, refuseToken } from '../auth/token';
import { onWake } from '../backoff';
import type { OpenStream, StreamEnd, StreamResult } from './pump';

const PROTOCOL = 'graphql-transport-ws';
const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 8_000;
const ACK_WITHIN_MS = 10_000;

/** With which a server of this protocol closes a socket when it does not accept whose it says it is. */
const DENIED = [4401, 4403];
/** A socket has this one subscription. Whoever calls theirs the same shares the server's bytes. */
const ID = '1';

function socketUrl(): string {
  const { protocol, host } = window.location;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`;
}

interface Message {
  type: string;
  payload?: unknown;
}

interface Request {
  query: string;
  variables: { after: string | null };
}

/**
 * One subscription on a socket of its own; it either lives or has ended. Retrying is the pump's business, which alone knows
 * the cursor to come back with. One that died without saying so (sleep, a changed network) is found out by its missing pong.
 */
class LiveSocket {
  readonly ended: Promise<StreamEnd>;
  private readonly socket = new WebSocket(socketUrl(), PROTOCOL);
  private settle: (end: StreamEnd) => void = () => {};
  private over = false;
  private token: string | null = null;
  private refusal: unknown;
  private lastHeard = Date.now();
  private pinging: ReturnType<typeof setInterval> | undefined;
  /** Until when something has to be heard: the acknowledgement, and later each pong. */
  private patience: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly request: Request,
    private readonly onResult: (result: StreamResult) => void,
  ) {
    this.ended = new Promise((resolve) => {
      this.settle = resolve;
    });
    this.socket.onopen = () => void this.greet().catch(() => this.end('lost'));
    this.socket.onclose = ({ code }) => this.end(DENIED.includes(code) ? 'denied' : 'lost');
    this.socket.onmessage = ({ data }) => {
      try {
        this.hear(JSON.parse(data));
      } catch (error) {
        console.error('What came over the live socket could not be taken.', error);
        this.end('lost');
      }
    };
  }

  /** Nothing more is handed on. It says goodbye where it still can. */
  end(how: StreamEnd): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.pinging);
    clearTimeout(this.patience);
    if (how === 'denied') refuseToken(this.token);
    this.socket.close(1000);
    this.settle(how);
  }

  /** Timers stand still while a laptop sleeps; on waking, a socket that has been silent is not worth waiting for. */
  endIfSilent(): void {
    if (Date.now() - this.lastHeard > PING_EVERY_MS + PONG_WITHIN_MS) this.end('lost');
  }

  private async greet(): Promise<void> {
    this.token = await accessToken();
    if (this.over) return;
    if (!this.token) throw new Error('Nobody is signed in any more.');
    this.say({ type: 'connection_init', payload: { authorization: `Bearer ${this.token}` } });
    this.expect(ACK_WITHIN_MS);
  }

  private hear({ type, payload }: Message): void {
    if (this.over) return;
    this.lastHeard = Date.now();
    clearTimeout(this.patience);
    switch (type) {
      case 'connection_ack':
        this.say({ id: ID, type: 'subscribe', payload: this.request });
        this.pinging = setInterval(() => {
          this.say({ type: 'ping' });
          this.expect(PONG_WITHIN_MS);
        }, PING_EVERY_MS);
        break;
      case 'ping':
        this.say({ type: 'pong', payload });
        break;
      case 'next': {
        const result = payload as StreamResult & { errors?: unknown };
        // Variables that cannot be read are answered like this, followed by the end.
        if (result.data) this.onResult(result);
        else this.refusal = result.errors;
        break;
      }
      case 'error':
        this.end(endOf(payload));
        break;
      case 'complete':
        this.end(this.refusal ? endOf(this.refusal) : 'lost');
        break;
    }
  }

  private say(message: Message & { id?: string }): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private expect(withinMs: number): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.end('lost'), withinMs);
  }
}

/** The stream over a WebSocket. Of graphql-ws's client only this would be used, at five times the weight. */
export function liveSocket(query: string): { open: OpenStream; watch: () => () => void } {
  const sockets = new Set<LiveSocket>();
  const endAll = () => {
    for (const socket of sockets) socket.end('lost');
  };
  return {
    open: async (after, onResult, signal) => {
      if (signal.aborted) return 'lost';
      const socket = opened({ query, variables: { after } }, onResult);
      if (!socket) return 'lost';
      const stop = () => socket.end('lost');
      sockets.add(socket);
      signal.addEventListener('abort', stop);
      const end = await socket.ended;
      signal.removeEventListener('abort', stop);
      sockets.delete(socket);
      return end;
    },
    watch: () => {
      const stopWaking = onWake(() => {
        for (const socket of sockets) socket.endIfSilent();
      });
      // Back on a network, which may be another one: the old socket may hang until it is found out, a new one does not.
      window.addEventListener('online', endAll);
      return () => {
        stopWaking();
        window.removeEventListener('online', endAll);
      };
    },
  };
}

/** Null where the browser will not even try. */
function opened(...how: ConstructorParameters<typeof LiveSocket>): LiveSocket | null {
  try {
    return new LiveSocket(...how);
  } catch {
    return null;
  }
}

function endOf(errors: unknown): StreamEnd {
  const codes = Array.isArray(errors) ? errors.map((error) => error?.extensions?.code) : [];
  if (codes.includes('UNAUTHENTICATED')) return 'denied';
  console.error('The API refused the live stream.', errors);
  return 'refused';
}
