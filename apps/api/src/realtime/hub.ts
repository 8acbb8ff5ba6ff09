import pLimit from 'p-limit';
import type { Bus, BusItem } from './bus.ts';
import type { Hint, LoggedEvent, PersonHint } from './catalogue.ts';
import { CatchUp, type CatchUpOptions } from './catch-up.ts';
import { encodeCursor, type Position } from './cursor.ts';
import type { Follower, SessionWatch, StreamState, Told } from './follower.ts';
import { LocalStreams } from './local-streams.ts';
import { readState, readStream, readTail } from './log.ts';

export interface HubOptions extends CatchUpOptions {
  bus: Bus;
  /** Whom each of these hints concerns. It may leave out whoever is not `here`: follows on this process. */
  audiencesOf: (hints: readonly PersonHint[], here: () => string[]) => Promise<string[][]>;
  repairIntervalMs: number;
}

/** Hints to people come in crowds, and matter less than everything else: so many statements ask for whom they concern at once, */
const HINTING_AT_ONCE = 2;
/** and for so many hints each. */
const HINTS_TOGETHER = 100;
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
  readonly #toPeople: PersonHint[] = [];
  /** Attempts that failed at the event behind a stream's position. */
  readonly #failures = new WeakMap<StreamState, number>();
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
    return (this.#streams.get(accountId)?.followers ?? 0) > 0;
  }

  /**
   * Ends the socket as soon as its session is revoked, by whichever process. Check that the session is still good after
   * this has resolved: what was revoked before is not told again.
   */
  watchSession(watch: SessionWatch): Promise<void> {
    return this.#streams.watch(watch);
  }

  unwatchSession(watch: SessionWatch): void {
    this.#streams.unwatch(watch);
  }

  /** Replays what came after the position, says CaughtUp, and goes on live until `leave`. */
  run(follower: Follower, position: Position | null): Promise<void> {
    return this.#catchUp.run(follower, position);
  }

  leave(follower: Follower): void {
    follower.closed = true;
    this.#streams.unfollowAll(follower);
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
        await this.#drain(stream, { seq });
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
    void this.#drain(stream, { seq: item.seq, event: item });
  }

  async #hint(hint: Hint): Promise<void> {
    if (hint.kind === 'TypingStarted') {
      this.#queueHint(hint);
      return;
    }
    this.#toPeople.push(hint);
    await this.#hinting(() => this.#tellPeople());
  }

  /** Hints queue up behind the events: whoever was removed before somebody typed is gone before it shows. */
  #queueHint(hint: Hint & { kind: 'TypingStarted' }): void {
    const stream = this.#streams.get(hint.payload.conversationId);
    if (stream) void this.#drain(stream, { hint });
  }

  /** Tells what has come up by now. Each hint in one delivery: there may be thousands of people, and it is the same for all. */
  async #tellPeople(): Promise<void> {
    const hints = this.#toPeople.splice(0, HINTS_TOGETHER);
    if (hints.length === 0) return;
    const audiences = await this.#options.audiencesOf(hints, () => this.#streams.accounts());
    for (const [place, hint] of hints.entries()) {
      const streams = (audiences[place] ?? []).map((id) => this.#streams.get(id));
      const followers = new Set(
        streams.flatMap((stream) => (stream ? this.#streams.followersOf(stream) : [])),
      );
      await this.#dispatchHint(followers, hint);
    }
  }

  async #dispatchHint(followers: Iterable<Follower>, hint: Hint): Promise<void> {
    const live = [...followers].filter((follower) => follower.waiting === null);
    if (live.length > 0)
      await this.#options.deliver({ ...hint, cursor: this.#cursor() }, live).catch(() => {});
  }

  /** Delivers a stream's inbox in order, one event at a time; gaps are read from the log. */
  #drain(stream: StreamState, told: Told | { hint: Hint }): Promise<void> {
    if (stream.delivery) stream.delivery.inbox.push(told);
    else {
      const inbox = [told];
      stream.delivery = { inbox, done: this.#drainInbox(stream, inbox) };
    }
    return stream.delivery.done;
  }

  async #drainInbox(stream: StreamState, inbox: (Told | { hint: Hint })[]): Promise<void> {
    try {
      await this.#streams.ready(stream);
      for (let next = inbox.shift(); next; next = inbox.shift())
        if ('hint' in next) await this.#dispatchHint(this.#streams.followersOf(stream), next.hint);
        else await this.#deliverUpTo(next, stream);
    } catch (error) {
      // What is left undone here is found again by the next repair.
      const failures = (this.#failures.get(stream) ?? 0) + 1;
      this.#failures.set(stream, failures);
      const { message } = error as Error;
      this.#options.log.warn({ streamId: stream.id, error: message }, 'Delivery interrupted');
      if (failures >= MOST_FAILURES) this.#giveUp(stream);
    } finally {
      // In the same breath as the inbox was found empty: what comes later begins anew.
      stream.delivery = null;
    }
  }

  async #deliverUpTo(told: Told, stream: StreamState): Promise<void> {
    const position = stream.position ?? 0;
    if (told.seq <= position) return;
    const events =
      told.event && told.seq === position + 1
        ? [told.event]
        : await readStream(this.#options.pool, stream.id, { afterSeq: position });
    for (const event of events) {
      await this.#dispatch(stream, event);
      stream.position = event.seq;
      this.#failures.delete(stream);
    }
  }

  /** An event that cannot be delivered must not stop its stream for ever: its followers come back with their cursors. */
  #giveUp(stream: StreamState): void {
    this.#failures.delete(stream);
    stream.position = (stream.position ?? 0) + 1;
    for (const follower of this.#streams.followersOf(stream)) follower.output.end();
  }

  async #dispatch(stream: StreamState, event: LoggedEvent): Promise<void> {
    if (event.kind === 'MemberLeft') {
      for (const follower of this.#streams.followersOf(stream))
        if (follower.viewer.accountId === event.payload.accountId)
          this.#catchUp.leaveLive(follower, event);
    }
    if (event.kind === 'SessionRevoked') {
      for (let watch = stream.sessions; watch; watch = watch.next)
        if (watch.viewer.sessionId === event.payload.sessionId) watch.end();
    }
    const live: Follower[] = [];
    for (const follower of this.#streams.followersOf(stream)) {
      if (!follower.waiting) live.push(follower);
      else if (follower.waiting.push(event) > MOST_WAITING) follower.output.end();
    }
    const told = live.filter((follower) => follower.isConcerned(event));
    if (told.length > 0) await this.#options.deliver({ ...event, cursor: this.#cursor() }, told);
    if (event.kind === 'ConversationJoined')
      for (const follower of live) this.#catchUp.joinLive(follower, event);
    if (event.kind === 'GroupDissolved')
      for (const follower of this.#streams.followersOf(stream))
        this.#streams.unfollow(follower, event.streamId);
  }
}
