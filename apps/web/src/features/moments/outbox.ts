'use client';

import type { IDBPDatabase } from 'idb';
import { useSyncExternalStore } from 'react';
import type { Client } from 'urql';
import { v7 as uuid } from 'uuid';
import { backoffMs, waitOrWake } from '@/lib/backoff';
import { connection, subscribeToConnection } from '@/lib/connection';
import { type LeaseDb, leaseExclusive, lockExclusive } from '@/lib/exclusive';
import {
  type AttachedFile,
  type MomentsDatabase,
  type MomentWords,
  openMomentsDb,
  type WaitingMoment,
  WaitingStore,
} from './moments-db';
import { type PostOutcome, postWaiting } from './posting';

/** A post of mine that the feed does not show yet. */
export interface UnpostedMoment extends Omit<WaitingMoment, 'state'> {
  state: WaitingMoment['state'] | 'posting' | 'posted';
  /** The share of its files that has travelled, between 0 and 1. */
  progress: number;
  /** Once it is posted. */
  momentId?: string;
}

type Post = (
  moment: WaitingMoment,
  tools: {
    store: WaitingStore;
    signal: AbortSignal;
    onProgress: (share: number) => void;
    failures: number;
  },
) => Promise<PostOutcome>;

const none: readonly UnpostedMoment[] = [];

/** The longest that a rule is waited for without looking again: a clock that is wrong must not hold a post for ever. */
const LATEST_MS = 65_000;

/**
 * The posts of the signed-in person that wait. One tab at a time sends them, one after the other in the order of writing;
 * the client id makes every attempt safe to repeat.
 */
export class MomentOutbox {
  private readonly store: WaitingStore;
  private readonly listeners = new Set<() => void>();
  private readonly progress = new Map<string, number>();
  /** Posted from this tab, and still shown until the feed shows them. */
  private readonly posted = new Map<string, UnpostedMoment>();
  private shown: readonly UnpostedMoment[] = none;
  private nudged = false;
  private wake: () => void = () => {};
  private current: { clientId: string; stop: AbortController } | null = null;

  constructor(
    db: MomentsDatabase,
    private readonly post: Post,
    private readonly told: () => void = () => {},
    private readonly wait: typeof untilHope = untilHope,
  ) {
    this.store = new WaitingStore(db);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly view = (): readonly UnpostedMoment[] => this.shown;

  async add(words: MomentWords, files: readonly AttachedFile[]): Promise<void> {
    await this.store.add({ clientId: uuid(), words, files });
    await this.changed();
  }

  async retry(clientId: string): Promise<void> {
    await this.store.change(clientId, { state: 'queued', reason: undefined });
    await this.changed();
  }

  /** Also one that is being posted: whether the API has it by then nobody can say, and its author will see. */
  async discard(clientId: string): Promise<void> {
    if (this.current?.clientId === clientId) this.current.stop.abort();
    await this.store.remove(clientId);
    this.posted.delete(clientId);
    await this.changed();
  }

  /** The feed shows it. */
  arrived(momentIds: ReadonlySet<string>): void {
    const before = this.posted.size;
    for (const [clientId, { momentId }] of this.posted)
      if (momentId && momentIds.has(momentId)) this.posted.delete(clientId);
    if (this.posted.size < before) void this.refresh();
  }

  /** Something may be waiting that this tab knows nothing of. */
  async heard(): Promise<void> {
    await this.refresh();
    this.nudge();
  }

  /** Until `signal` says so. */
  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      this.nudged = false;
      const next = (await this.store.all()).find(({ state }) => state === 'queued');
      if (!next) {
        await this.untilWoken(signal);
        failures = 0;
        continue;
      }
      const outcome = await this.attempt(next, signal, failures);
      if (outcome.kind === 'unreached') {
        await this.wait(backoffMs(failures), signal);
        failures += 1;
      } else if (outcome.kind === 'held') {
        const wait = Date.parse(outcome.reason.retryAt) - Date.now();
        await this.wait(Math.min(LATEST_MS, Math.max(1_000, wait)), signal);
      } else failures = 0;
    }
  }

  async refresh(): Promise<void> {
    const stored = await this.store.all().catch(() => []);
    const waiting = stored.map((moment): UnpostedMoment => {
      const posting = this.current?.clientId === moment.clientId;
      const progress = this.progress.get(moment.clientId) ?? 0;
      return { ...moment, progress, ...(posting && { state: 'posting' as const }) };
    });
    const ids = new Set(stored.map(({ clientId }) => clientId));
    this.shown = [
      ...waiting,
      ...[...this.posted.values()].filter(({ clientId }) => !ids.has(clientId)),
    ];
    for (const listener of this.listeners) listener();
  }

  private async attempt(
    moment: WaitingMoment,
    outer: AbortSignal,
    failures: number,
  ): Promise<PostOutcome> {
    const { clientId } = moment;
    const stop = new AbortController();
    this.current = { clientId, stop };
    await this.refresh();
    const signal = AbortSignal.any([outer, stop.signal]);
    const onProgress = (share: number) => {
      this.progress.set(clientId, share);
      void this.refresh();
    };
    const outcome = await this.post(moment, {
      store: this.store,
      signal,
      onProgress,
      failures,
    }).catch((): PostOutcome => ({ kind: 'unreached' }));
    this.current = null;
    // Discarded meanwhile: there is nothing left to say about it.
    if (!stop.signal.aborted) await this.settle(moment, outcome);
    await this.changed();
    return stop.signal.aborted ? { kind: 'posted', momentId: '' } : outcome;
  }

  private async settle(moment: WaitingMoment, outcome: PostOutcome): Promise<void> {
    const { clientId } = moment;
    if (outcome.kind === 'posted') {
      const { momentId } = outcome;
      this.posted.set(clientId, { ...moment, state: 'posted', progress: 1, momentId });
      await this.store.remove(clientId);
    } else if (outcome.kind === 'refused')
      await this.store.change(clientId, { state: 'failed', reason: outcome.reason });
    else if (outcome.kind === 'held') await this.store.change(clientId, { reason: outcome.reason });
    this.progress.delete(clientId);
  }

  private async changed(): Promise<void> {
    await this.refresh();
    this.nudge();
    this.told();
  }

  private untilWoken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
      if (this.nudged || signal.aborted) resolve();
    });
  }

  /** Something new may be waiting. */
  private nudge(): void {
    this.nudged = true;
    this.wake();
  }
}

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

