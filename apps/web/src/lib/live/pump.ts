import { backoffMs, waitOrWake } from '../backoff';
import type { StreamEvent } from './document';
import { inFrames } from './pace';

export interface StreamResult {
  data?: { events: StreamEvent } | null;
}

/** How one attempt at the stream ended. `denied`: the access token was not accepted. `refused`: the request was not. */
export type StreamEnd = 'lost' | 'denied' | 'refused';

/** Opens the stream once, from a cursor; tells every result, and then how it ended. */
export type OpenStream = (
  after: string | null,
  onResult: (result: StreamResult) => void,
  signal: AbortSignal,
) => Promise<StreamEnd>;

export interface PumpOptions {
  open: OpenStream;
  cursors: { read(): Promise<string | null>; write(cursor: string | null): void };
  /** The token was refused: get another one before the next attempt. */
  denied: () => Promise<void>;
  report: (state: 'connecting' | 'live' | 'reconnecting') => void;
  /** Replay is over. `resumed` is false when there was no cursor to resume from. */
  caughtUp: (about: { resumed: boolean; again: boolean }) => void;
  /** The cache is worth nothing any more: the stream cannot say what has happened since. */
  reset: () => void;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Resolves when the next frame has been drawn. */
  frame?: () => Promise<void>;
}

/**
 * Keeps one person's stream flowing: opens it, hands each event on exactly once, remembers where it stands, and opens it
 * again from there whenever it breaks.
 */
export class LivePump {
  /** Highest sequence seen of each stream: at the seam of replay and live an event may come twice. */
  private readonly seen = new Map<string, number>();
  private cursor: string | null = null;
  private attempt = 0;
  private everLive = false;
  private current = new AbortController();
  private settleAnchor: () => void = () => {};

  /**
   * Fulfilled once this tab's place in the stream is known. Whatever is fetched after that cannot fall into a gap: events
   * from before the fetch are in its answer, events from after it come through the stream. (Those of the overlap come
   * both ways, which is why applying an event twice must change nothing.)
   */
  readonly anchored: Promise<void>;

  constructor(private readonly options: PumpOptions) {
    this.anchored = new Promise((resolve) => {
      this.settleAnchor = resolve;
    });
  }

  /** `emit` must have put the event into the cache when it returns; only then does the cursor move. */
  async run(emit: (result: StreamResult) => void, signal: AbortSignal): Promise<void> {
    const { cursors, open, denied, report } = this.options;
    const wait = this.options.wait ?? waitOrWake;
    report('connecting');
    this.cursor ??= await cursors.read();
    if (this.cursor) this.settleAnchor();
    while (!signal.aborted) {
      const resumed = this.cursor !== null;
      this.current = new AbortController();
      const attempt = AbortSignal.any([signal, this.current.signal]);
      const broken = new AbortController();
      const pace = inFrames<StreamResult>(
        (result) => {
          if (!attempt.aborted) this.take(result, resumed, emit);
        },
        {
          frame: this.options.frame,
          failed: (error) => {
            console.error('What came over the live stream could not be taken.', error);
            broken.abort();
          },
        },
      );
      const end = await open(this.cursor, pace.take, AbortSignal.any([attempt, broken.signal]));
      pace.flush();
      if (signal.aborted) return;
      if (attempt.aborted) continue;
      report(this.everLive ? 'reconnecting' : 'connecting');
      if (end === 'denied') await denied().catch(() => {});
      // A cursor that the API cannot even read would be refused for ever.
      if (end === 'refused' && this.cursor) this.startOver(null);
      await wait(backoffMs(this.attempt), signal);
      this.attempt += 1;
    }
  }

  /** Tells everything again from an earlier place on: applied twice, an event changes nothing. */
  rewind(cursor: string | null): void {
    this.seen.clear();
    this.cursor = cursor;
    this.reopen();
  }

  /** Opens the stream anew at once, another way maybe. */
  reopen(): void {
    this.current.abort();
  }

  private take(result: StreamResult, resumed: boolean, emit: (result: StreamResult) => void): void {
    const event = result.data?.events;
    if (!event) return;
    if (event.__typename === 'Reset') {
      this.startOver(event.cursor);
      return;
    }
    if (this.isNew(event)) emit({ data: result.data });
    this.moveTo(event.cursor);
    if (event.__typename === 'CaughtUp') this.becomeLive(resumed);
  }

  private becomeLive(resumed: boolean): void {
    const again = this.everLive;
    this.attempt = 0;
    this.everLive = true;
    this.settleAnchor();
    this.options.report('live');
    this.options.caughtUp({ resumed, again });
  }

  private isNew({ streamId, seq }: StreamEvent): boolean {
    if (streamId === undefined || seq === undefined) return true;
    if (seq <= (this.seen.get(streamId) ?? 0)) return false;
    this.seen.set(streamId, seq);
    return true;
  }

  private moveTo(cursor: string | null): void {
    this.cursor = cursor;
    this.options.cursors.write(cursor);
  }

  private startOver(cursor: string | null): void {
    this.seen.clear();
    this.moveTo(cursor);
    this.options.reset();
  }
}
