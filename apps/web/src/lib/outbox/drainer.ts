import { backoffMs, waitOrWake } from '@/lib/backoff';
import { connection, subscribeToConnection } from '@/lib/connection';
import type { Refusal, Waiting, WaitingStore } from './waiting-store';

/** What became of one attempt. `unreached`: nobody knows, so it has to be tried again; the client id makes that harmless. */
export type SendOutcome =
  | { kind: 'sent' }
  | { kind: 'refused'; reason: Refusal }
  /** Not yet: the rule says when, and then it is tried again. */
  | { kind: 'held'; reason: Refusal & { retryAt: string } }
  /** Taken back by the person while it was on its way: nothing is left of it. */
  | { kind: 'withdrawn' }
  | { kind: 'unreached' };

export interface DrainerOptions<Entry extends Waiting> {
  store: Pick<WaitingStore<Entry>, 'all' | 'remove' | 'fail' | 'hold'>;
  /** Those of one lane go one after the other, in the order of writing. */
  laneOf: (entry: Entry) => string;
  /** When it answers `sent`, it must already be where the person sees it. */
  send: (entry: Entry, failures: number) => Promise<SendOutcome>;
  /** Those in flight have changed, or what is stored has. */
  changed: () => void;
  /** Waits before an attempt that follows a failed one; ends early when there is reason for hope. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const SOONEST_MS = 1_000;
/** The longest that a rule is waited for without looking again: a clock that is wrong must not hold anything for ever. */
const LATEST_MS = 65_000;

const holdMs = (retryAt: string): number =>
  Math.min(LATEST_MS, Math.max(SOONEST_MS, Date.parse(retryAt) - Date.now()));

/** The next attempt is worth it as soon as the stream is live again, whatever the backoff had in mind. */
async function untilHope(ms: number, signal: AbortSignal): Promise<void> {
  const enough = new AbortController();
  const stop = () => enough.abort();
  signal.addEventListener('abort', stop);
  const unsubscribe = subscribeToConnection(() => {
    if (connection().state === 'live') stop();
  });
  await waitOrWake(ms, enough.signal);
  unsubscribe();
  signal.removeEventListener('abort', stop);
}

/**
 * Sends what waits: what is in one lane one after the other in the order of writing, lanes side by side. Only one tab
 * drains at a time, but nothing here relies on it: what is sent twice has one client id and stays one.
 */
export class Drainer<Entry extends Waiting> {
  private readonly inFlight = new Map<string, Entry>();
  private nudged = false;
  private wake: () => void = () => {};
  private storageFailure: unknown;

  constructor(private readonly options: DrainerOptions<Entry>) {}

  /** Client ids of those on their way. */
  sending(): string[] {
    return [...this.inFlight.values()].map(({ clientId }) => clientId);
  }

  isSending(clientId: string): boolean {
    return this.sending().includes(clientId);
  }

  /** Something new may be waiting. */
  nudge(): void {
    this.nudged = true;
    this.wake();
  }

  /** Until `signal` says so; rejects when the store fails, which nothing here can mend. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = () => this.wake();
    signal.addEventListener('abort', stop);
    const senders = new Map<string, Promise<void>>();
    try {
      while (!signal.aborted) {
        this.nudged = false;
        for (const lane of await this.waitingLanes()) {
          if (!senders.has(lane)) senders.set(lane, this.sender(lane, senders, signal));
        }
        await this.untilNudged(signal);
        if (this.storageFailure) throw this.storageFailure;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      await Promise.all(senders.values());
    }
  }

  private async sender(
    lane: string,
    senders: Map<string, Promise<void>>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.drainLane(lane, signal);
    } catch (error) {
      this.storageFailure = error;
    } finally {
      senders.delete(lane);
      this.nudge();
    }
  }

  private async waitingLanes(): Promise<Set<string>> {
    const queued = (await this.options.store.all()).filter(({ state }) => state === 'queued');
    return new Set(queued.map(this.options.laneOf));
  }

  private untilNudged(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      if (this.nudged || signal.aborted) resolve();
    });
  }

  private async drainLane(lane: string, signal: AbortSignal): Promise<void> {
    const { wait = untilHope } = this.options;
    for (let failures = 0; !signal.aborted; ) {
      // Read again each time: it may have been discarded, or an earlier one asked for again.
      const next = await this.nextOf(lane);
      if (!next) return;
      const outcome = await this.attempt(lane, next, failures);
      if (outcome.kind === 'held') {
        await wait(holdMs(outcome.reason.retryAt), signal);
        failures = 0;
      } else if (outcome.kind === 'unreached') {
        await wait(backoffMs(failures), signal);
        failures += 1;
      } else failures = 0;
    }
  }

  private async nextOf(lane: string): Promise<Entry | undefined> {
    const { store, laneOf } = this.options;
    return (await store.all()).find((entry) => laneOf(entry) === lane && entry.state === 'queued');
  }

  private async attempt(lane: string, entry: Entry, failures: number): Promise<SendOutcome> {
    const { store, send, changed } = this.options;
    this.inFlight.set(lane, entry);
    changed();
    try {
      const outcome = await send(entry, failures).catch((): SendOutcome => ({ kind: 'unreached' }));
      if (outcome.kind === 'sent') await store.remove(entry.clientId);
      if (outcome.kind === 'refused') await store.fail(entry.clientId, outcome.reason);
      if (outcome.kind === 'held') await store.hold(entry.clientId, outcome.reason);
      return outcome;
    } finally {
      this.inFlight.delete(lane);
      changed();
    }
  }
}
