import type pg from 'pg';
import type { Hint, LoggedEvent } from './catalogue.ts';
import type { Follower } from './follower.ts';
import { readHeads } from './log.ts';

/** What this process knows of one stream that somebody here follows. */
export interface StreamState {
  /** Everything up to here has been delivered to the followers on this process; null until it has been read. */
  position: number | null;
  /** Settles when `position` is known. */
  ready: Promise<void>;
  followers: Set<Follower>;
  /** Sockets of the account, followed or not, that end with their session. Only where there are any. */
  sessions?: Set<SessionWatch>;
  inbox: (Told | { hint: Hint })[];
  /** Attempts that failed at the event after `position`. */
  failures: number;
  draining: Promise<void> | null;
}

/** That a stream has come to this place; with the event there, or without, to be read from the log. */
export interface Told {
  seq: number;
  event?: LoggedEvent;
}

export interface SessionWatch {
  accountId: string;
  sessionId: string;
  end: () => void;
}

/** The streams that are followed on this process, and how far each has been delivered. */
export class LocalStreams {
  readonly #pool: pg.Pool;
  readonly #streams = new Map<string, StreamState>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  get(streamId: string): StreamState | undefined {
    return this.#streams.get(streamId);
  }

  /** Everybody who follows anything here: whoever does, follows the stream of their own account. */
  accounts(): string[] {
    return [...this.#streams].flatMap(([id, { followers }]) => {
      const [first] = followers;
      return first?.viewer.accountId === id ? [id] : [];
    });
  }

  /**
   * Keeps positions for these streams from now on. `enter` registers at once, before anything is read: a stream without
   * anybody registered may be forgotten at any time.
   */
  track(streamIds: readonly string[], enter: (stream: StreamState) => void): StreamState[] {
    const begun = new Map<string, StreamState>();
    const streams = streamIds.map((id) => {
      const known = this.#streams.get(id);
      const stream = known ?? begin();
      if (!known) {
        this.#streams.set(id, stream);
        begun.set(id, stream);
      }
      enter(stream);
      return stream;
    });
    if (begun.size > 0) {
      const ready = this.#readPositions(begun);
      for (const stream of begun.values()) stream.ready = ready;
    }
    return streams;
  }

  /** Resolves once nothing that is written to these streams from now on can be missed by the follower. */
  async follow(follower: Follower, streamIds: readonly string[]): Promise<void> {
    if (follower.closed) return;
    const streams = this.track(streamIds, (stream) => stream.followers.add(follower));
    // Until it is known since when they have been there, nothing from before is theirs.
    for (const streamId of streamIds) follower.streams.set(streamId, Number.POSITIVE_INFINITY);
    await Promise.all(streams.map((stream) => stream.ready));
  }

  unfollow(follower: Follower, streamId: string): void {
    follower.streams.delete(streamId);
    const stream = this.#streams.get(streamId);
    if (!stream) return;
    stream.followers.delete(follower);
    this.forget(streamId, stream);
  }

  /** Forgets a stream that nobody here is registered for any more. */
  forget(streamId: string, stream: StreamState): void {
    if (stream.followers.size > 0 || stream.sessions?.size) return;
    if (this.#streams.get(streamId) === stream) this.#streams.delete(streamId);
  }

  async #readPositions(streams: ReadonlyMap<string, StreamState>): Promise<void> {
    try {
      const heads = await readHeads(this.#pool, [...streams.keys()]);
      for (const [id, stream] of streams) stream.position = heads.get(id) ?? 0;
    } catch (error) {
      // By now another may have taken its place, forgotten and followed again: that one has a reading of its own.
      for (const [id, stream] of streams)
        if (this.#streams.get(id) === stream) this.#streams.delete(id);
      throw error;
    }
  }
}

const begin = (): StreamState => ({
  position: null,
  ready: Promise.resolve(),
  followers: new Set(),
  inbox: [],
  failures: 0,
  draining: null,
});
