import { backoffMs } from '@/lib/backoff';
import type { OutboxStore, Refusal, WaitingMessage } from './outbox-store';

/** What became of one attempt. `unreached`: nobody knows, so it has to be tried again; the client id makes that harmless. */
export type SendOutcome =
  | { kind: 'sent' }
  | { kind: 'refused'; reason: Refusal }
  /** Not yet: the rule says when, and then it is tried again. */
  | { kind: 'held'; reason: Refusal & { retryAt: string } }
  /** Taken back by the person while it was on its way: nothing is left of it. */
  | { kind: 'withdrawn' }
  | { kind: 'unreached' };

export interface DrainerOptions {
  store: Pick<OutboxStore, 'all' | 'remove' | 'fail' | 'hold'>;
  /** When it answers `sent`, the message must already be where the person sees it. */
  send: (message: WaitingMessage, failures: number) => Promise<SendOutcome>;
  /** The messages in flight have changed, or what is stored has. */
  changed: () => void;
  /** Waits before an attempt that follows a failed one; ends early when there is reason for hope. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const SOONEST_MS = 1_000;
/** No rule holds a message for longer; a clock that is wrong must not. */
const LATEST_MS = 65_000;

const holdMs = (retryAt: string): number =>
  Math.min(LATEST_MS, Math.max(SOONEST_MS, Date.parse(retryAt) - Date.now()));

/**
 * Sends what waits: each conversation's messages one after the other in the order of writing, conversations side by side.
 * Only one tab drains at a time, but nothing here relies on it: a message sent twice has one client id and stays one.
 */
export class Drainer {
  private readonly inFlight = new Map<string, WaitingMessage>();
  private nudged = false;
  private wake: () => void = () => {};
  private storageFailure: unknown;

  constructor(private readonly options: DrainerOptions) {}

  /** Client ids of the messages on their way. */
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
        for (const conversationId of await this.waitingConversations()) {
          if (!senders.has(conversationId))
            senders.set(conversationId, this.sender(conversationId, senders, signal));
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
    conversationId: string,
    senders: Map<string, Promise<void>>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.drainConversation(conversationId, signal);
    } catch (error) {
      this.storageFailure = error;
    } finally {
      senders.delete(conversationId);
      this.nudge();
    }
  }

  private async waitingConversations(): Promise<Set<string>> {
    const queued = (await this.options.store.all()).filter(({ state }) => state === 'queued');
    return new Set(queued.map(({ conversationId }) => conversationId));
  }

  private untilNudged(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      if (this.nudged || signal.aborted) resolve();
    });
  }

  private async drainConversation(conversationId: string, signal: AbortSignal): Promise<void> {
    const { wait } = this.options;
    for (let failures = 0; !signal.aborted; ) {
      // Read again each time: it may have been discarded, or an earlier one asked for again.
      const next = await this.nextOf(conversationId);
      if (!next) return;
      const outcome = await this.attempt(next, failures);
      if (outcome.kind === 'held') {
        await wait(holdMs(outcome.reason.retryAt), signal);
        failures = 0;
      } else if (outcome.kind === 'unreached') {
        await wait(backoffMs(failures), signal);
        failures += 1;
      } else failures = 0;
    }
  }

  private async nextOf(conversationId: string): Promise<WaitingMessage | undefined> {
    const waiting = await this.options.store.all();
    return waiting.find(
      (message) => message.conversationId === conversationId && message.state === 'queued',
    );
  }

  private async attempt(message: WaitingMessage, failures: number): Promise<SendOutcome> {
    const { store, send, changed } = this.options;
    this.inFlight.set(message.conversationId, message);
    changed();
    try {
      const outcome = await send(message, failures).catch(
        (): SendOutcome => ({ kind: 'unreached' }),
      );
      if (outcome.kind === 'sent') await store.remove(message.clientId);
      if (outcome.kind === 'refused') await store.fail(message.clientId, outcome.reason);
      if (outcome.kind === 'held') await store.hold(message.clientId, outcome.reason);
      return outcome;
    } finally {
      this.inFlight.delete(message.conversationId);
      changed();
    }
  }
}
