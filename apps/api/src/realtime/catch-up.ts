import pLimit from 'p-limit';
import type pg from 'pg';
import type { Logger } from '../platform/log.ts';
import type { Control, LoggedEvent } from './catalogue.ts';
import { encodeCursor, type Position } from './cursor.ts';
import type { Deliver, Follower } from './follower.ts';
import type { LocalStreams } from './local-streams.ts';
import {
  type LogState,
  type ReplayPage,
  readReplay,
  readStanding,
  readStream,
  refusal,
} from './log.ts';
import type { DeliverMissed } from './missed.ts';

export interface CatchUpOptions {
  pool: pg.Pool;
  log: Logger;
  deliver: Deliver;
  deliverMissed: DeliverMissed;
}

const REPLAY_PAGE = 500;
/** So many missed events are executed side by side for one follower. */
const WINDOW = 125;
/** So many followers read from the log at once: a thousand who come back together leave connections to everybody else. */
const READING_AT_ONCE = 4;

/** An event of the log, with the cursor that is true once it has been received. */
type Recorded = LoggedEvent & { cursor: string };

type Joined = LoggedEvent & { kind: 'ConversationJoined' };
type Left = LoggedEvent & { kind: 'MemberLeft' };

const joiningOf = (event: Joined) => ({
  conversationId: event.payload.conversationId,
  xid: event.xid,
});

const isLeavingOf = ({ viewer }: Follower, event: LoggedEvent): boolean =>
  event.kind === 'MemberLeft' && event.payload.accountId === viewer.accountId;

