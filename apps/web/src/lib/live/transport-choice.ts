export const TRANSPORTS = ['socket', 'sse', 'poll'] as const;

/** Ways to have the event stream, the best first: a WebSocket, server-sent events, asking again and again. */
export type Transport = (typeof TRANSPORTS)[number];

/** How one attempt went. */
export interface Attempt {
  transport: Transport;
  /** Something came through. */
  heard: boolean;
  /** It was given up because nothing at all came for a long time. */
  hung: boolean;
  lastedMs: number;
}

/** A connection that is cut off so soon after it has been made is as good as none. */
const AT_ONCE_MS = 5_000;
/** A restarting server refuses too: that many failures in a row are needed to think of the network between. */
const FAILURES = 2;
const CUTS = 3;

/** Which way is tried next. Knows nothing of networks and clocks: it is told how attempts ended. */
export class TransportChoice {
  private failures = 0;
  private cuts = 0;

  constructor(private chosen: Transport = 'socket') {}

  current(): Transport {
    return this.chosen;
  }

  prefer(transport: Transport): void {
    this.chosen = transport;
    this.failures = 0;
    this.cuts = 0;
  }

  ended({ transport, heard, hung, lastedMs }: Attempt): void {
    if (transport !== this.chosen) return;
    if (heard && lastedMs >= AT_ONCE_MS) {
      this.failures = 0;
      this.cuts = 0;
      return;
    }
    if (heard) this.cuts += 1;
    else this.failures += hung ? FAILURES : 1;
    // With the lesser ways one failure is enough: each is tried in turn, and where nothing works they all come round again.
    const patient = transport === 'socket';
    if (this.failures >= (patient ? FAILURES : 1) || this.cuts >= CUTS)
      this.prefer(after(transport));
  }
}

function after(transport: Transport): Transport {
  return TRANSPORTS[TRANSPORTS.indexOf(transport) + 1] ?? TRANSPORTS[0];
}

export function betterThan(transport: Transport): readonly Transport[] {
  return TRANSPORTS.slice(0, TRANSPORTS.indexOf(transport));
}
