import type pg from 'pg';
import type { LoggedEvent } from './catalogue.ts';
import type { Follower, SessionWatch, StreamState } from './follower.ts';
import { readHeads } from './log.ts';
import { Numbered, NumberLists } from './number-lists.ts';

/** The streams that are followed on this process, by whom, and how far each has been delivered. */
export class LocalStreams {
  readonly #pool: pg.Pool;
  readonly #streams = new Map<string, StreamState>();
  /** Those whose position is being read. */
  readonly #beginning = new Map<StreamState, Promise<void>>();
  readonly #lists = new NumberLists();
  readonly #numberedStreams = new Numbered<StreamState>();
  readonly #numberedFollowers = new Numbered<Follower>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  get(streamId: string): StreamState | undefined {
    return this.#streams.get(streamId);
  }

  /** Settles when the stream's position is known; there is nothing to wait for once it is. */
  ready(stream: StreamState): Promise<void> | undefined {
    return this.#beginning.get(stream);
  }

  /** As of now: whoever goes through them may leave or come meanwhile. */
  followersOf({ followers }: StreamState): Follower[] {
    return this.#lists.map(followers, (number) => this.#numberedFollowers.at(number));
  }

  streamsOf({ streams }: Follower): StreamState[] {
    return this.#lists.map(streams, (number) => this.#numberedStreams.at(number));
  }

  follows(follower: Follower, streamId: string): boolean {
    const stream = this.#streams.get(streamId);
    return stream !== undefined && this.#lists.has(follower.streams, stream.number);
  }

  /** Since when they are in what they follow; nothing, when they do not follow it any more. */
  joinedBehind(follower: Follower, streamId: string, seq: number): void {
    if (this.follows(follower, streamId)) follower.joinedBehind(streamId, seq);
  }

  isConcerned(follower: Follower, event: LoggedEvent): boolean {
    return follower.isConcerned(event, this.follows(follower, event.streamId));
  }

  /** Everybody who follows anything here: whoever does, follows the stream of their own account. */
  accounts(): string[] {
    return [...this.#streams].flatMap(([id, { followers }]) => {
      const first = followers > 0 && this.#numberedFollowers.at(this.#lists.first(followers));
      return first && first.viewer.accountId === id ? [id] : [];
    });
  }

  /** Resolves once nothing that is written to these streams from now on can be missed by the follower. */
  async follow(follower: Follower, streamIds: Iterable<string>): Promise<void> {
    if (follower.closed) return;
    follower.number ||= this.#numberedFollowers.add(follower);
    await this.#track(streamIds, (stream) => this.#tie(follower, stream));
  }

  unfollow(follower: Follower, streamId: string): void {
    const stream = this.#streams.get(streamId);
    if (!stream || !this.#lists.has(follower.streams, stream.number)) return;
    follower.streams = this.#lists.without(follower.streams, stream.number);
    follower.joinedBehind(streamId, 0);
    this.#leave(stream, follower);
  }

  unfollowAll(follower: Follower): void {
    for (const stream of this.streamsOf(follower)) this.#leave(stream, follower);
    this.#lists.drop(follower.streams);
    follower.streams = 0;
    if (follower.number > 0) this.#numberedFollowers.remove(follower.number);
    follower.number = 0;
  }

  /** Has the socket end with its session. Resolves once nothing that ends the session from now on can be missed. */
  watch(watch: SessionWatch): Promise<void> {
    return this.#track([watch.viewer.accountId], (stream) => {
      watch.next = stream.sessions;
      stream.sessions = watch;
    });
  }

  unwatch(watch: SessionWatch): void {
    const stream = this.#streams.get(watch.viewer.accountId);
    if (!stream) return;
    if (stream.sessions === watch) stream.sessions = watch.next;
    for (let other = stream.sessions; other; other = other.next)
      if (other.next === watch) other.next = watch.next;
    watch.next = null;
    this.#forget(stream);
  }

  /**
   * Keeps positions for these streams from now on. `enter` registers at once, before anything is read: a stream without
   * anybody registered may be forgotten at any time. Resolves once all positions are known.
   */
  #track(streamIds: Iterable<string>, enter: (stream: StreamState) => void): Promise<void> {
    const begun = new Map<string, StreamState>();
    const readings = new Set<Promise<void>>();
    for (const id of streamIds) {
      let stream = this.#streams.get(id);
      if (!stream) {
        stream = this.#begin(id);
        begun.set(id, stream);
      }
      enter(stream);
      const reading = this.#beginning.get(stream);
      if (reading) readings.add(reading);
    }
    if (begun.size > 0) {
      const reading = this.#readPositions(begun);
      for (const stream of begun.values()) this.#beginning.set(stream, reading);
      readings.add(reading);
    }
    return Promise.all(readings).then(() => {});
  }

  #begin(id: string): StreamState {
    // Written out: an object that is put together by spreading has a shape of its own, which is as large as itself.
    const stream: StreamState = {
      id,
      number: 0,
      position: null,
      followers: 0,
      sessions: null,
      delivery: null,
    };
    stream.number = this.#numberedStreams.add(stream);
    this.#streams.set(id, stream);
    return stream;
  }

  #tie(follower: Follower, stream: StreamState): void {
    if (this.#lists.has(follower.streams, stream.number)) return;
    follower.streams = this.#lists.including(follower.streams, stream.number);
    stream.followers = this.#lists.including(stream.followers, follower.number);
    follower.joinedBehind(stream.id);
  }

  #leave(stream: StreamState, follower: Follower): void {
    stream.followers = this.#lists.without(stream.followers, follower.number);
    this.#forget(stream);
  }

  /** Forgets a stream that nobody here is registered for any more. */
  #forget(stream: StreamState): void {
    if (stream.number === 0 || stream.followers > 0 || stream.sessions) return;
    this.#numberedStreams.remove(stream.number);
    stream.number = 0;
    if (this.#streams.get(stream.id) === stream) this.#streams.delete(stream.id);
  }

  async #readPositions(streams: ReadonlyMap<string, StreamState>): Promise<void> {
    try {
      const heads = await readHeads(this.#pool, [...streams.keys()]);
      for (const [id, stream] of streams) stream.position = heads.get(id) ?? 0;
    } catch (error) {
      for (const [id, stream] of streams) {
        // By now another may have taken its place, forgotten and followed again: that one has a reading of its own.
        if (this.#streams.get(id) === stream) this.#streams.delete(id);
        // Whoever waits for this one comes to nothing; followers leave by themselves.
        stream.sessions = null;
        this.#forget(stream);
      }
      throw error;
    } finally {
      for (const stream of streams.values()) this.#beginning.delete(stream);
    }
  }
}
