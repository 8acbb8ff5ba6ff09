import {
  type Client,
  formatDocument,
  type SubscriptionForwarder,
  stringifyDocument,
} from '@urql/core';
import { accessToken } from '../auth/token';
import { reportSocket } from '../connection';
import type { Copy } from '../copy/copy';
import { refetchActive, refetchFailed } from '../urql/active-queries';
import { type LiveDocument, liveDocument, pollDocument, type StreamEvent } from './document';
import type { LiveEvent } from './event';
import { LivePump, type OpenStream, type StreamResult } from './pump';
import { liveSocket } from './socket';
import { LiveTransport } from './transport';

/** Without a cursor the first fetches wait for the stream, but not for long: where sockets are blocked, reading must still work. */
const ANCHOR_PATIENCE_MS = 2_000;

/** The lesser ways, which most networks never need. One that cannot even be fetched leads nowhere either. */
const later =
  (load: () => Promise<OpenStream>): OpenStream =>
  async (after, onResult, signal) => {
    const open = await load().catch(() => null);
    return open ? open(after, onResult, signal) : 'lost';
  };

const caughtUpListeners = new Set<() => void>();

/** Calls back when the stream has caught up after an interruption: the moment to check lightly what was derived. */
export function onCaughtUpAgain(listener: () => void): () => void {
  caughtUpListeners.add(listener);
  return () => caughtUpListeners.delete(listener);
}

/**
 * One person's live stream as urql sees it: a subscription that never ends. urql and the cache know nothing of sockets,
 * cursors and repetitions; the pump underneath settles all that.
 */
export class Live {
  private readonly document: LiveDocument;
  private readonly pump: LivePump;
  private readonly socket: ReturnType<typeof liveSocket>;
  private fetchedTooEarly = false;
  private client: Client | null = null;

  constructor(
    private readonly copy: Copy,
    private readonly events: readonly LiveEvent[],
    private readonly reset: () => void,
  ) {
    this.document = liveDocument(events);
    const query = stringifyDocument(formatDocument(this.document));
    this.socket = liveSocket(query);
    const transport = new LiveTransport({
      ways: {
        socket: this.socket.open,
        sse: later(async () => (await import('./sse')).liveSse(query)),
        poll: later(async () =>
          (await import('./poll')).livePoll(
            stringifyDocument(formatDocument(pollDocument(events))),
          ),
        ),
      },
      reopen: () => this.pump.reopen(),
    });
    this.pump = new LivePump({
      open: transport.open,
      cursors: { read: () => copy.cursor(), write: (cursor) => copy.note(cursor) },
      denied: async () => void (await accessToken()),
      report: reportSocket,
      caughtUp: (about) => this.caughtUp(about),
      reset,
    });
  }

  /** Queries wait for this, see LivePump.anchored. */
  async mayFetch(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const impatient = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.fetchedTooEarly = true;
        resolve();
      }, ANCHOR_PATIENCE_MS);
    });
    await Promise.race([this.pump.anchored, impatient]);
    clearTimeout(timer);
  }

  /** The pump emits synchronously into urql, so when `emit` returns the cache has been written. */
  readonly forward: SubscriptionForwarder = () => ({
    subscribe: (sink) => {
      const stop = new AbortController();
      void this.pump.run((result: StreamResult) => sink.next(result as never), stop.signal);
      return { unsubscribe: () => stop.abort() };
    },
  });

  private caughtUp({ resumed, again }: { resumed: boolean; again: boolean }): void {
    if (this.client && this.fetchedTooEarly && !resumed) refetchActive(this.client);
    else if (this.client) refetchFailed(this.client);
    if (again) for (const listener of caughtUpListeners) listener();
    this.fetchedTooEarly = false;
    if (!resumed) void this.leaveOld();
  }

  /** What is on the screen was kept so long ago that nobody can tell what has happened to it since. */
  private async leaveOld(): Promise<void> {
    if (await this.copy.hasOld()) this.reset();
  }

  /** Begins; the function returned ends it. */
  start(client: Client): () => void {
    this.client = client;
    const { unsubscribe } = client.subscription(this.document, {}).subscribe(({ data }) => {
      const event: StreamEvent | undefined = data?.events;
      for (const { typename, heard } of this.events) {
        if (typename === event?.__typename) heard?.(event as never);
      }
    });
    const stopWatching = this.socket.watch();
    this.copy.onRewind = (cursor) => this.pump.rewind(cursor);
    return () => {
      this.copy.onRewind = () => {};
      unsubscribe();
      stopWatching();
    };
  }
}
