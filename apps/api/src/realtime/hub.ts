import pLimit from 'p-limit';
import type { Viewer } from '../platform/viewer.ts';
import type { Bus, BusItem } from './bus.ts';
import type { Hint, LoggedEvent, PersonHint } from './catalogue.ts';
import { CatchUp, type CatchUpOptions } from './catch-up.ts';
import { encodeCursor, type Position } from './cursor.ts';
import { type Follower, isConcerned, type Output } from './follower.ts';
import { LocalStreams, type SessionWatch, type StreamState, type Told } from './local-streams.ts';
import { readState, readStream, readTail } from './log.ts';

export interface HubOptions extends CatchUpOptions {
  bus: Bus;
  /** Whom a hint concerns. It may leave out whoever is not `here`: follows on this process. */
  audienceOf: (hint: PersonHint, here: () => string[]) => Promise<string[]>;
  repairIntervalMs: number;
}

/** So many hints to people are delivered at once: they come in crowds, and matter less than everything else. */
const HINTING_AT_ONCE = 2;
/** More than this waiting behind one follower's replay means that it will not catch up. */
const MOST_WAITING = 10_000;
/** So often delivering one event is tried, a repair interval apart. */
const MOST_FAILURES = 20;

/**
 * Knows which sockets of this process follow which streams, and sees to it that each receives every event of each in
 * order. Hints from the bus make it quick, the log makes it complete: a jump in a stream's sequence, a reconnected bus
 * and a timer make it read what it was not told.
 */