let outbox: Promise<MomentOutbox> | null = null;
let opened: MomentOutbox | null = null;
const openListeners = new Set<() => void>();

function setOpened(next: MomentOutbox | null): void {
  opened = next;
  for (const listener of openListeners) listener();
}

/** Begins to post what waits, also from before this page was loaded; the function returned ends it. */
export function startMomentOutbox(accountId: string, client: Client): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel(`teahouse-moments/${accountId}`);
  outbox = openMomentsDb(accountId).then((db) => {
    const tell = () => {
      if (!stop.signal.aborted) channel.postMessage('changed');
    };
    const created = new MomentOutbox(
      db,
      (moment, tools) => postWaiting(client, moment, tools),
      tell,
    );
    if (stop.signal.aborted) {
      db.close();
      return created;
    }
    stop.signal.addEventListener('abort', () => db.close());
    channel.onmessage = () => void created.heard();
    const exclusive = navigator.locks
      ? lockExclusive(`teahouse-moments/${accountId}`)
      : leaseExclusive(db as unknown as IDBPDatabase<LeaseDb>, uuid());
    void exclusive((signal) => created.run(signal), stop.signal).catch((error) => {
      if (!stop.signal.aborted) console.error('The posts of this tab wait no longer.', error);
    });
    void created.refresh();
    setOpened(created);
    return created;
  });
  outbox.catch((error) => console.error('Posts that wait could not be opened.', error));
  return () => {
    stop.abort();
    channel.close();
    setOpened(null);
  };
}

async function current(): Promise<MomentOutbox> {
  if (!outbox) throw new Error('Nobody is signed in.');
  return outbox;
}

/** Takes a post on. Resolves once it is safely stored; rejects, with nothing taken on, when the browser cannot store it. */
export const enqueueMoment = async (words: MomentWords, files: readonly AttachedFile[]) =>
  (await current()).add(words, files);
export const retryMoment = async (clientId: string) => (await current()).retry(clientId);
export const discardMoment = async (clientId: string) => (await current()).discard(clientId);
export const momentsArrived = (momentIds: ReadonlySet<string>) => opened?.arrived(momentIds);

function subscribe(listener: () => void): () => void {
  let stopView = opened?.subscribe(listener);
  const follow = () => {
    stopView?.();
    stopView = opened?.subscribe(listener);
    listener();
  };
  openListeners.add(follow);
  return () => {
    openListeners.delete(follow);
    stopView?.();
  };
}

/** My posts that the feed does not show yet, in the order of writing. */
export function useUnposted(): readonly UnpostedMoment[] {
  return useSyncExternalStore(
    subscribe,
    () => opened?.view() ?? none,
    () => none,
  );
}
