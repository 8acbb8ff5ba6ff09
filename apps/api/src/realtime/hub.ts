import type pg from 'pg';
import type { Logger } from '../platform/log.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Bus, BusItem } from './bus.ts';
import type { Control, Delivered, Hint, LoggedEvent } from './catalogue.ts';
import { encodeCursor, type Position } from './cursor.ts';
import type { Follower, Output } from './follower.ts';
import { LocalStreams, type SessionWatch, type StreamState } from './local-streams.ts';
import { readReplay, readState, readStream, readTail, refusal } from './log.ts';

/** Takes what followers are to receive, in order. Resolves when it has been handed to their sockets. */
export type Deliver = (item: Delivered, followers: readonly Follower[]) => Promise<void>;

export interface HubOptions {
  pool: pg.Pool;
  bus: Bus;
  log: Logger;
  deliver: Deliver;
  /** Whom a hint about this account's presence concerns. */
  friendsOf: (accountId: string) => Promise<string[]>;
  repairIntervalMs: number;
}

const REPLAY_PAGE = 500;
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
  #horizon = 0n;
  #epoch = '';
  #timer: NodeJS.Timeout | undefined;
  #repairing: Promise<void> | null = null;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#streams = new LocalStreams(options.pool);
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
    const [stream] = this.#streams.track([watch.accountId], (state) => state.sessions.add(watch));
    await stream?.ready;
    return () => {
      if (!stream) return;
      stream.sessions.delete(watch);
      this.#streams.forget(watch.accountId, stream);
    };
  }

  /** A follower before it has been told anything; `run` starts it. */
  createFollower(viewer: Viewer, output: Output, end: () => void): Follower {
    return {
      viewer,
      output,
      end,
      streams: new Set(),
      waiting: [],
      replayed: new Map(),
      replayCursor: '',
      closed: false,
    };
  }

  /** Replays what came after the position, says CaughtUp, and goes on live until `leave`. */
  async run(follower: Follower, position: Position | null): Promise<void> {
    // Following comes before reading: what commits in between is read, delivered live, or both, and never neither.
    await this.#follow(follower, [
      follower.viewer.accountId,
      ...(await this.#conversationsOf(follower.viewer.accountId)),
    ]);
    // Someone removed between that reading and the following would go on following: so read once more.
    const still = new Set(await this.#conversationsOf(follower.viewer.accountId));
    for (const streamId of follower.streams)
      if (streamId !== follower.viewer.accountId && !still.has(streamId))
        this.#unfollow(follower, streamId);

    const state = await readState(this.#options.pool);
    const now = encodeCursor({ epoch: state.epoch, horizon: state.horizon });
    const reason = position && refusal(position, state);
    if (reason) await this.#say(follower, { kind: 'Reset', reason }, now);
    if (position && !reason) await this.#replay(follower, position);
    else follower.replayCursor = now;
    await this.#say(follower, { kind: 'CaughtUp' }, follower.replayCursor);
    await this.#flush(follower);
  }

  leave(follower: Follower): void {
    follower.closed = true;
    for (const streamId of follower.streams) this.#unfollow(follower, streamId);
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
    const streamIds = await this.#concernedBy(hint);
    const item = { ...hint, cursor: this.#cursor() };
    for (const streamId of streamIds) {
      const followers = this.#streams.get(streamId)?.followers ?? [];
      const live = [...followers].filter((follower) => follower.waiting === null);
      if (live.length > 0) await this.#options.deliver(item, live);
    }
  }

  #concernedBy(hint: Hint): Promise<string[]> | string[] {
    if (hint.kind === 'TypingStarted') return [hint.payload.conversationId];
    return this.#options.friendsOf(hint.payload.accountId);
  }

  /** Delivers a stream's inbox in order, one event at a time; gaps are read from the log. */
  #drain(streamId: string, stream: StreamState): Promise<void> {
    stream.draining ??= this.#drainInbox(streamId, stream)
      .catch((error: Error) => {
        // What is left undone here is found again by the next repair.
        stream.inbox.length = 0;
        stream.failures += 1;
        this.#options.log.warn({ streamId, error: error.message }, 'Delivery interrupted');
        if (stream.failures >= MOST_FAILURES) this.#giveUp(stream);
      })
      .finally(() => {
        stream.draining = null;
      });
    return stream.draining;
  }

  async #drainInbox(streamId: string, stream: StreamState): Promise<void> {
    await stream.ready;
    for (let next = stream.inbox.shift(); next; next = stream.inbox.shift()) {
      const position = stream.position ?? 0;
      if (next.seq <= position) continue;
      const events =
        next.event && next.seq === position + 1
          ? [next.event]
          : await readStream(this.#options.pool, streamId, { afterSeq: position });
      for (const event of events) {
        await this.#dispatch(stream, event);
        stream.position = event.seq;
        stream.failures = 0;
      }
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
          this.#unfollow(follower, event.streamId);
    }
    if (event.kind === 'SessionRevoked') {
      for (const watch of stream.sessions)
        if (watch.sessionId === event.payload.sessionId) watch.end();
    }
    const live: Follower[] = [];
    for (const follower of stream.followers) {
      if (!follower.waiting) live.push(follower);
      else if (follower.waiting.push(event) > MOST_WAITING) follower.end();
    }
    if (live.length > 0) await this.#options.deliver({ ...event, cursor: this.#cursor() }, live);
    if (event.kind === 'ConversationJoined')
      for (const follower of live) this.#joinLive(follower, event);
  }

  /** A live follower becomes a member: it reads the new stream from the joining on while everything else waits. */
  #joinLive(follower: Follower, event: LoggedEvent & { kind: 'ConversationJoined' }): void {
    if (follower.waiting) {
      follower.waiting.push(event);
      return;
    }
    follower.waiting = [];
    follower.replayed = new Map();
    follower.replayCursor = this.#cursor();
    this.#join(follower, event)
      .then(() => this.#flush(follower))
      .catch((error: Error) => {
        this.#options.log.warn({ error: error.message }, 'Joining was interrupted');
        follower.end();
      });
  }

  async #join(
    follower: Follower,
    event: LoggedEvent & { kind: 'ConversationJoined' },
  ): Promise<void> {
    const { conversationId } = event.payload;
    if (follower.closed || follower.streams.has(conversationId)) return;
    await this.#follow(follower, [conversationId]);
    if (!(await this.#conversationsOf(follower.viewer.accountId)).includes(conversationId)) {
      this.#unfollow(follower, conversationId);
      return;
    }
    const events = await readStream(this.#options.pool, conversationId, { fromXid: event.xid });
    // A transaction with a higher id may have written before the joining; that is not this follower's to know.
    const joining = events.findIndex((past) => past.xid === event.xid);
    for (const past of events.slice(Math.max(joining, 0)))
      await this.#write(follower, past, follower.replayCursor);
  }

  async #conversationsOf(accountId: string): Promise<string[]> {
    const result = await this.#options.pool.query<{ conversation_id: string }>({
      name: 'hub-conversations',
      text: 'SELECT conversation_id FROM member WHERE account_id = $1',
      values: [accountId],
    });
    return result.rows.map((row) => row.conversation_id);
  }

  async #replay(follower: Follower, from: Position): Promise<void> {
    let position = from;
    let nextHorizon = from.replaying?.nextHorizon;
    for (;;) {
      const page = await readReplay(
        this.#options.pool,
        follower.viewer.accountId,
        position,
        REPLAY_PAGE,
      );
      nextHorizon ??= page.state.horizon;
      follower.replayCursor = encodeCursor({ epoch: from.epoch, horizon: nextHorizon });
      for (const event of page.events) {
        if (follower.closed) return;
        const replaying = { streamId: event.streamId, seq: event.seq, nextHorizon };
        position = { ...from, replaying };
        await this.#write(follower, event, encodeCursor(position));
      }
      if (page.more) continue;
      if (!from.replaying) return;
      // A replay that was itself cut short goes on from the horizon that one had begun at.
      await this.#replay(follower, { epoch: from.epoch, horizon: nextHorizon });
      return;
    }
  }

  /** Hands over what waited, in order, and makes the follower live at the moment nothing waits any more. */
  async #flush(follower: Follower): Promise<void> {
    while (follower.waiting && follower.waiting.length > 0 && !follower.closed) {
      const item = follower.waiting.shift();
      if (!item || !('streamId' in item)) continue;
      await this.#write(follower, item, follower.replayCursor);
    }
    follower.waiting = null;
    follower.replayed = new Map();
  }

  /** Delivers one event of a replay, or of what waited behind it, to one follower; once. */
  async #write(follower: Follower, event: LoggedEvent, cursor: string): Promise<void> {
    const delivered = (follower.replayed.get(event.streamId) ?? 0) >= event.seq;
    if (!delivered) {
      follower.replayed.set(event.streamId, event.seq);
      await this.#options.deliver({ ...event, cursor }, [follower]);
    }
    if (event.kind === 'ConversationJoined') await this.#join(follower, event);
  }

  async #say(follower: Follower, control: Control, cursor: string): Promise<void> {
    if (!follower.closed) await this.#options.deliver({ ...control, cursor }, [follower]);
  }

  async #follow(follower: Follower, streamIds: readonly string[]): Promise<void> {
    if (follower.closed) return;
    const streams = this.#streams.track(streamIds, (stream) => stream.followers.add(follower));
    for (const streamId of streamIds) follower.streams.add(streamId);
    await Promise.all(streams.map((stream) => stream.ready));
  }

  #unfollow(follower: Follower, streamId: string): void {
    follower.streams.delete(streamId);
    const stream = this.#streams.get(streamId);
    if (!stream) return;
    stream.followers.delete(follower);
    this.#streams.forget(streamId, stream);
  }
}
