import type pg from 'pg';
import type { LoggedEvent } from './catalogue.ts';
import type { Follower } from './follower.ts';
import { readHeads } from './log.ts';

/** What this process knows of one stream that somebody here follows. */
export interface StreamState {
  /** Everything up to here has been delivered to the followers on this process; null until it has been read. */
  position: number | null;
  /** Settles when `position` is known. */
  ready: Promise<void>;
  followers: Set<Follower>;
  /** Sockets of the account, followed or not, that end with their session. Account streams only. */
  sessions: Set<SessionWatch>;
  inbox: { seq: number; event?: LoggedEvent }[];
  /** Attempts that failed at the event after `position`. */
  failures: number;
  draining: Promise<void> | null;
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

  /**
   * Keeps positions for these streams from now on. `enter` registers at once, before anything is read: a stream without
   * anybody registered may be forgotten at any time.
   */
  track(streamIds: readonly string[], enter: (stream: StreamState) => void): StreamState[] {
    const untracked = streamIds.filter((id) => !this.#streams.has(id));
    const ready = untracked.length > 0 ? this.#readPositions(untracked) : Promise.resolve();
    return streamIds.map((id) => {
      let stream = this.#streams.get(id);
      if (!stream) {
        stream = {
          position: null,
          ready,
          followers: new Set(),
          sessions: new Set(),
          inbox: [],
          failures: 0,
          draining: null,
        };
        this.#streams.set(id, stream);
      }
      enter(stream);
      return stream;
    });
  }

  /** Forgets a stream that nobody here is registered for any more. */
  forget(streamId: string, stream: StreamState): void {
    if (stream.followers.size > 0 || stream.sessions.size > 0) return;
    if (this.#streams.get(streamId) === stream) this.#streams.delete(streamId);
  }

  async #readPositions(streamIds: readonly string[]): Promise<void> {
    try {
      const heads = await readHeads(this.#pool, streamIds);
      for (const [id, head] of heads) {
        const stream = this.#streams.get(id);
        if (stream && stream.position === null) stream.position = head;
      }
    } catch (error) {
      for (const id of streamIds) this.#streams.delete(id);
      throw error;
    }
  }
}
