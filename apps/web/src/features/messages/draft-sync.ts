import { backoffMs } from '@/lib/backoff';
import type { Draft, Written } from './draft';
import type { DraftStore } from './draft-store';

/** What became of one attempt to save. */
export type SaveOutcome =
  /** What the server has now: this one, or a later one. */
  | { kind: 'answered'; draft: Written | null }
  /** The person is not there any more. */
  | { kind: 'gone' }
  /** The server takes it for written in the future. */
  | { kind: 'early' }
  /** It will never be taken as it is. */
  | { kind: 'refused' }
  /** Nobody knows; saving again does no harm. `fault`: the server itself stumbled. */
  | { kind: 'unreached'; fault: boolean };

export interface DraftSyncOptions {
  store: Pick<DraftStore, 'unsaved' | 'toSave' | 'settle' | 'forget' | 'keepHere' | 'dateBack'>;
  save: (conversationId: string, draft: Draft) => Promise<SaveOutcome>;
  /** Waits before an attempt that follows a failed one; ends early when there is reason for hope. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** After the last keystroke. */
const SETTLE_MS = 1_000;
/** For what another open tab has written: it will save it itself, unless it is closed before it can. */
const GRACE_MS = 5_000;
/** So often an answer that is the server's own fault is taken for a passing one. */
const PATIENCE = 5;
const MINUTE_MS = 60_000;

/** Tells the server what was written here: one request at a time for each conversation, again until it is there. */
export class DraftSync {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly busy = new Set<string>();
  private readonly waits = new Set<AbortController>();
  private stopped = false;

  constructor(private readonly options: DraftSyncOptions) {}

  nudge(conversationId: string, urgent: boolean): void {
    this.schedule(conversationId, urgent ? 0 : SETTLE_MS);
  }

  /** At once, if there is anything: the conversation is being left. */
  hurry(conversationId: string): void {
    if (this.timers.has(conversationId)) this.run(conversationId);
  }

  /** At once, all of it: the page is being left. */
  hurryAll(): void {
    for (const { conversationId, own } of this.options.store.unsaved())
      if (own) this.run(conversationId);
  }

  /** There is a network again. */
  resume(): void {
    for (const wait of this.waits) wait.abort();
    for (const { conversationId, own } of this.options.store.unsaved())
      if (!this.busy.has(conversationId)) this.schedule(conversationId, own ? 0 : GRACE_MS);
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    for (const wait of this.waits) wait.abort();
  }

  private schedule(conversationId: string, ms: number): void {
    if (this.stopped) return;
    clearTimeout(this.timers.get(conversationId));
    const timer = setTimeout(() => this.run(conversationId), ms);
    this.timers.set(conversationId, timer);
  }

  private run(conversationId: string): void {
    clearTimeout(this.timers.get(conversationId));
    this.timers.delete(conversationId);
    if (this.stopped || this.busy.has(conversationId)) return;
    this.busy.add(conversationId);
    void this.saveAll(conversationId).finally(() => this.busy.delete(conversationId));
  }

  /** Until nothing is left to be told, or somebody is typing and the timer will see to the rest. */
  private async saveAll(conversationId: string): Promise<void> {
    for (let failures = 0; !this.stopped && !this.timers.has(conversationId); ) {
      const draft = this.options.store.toSave(conversationId);
      if (!draft) return;
      const outcome = await this.options
        .save(conversationId, draft)
        .catch((): SaveOutcome => ({ kind: 'unreached', fault: false }));
      if (this.stopped) return;
      this.conclude(conversationId, draft, outcome, failures);
      if (outcome.kind !== 'unreached' && outcome.kind !== 'early') {
        failures = 0;
        continue;
      }
      if (outcome.kind === 'unreached' && outcome.fault && failures >= PATIENCE) return;
      await this.pause(backoffMs(failures));
      failures += 1;
    }
  }

  private conclude(id: string, sent: Draft, outcome: SaveOutcome, failures: number): void {
    const { store } = this.options;
    if (outcome.kind === 'answered') store.settle(id, sent, outcome.draft);
    if (outcome.kind === 'gone') store.forget(id);
    if (outcome.kind === 'refused') store.keepHere(id, sent);
    // The clock may have been set right since; where it has not, step by step back to a time that the server takes.
    if (outcome.kind === 'early')
      store.dateBack(id, sent, failures > 0 ? MINUTE_MS * 2 ** failures : 0);
  }

  private async pause(ms: number): Promise<void> {
    const wait = new AbortController();
    this.waits.add(wait);
    await this.options.wait(ms, wait.signal);
    this.waits.delete(wait);
  }
}