export class Hub {
  readonly #options: HubOptions;
  readonly #streams: LocalStreams;
  readonly #catchUp: CatchUp;
  readonly #hinting = pLimit(HINTING_AT_ONCE);
  #horizon = 0n;
  #epoch = '';
  #timer: NodeJS.Timeout | undefined;
  #repairing: Promise<void> | null = null;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#streams = new LocalStreams(options.pool);
    this.#catchUp = new CatchUp(options, this.#streams, () => this.#cursor());
    options.bus.subscribe((items) => {
      for (const item of items) this.#receive(item);
    });
    options.bus.onReconnect(() => void this.repair());
  }

  async start(): Promise<void> {
    const state = await readState(this.#options.pool);
    this.#epoch = state.epoch;
    this.#horizon = state.horizon;
    this.#timer = setInterval(() => void this.repair(), this.#options.repairIntervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Accounts that have a follower on this process. */
  isFollowed(accountId: string): boolean {
    return (this.#streams.get(accountId)?.followers.size ?? 0) > 0;
  }

  /**
   * Ends the socket as soon as its session is revoked, by whichever process. Check that the session is still good after
   * this has resolved: what was revoked before is not told again.
   */
  async watchSession(watch: SessionWatch): Promise<() => void> {
    const [stream] = this.#streams.track([watch.accountId], (state) => {
      state.sessions ??= new Set();
      state.sessions.add(watch);
    });
    await stream?.ready;
    return () => {
      if (!stream) return;
      stream.sessions?.delete(watch);
      this.#streams.forget(watch.accountId, stream);
    };
  }

  /** A follower before it has been told anything; `run` starts it. */
  createFollower(viewer: Viewer, output: Output, end: () => void): Follower {
    return {
      viewer,
      output,
      end,
      streams: new Map(),
      waiting: [],
      replayed: new Map(),
      replayCursor: '',
      closed: false,
    };
  }

  /** Replays what came after the position, says CaughtUp, and goes on live until `leave`. */
  run(follower: Follower, position: Position | null): Promise<void> {
    return this.#catchUp.run(follower, position);
  }

  leave(follower: Follower): void {
    follower.closed = true;
    for (const streamId of follower.streams.keys()) this.#streams.unfollow(follower, streamId);
  }

  /** Reads what hints may have failed to tell, and moves the horizon that live cursors carry. */
  repair(): Promise<void> {
    this.#repairing ??= this.#repair()
      .catch((error: Error) => this.#options.log.warn({ error: error.message }, 'Repair failed'))
      .finally(() => {
        this.#repairing = null;
      });
    return this.#repairing;
  }

  async #repair(): Promise<void> {
    const { state, heads } = await readTail(this.#options.pool, this.#horizon);
    await Promise.all(
      heads.map(async ([streamId, seq]) => {
        const stream = this.#streams.get(streamId);
        if (!stream || (stream.position ?? 0) >= seq) return;
        stream.inbox.push({ seq });
        await this.#drain(streamId, stream);
        if ((stream.position ?? 0) < seq) throw new Error(`Stream ${streamId} stays behind ${seq}`);
      }),
    );
    this.#epoch = state.epoch;
    this.#horizon = state.horizon;
  }

  #cursor(): string {
    return encodeCursor({ epoch: this.#epoch, horizon: this.#horizon });
  }

  #receive(item: BusItem): void {
    if (item.kind === 'IdleReported') return;
    if (!('streamId' in item)) {
      this.#hint(item).catch(() => {});
      return;
    }
    const stream = this.#streams.get(item.streamId);
    if (!stream) return;
    stream.inbox.push({ seq: item.seq, event: item });
    void this.#drain(item.streamId, stream);
  }

  async #hint(hint: Hint): Promise<void> {
    if (hint.kind === 'TypingStarted') this.#queueHint(hint);
    else await this.#hinting(() => this.#tellPeople(hint));
  }

  /** Hints queue up behind the events: whoever was removed before somebody typed is gone before it shows. */
  #queueHint(hint: Hint & { kind: 'TypingStarted' }): void {
    const { conversationId } = hint.payload;
    const stream = this.#streams.get(conversationId);
    if (!stream) return;
    stream.inbox.push({ hint });
    void this.#drain(conversationId, stream);
  }

  /** In one delivery: there may be thousands of them, and it is the same for all. */
  async #tellPeople(hint: PersonHint): Promise<void> {
    const audience = await this.#options.audienceOf(hint, () => this.#streams.accounts());
    const streams = audience.map((id) => this.#streams.get(id));
    const followers = new Set(streams.flatMap((stream) => (stream ? [...stream.followers] : [])));
    await this.#dispatchHint(followers, hint);
  }

  async #dispatchHint(followers: ReadonlySet<Follower>, hint: Hint): Promise<void> {
    const live = [...followers].filter((follower) => follower.waiting === null);
    if (live.length > 0)
      await this.#options.deliver({ ...hint, cursor: this.#cursor() }, live).catch(() => {});
  }

  /** Delivers a stream's inbox in order, one event at a time; gaps are read from the log. */
  #drain(streamId: string, stream: StreamState): Promise<void> {
    stream.draining ??= this.#drainInbox(streamId, stream);
    return stream.draining;
  }

  async #drainInbox(streamId: string, stream: StreamState): Promise<void> {
    try {
      await stream.ready;
      for (let next = stream.inbox.shift(); next; next = stream.inbox.shift())
        if ('hint' in next) await this.#dispatchHint(stream.followers, next.hint);
        else await this.#deliverUpTo(next, streamId, stream);
    } catch (error) {
      // What is left undone here is found again by the next repair.
      stream.inbox.length = 0;
      stream.failures += 1;
      const { message } = error as Error;
      this.#options.log.warn({ streamId, error: message }, 'Delivery interrupted');
      if (stream.failures >= MOST_FAILURES) this.#giveUp(stream);
    } finally {
      // In the same breath as the inbox was found empty: what comes later begins anew.
      stream.draining = null;
    }
  }

  async #deliverUpTo(told: Told, streamId: string, stream: StreamState): Promise<void> {
    const position = stream.position ?? 0;
    if (told.seq <= position) return;
    const events =
      told.event && told.seq === position + 1
        ? [told.event]
        : await readStream(this.#options.pool, streamId, { afterSeq: position });
    for (const event of events) {
      await this.#dispatch(stream, event);
      stream.position = event.seq;
      stream.failures = 0;
    }
  }

  /** An event that cannot be delivered must not stop its stream for ever: its followers come back with their cursors. */
  #giveUp(stream: StreamState): void {
    stream.failures = 0;
    stream.position = (stream.position ?? 0) + 1;
    for (const follower of stream.followers) follower.end();
  }

  async #dispatch(stream: StreamState, event: LoggedEvent): Promise<void> {
    if (event.kind === 'MemberLeft') {
      for (const follower of stream.followers)
        if (follower.viewer.accountId === event.payload.accountId)
          this.#catchUp.leaveLive(follower, event);
    }
    if (event.kind === 'SessionRevoked') {
      for (const watch of stream.sessions ?? [])
        if (watch.sessionId === event.payload.sessionId) watch.end();
    }
    const live: Follower[] = [];
    for (const follower of stream.followers) {
      if (!follower.waiting) live.push(follower);
      else if (follower.waiting.push(event) > MOST_WAITING) follower.end();
    }
    const told = live.filter((follower) => isConcerned(follower, event));
    if (told.length > 0) await this.#options.deliver({ ...event, cursor: this.#cursor() }, told);
    if (event.kind === 'ConversationJoined')
      for (const follower of live) this.#catchUp.joinLive(follower, event);
    if (event.kind === 'GroupDissolved')
      for (const follower of stream.followers) this.#streams.unfollow(follower, event.streamId);
  }
}