/** What a follower reads from the log for itself alone, while everything live waits: what it missed, what it joined. */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #streams: LocalStreams;
  readonly #liveCursor: () => string;
  readonly #reading = pLimit(READING_AT_ONCE);

  constructor(options: CatchUpOptions, streams: LocalStreams, liveCursor: () => string) {
    this.#options = options;
    this.#streams = streams;
    this.#liveCursor = liveCursor;
  }

  /** Replays what came after the position, says CaughtUp, and lets the follower be live. */
  async run(follower: Follower, position: Position | null): Promise<void> {
    const read = await this.#reading(async () =>
      follower.closed ? null : this.#attach(follower, position),
    );
    if (!read) return;
    const { state, page } = read;
    const now = encodeCursor({ epoch: state.epoch, horizon: state.horizon });
    const reason = position && refusal(position, state);
    if (reason) await this.#say(follower, { kind: 'Reset', reason }, now);
    if (position && page && !reason) await this.#replay(follower, position, page);
    else follower.replayCursor = now;
    await this.#say(follower, { kind: 'CaughtUp' }, follower.replayCursor);
    await this.#flush(follower);
  }

  /** A live follower becomes a member: it reads the new stream from the joining on while everything else waits. */
  joinLive(follower: Follower, event: Joined): void {
    if (follower.waiting) {
      follower.waiting.push(event);
      return;
    }
    this.#pause(follower, (cursor) => this.#join(follower, joiningOf(event), cursor));
  }

  /**
   * A live follower is no member any more; or it is again, and this process had not come to the leaving when it heard of
   * the coming back.
   */
  leaveLive(follower: Follower, event: Left): void {
    this.#streams.unfollow(follower, event.streamId);
    if (follower.waiting) {
      follower.waiting.push(event);
      return;
    }
    this.#pause(follower, (cursor) => this.#comeBack(follower, event.streamId, cursor));
  }

  /** Follows everything that a follower may; how the log stood by then, and the first of what was missed. */
  async #attach(
    follower: Follower,
    position: Position | null,
  ): Promise<{ state: LogState; page: ReplayPage | null }> {
    // Following comes before reading: what commits in between is read, delivered live, or both, and never neither.
    const { accountId } = follower.viewer;
    await this.#followAll(follower);
    const { pool } = this.#options;
    const page = position && (await readReplay(pool, accountId, position, REPLAY_PAGE));
    const { state, memberships } = page ?? (await readStanding(pool, accountId));
    // Someone removed between the first reading and the following would go on following: so it is read once more.
    const seqs = new Map(memberships);
    for (const { id } of this.#streams.streamsOf(follower))
      if (id !== accountId && !seqs.has(id)) this.#streams.unfollow(follower, id);
    follower.joinedAs(seqs);
    return { state, page };
  }

  /** Apart, so that nothing of what it takes is held while the log is read: it would outlive the collector's young space. */
  async #followAll(follower: Follower): Promise<void> {
    const { accountId } = follower.viewer;
    const conversations = await this.#conversationsOf(accountId);
    await this.#streams.follow(follower, [accountId, ...conversations.keys()]);
  }

  /** Lets everything else wait while a live follower reads. */
  #pause(follower: Follower, read: (cursor: string) => Promise<void>): void {
    follower.waiting = [];
    follower.replayCursor = this.#liveCursor();
    read(follower.replayCursor)
      .then(() => this.#flush(follower))
      .catch((error: Error) => {
        this.#options.log.warn({ error: error.message }, 'Joining was interrupted');
        follower.output.end();
      });
  }

  async #comeBack(follower: Follower, conversationId: string, cursor: string): Promise<void> {
    const { rows } = await this.#options.pool.query<{ xid: string }>({
      name: 'hub-membership',
      text: 'SELECT joined_xid::text AS xid FROM member WHERE conversation_id = $1 AND account_id = $2',
      values: [conversationId, follower.viewer.accountId],
    });
    for (const { xid } of rows) await this.#join(follower, { conversationId, xid }, cursor);
  }

  /** `cursor` is that of what was received last: in the middle of a replay the rest of it is still to come. */
  async #join(
    follower: Follower,
    joining: { conversationId: string; xid: string },
    cursor: string,
  ): Promise<void> {
    if (follower.closed || this.#streams.follows(follower, joining.conversationId)) return;
    const events = await this.#reading(() => this.#readJoined(follower, joining));
    await this.#write(
      follower,
      events.flatMap((past) =>
        this.#streams.isConcerned(follower, past) ? [{ ...past, cursor }] : [],
      ),
    );
  }

  /** Follows a conversation, and reads what has happened in it since the joining; nothing when that is over already. */
  async #readJoined(
    follower: Follower,
    { conversationId, xid }: { conversationId: string; xid: string },
  ): Promise<LoggedEvent[]> {
    await this.#streams.follow(follower, [conversationId]);
    const joinedSeq = (await this.#conversationsOf(follower.viewer.accountId)).get(conversationId);
    if (joinedSeq === undefined) {
      this.#streams.unfollow(follower, conversationId);
      return [];
    }
    this.#streams.joinedBehind(follower, conversationId, joinedSeq);
    const events = await readStream(this.#options.pool, conversationId, { fromXid: xid });
    // A transaction with a higher id may have written before the joining; that is not this follower's to know.
    const first = events.findIndex((past) => past.xid === xid);
    const since = events.slice(Math.max(first, 0));
    // Nor is what came after they were removed, while this was being read.
    const left = since.findIndex((past) => isLeavingOf(follower, past));
    return left < 0 ? since : since.slice(0, left);
  }

  /** The conversations of an account, each with the sequence it has joined behind. */
  async #conversationsOf(accountId: string): Promise<Map<string, number>> {
    const result = await this.#options.pool.query<{ conversation_id: string; joined_seq: number }>({
      name: 'hub-conversations',
      text: 'SELECT conversation_id, joined_seq FROM member WHERE account_id = $1',
      values: [accountId],
    });
    return new Map(result.rows.map((row) => [row.conversation_id, row.joined_seq]));
  }

  async #replay(follower: Follower, from: Position, first: ReplayPage): Promise<void> {
    let page = first;
    const nextHorizon = from.replaying?.nextHorizon ?? page.state.horizon;
    follower.replayCursor = encodeCursor({ epoch: from.epoch, horizon: nextHorizon });
    for (;;) {
      let position = from;
      const events = page.events.map((event): Recorded => {
        const replaying = { streamId: event.streamId, seq: event.seq, nextHorizon };
        position = { ...from, replaying };
        return { ...event, cursor: encodeCursor(position) };
      });
      await this.#write(follower, events);
      if (follower.closed) return;
      if (!page.more) break;
      page = await this.#readPage(follower, position);
    }
    if (!from.replaying) return;
    // A replay that was itself cut short goes on from the horizon that one had begun at.
    const rest = { epoch: from.epoch, horizon: nextHorizon };
    await this.#replay(follower, rest, await this.#readPage(follower, rest));
  }

  #readPage({ viewer }: Follower, position: Position): Promise<ReplayPage> {
    return this.#reading(() =>
      readReplay(this.#options.pool, viewer.accountId, position, REPLAY_PAGE),
    );
  }

  /** Hands over what waited, in order, and makes the follower live at the moment nothing waits any more. */
  async #flush(follower: Follower): Promise<void> {
    while (follower.waiting && follower.waiting.length > 0 && !follower.closed) {
      const events: Recorded[] = [];
      for (const event of follower.waiting.splice(0, WINDOW)) {
        if (isLeavingOf(follower, event)) {
          await this.#write(follower, events.splice(0));
          await this.#comeBack(follower, event.streamId, follower.replayCursor);
        } else if (this.#streams.isConcerned(follower, event))
          events.push({ ...event, cursor: follower.replayCursor });
      }
      await this.#write(follower, events);
    }
    follower.waiting = null;
    follower.replayed = null;
    follower.replayCursor = '';
  }

  /** Delivers events of a replay, or of what waited behind it, to one follower; each once. */
  async #write(follower: Follower, events: readonly Recorded[]): Promise<void> {
    follower.replayed ??= new Map();
    const { replayed } = follower;
    for (let start = 0; start < events.length && !follower.closed; start += WINDOW) {
      const window = events.slice(start, start + WINDOW);
      const fresh: Recorded[] = [];
      for (const event of window) {
        if ((replayed.get(event.streamId) ?? 0) >= event.seq) continue;
        replayed.set(event.streamId, event.seq);
        fresh.push(event);
      }
      if (fresh.length > 0) await this.#options.deliverMissed(fresh, follower);
      const cursor = window.at(-1)?.cursor ?? follower.replayCursor;
      for (const event of window)
        if (event.kind === 'ConversationJoined')
          await this.#join(follower, joiningOf(event), cursor);
    }
  }

  async #say(follower: Follower, control: Control, cursor: string): Promise<void> {
    if (!follower.closed) await this.#options.deliver({ ...control, cursor }, [follower]);
  }
}
