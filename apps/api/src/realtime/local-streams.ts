import type pg from 'pg';
import { howMany, including, none, without } from './few.ts';
import type { Follower, SessionWatch, StreamState } from './follower.ts';
import { readHeads } from './log.ts';

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
      const stream = known ?? begin(id);
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
    const streams = this.track(streamIds, (stream) => {
      stream.followers = including(stream.followers, follower);
    });
    follower.add(streams);
    await Promise.all(new Set(streams.map((stream) => stream.ready)));
  }

  unfollow(follower: Follower, streamId: string): void {
    const stream = follower.remove(streamId);
    if (stream) this.#leave(stream, follower);
  }

  unfollowAll(follower: Follower): void {
    for (const stream of follower.streams) this.#leave(stream, follower);
  }

  /** Has the socket end with its session. Resolves once nothing that ends the session from now on can be missed. */
  async watch(watch: SessionWatch): Promise<void> {
    const [stream] = this.track([watch.viewer.accountId], (state) => {
      state.sessions = including(state.sessions, watch);
    });
    await stream?.ready;
  }

  unwatch(watch: SessionWatch): void {
    const stream = this.#streams.get(watch.viewer.accountId);
    if (!stream) return;
    stream.sessions = without(stream.sessions, watch);
    this.#forget(stream);
  }

  #leave(stream: StreamState, follower: Follower): void {
    stream.followers = without(stream.followers, follower);
    this.#forget(stream);
  }

  /** Forgets a stream that nobody here is registered for any more. */
  #forget(stream: StreamState): void {
    if (howMany(stream.followers) > 0 || howMany(stream.sessions) > 0) return;
    if (this.#streams.get(stream.id) === stream) this.#streams.delete(stream.id);
  }

  async #readPositions(streams: ReadonlyMap<string, StreamState>): Promise<void> {
    try {
      const heads = await readHeads(this.#pool, [...streams.keys()]);
      for (const [id, stream] of streams) {
        stream.position = heads.get(id) ?? 0;
        stream.ready = null;
      }
    } catch (error) {
      // By now another may have taken its place, forgotten and followed again: that one has a reading of its own.
      for (const [id, stream] of streams)
        if (this.#streams.get(id) === stream) this.#streams.delete(id);
      throw error;
    }
  }
}

const begin = (id: string): StreamState => ({
  id,
  position: null,
  ready: null,
  followers: none,
  sessions: none,
  inbox: null,
  failures: 0,
  draining: null,
});
