'use client';

import type { IDBPDatabase } from 'idb';
import { useSyncExternalStore } from 'react';
import type { Client } from 'urql';
import { v7 as uuid } from 'uuid';
import { waitOrWake } from '@/lib/backoff';
import { connection, subscribeToConnection } from '@/lib/connection';
import { type Exclusive, type LeaseDb, leaseExclusive, lockExclusive } from '@/lib/exclusive';
import { onArrival } from './arrivals';
import { Drainer } from './drainer';
import { type MessageInput, type OutboxDb, OutboxStore, openOutboxDb } from './outbox-store';
import { type OutboxEntry, OutboxView } from './outbox-view';
import { sendMessage } from './sending';

export type { OutboxEntry } from './outbox-view';

/** What tabs tell each other. `sending` comes from the one that drains. */
interface Notice {
  sending?: string[];
  discarded?: string;
}

/** The outbox of the signed-in person in this tab. */
class Outbox {
  readonly view = new OutboxView();
  private readonly store: OutboxStore;
  private readonly drainer: Drainer;
  private readonly channel: BroadcastChannel;
  private elsewhere = new Set<string>();
  private refreshing: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    accountId: string,
    private readonly db: IDBPDatabase<OutboxDb>,
    client: Client,
  ) {
    this.store = new OutboxStore(db);
    this.channel = new BroadcastChannel(`teahouse-outbox/${accountId}`);
    this.drainer = new Drainer({
      store: this.store,
      send: (message, failures) => sendMessage(client, message, failures),
      changed: () => void this.refresh().then(() => this.tell()),
      wait: untilHope,
    });
  }

  start(accountId: string): () => void {
    const stop = new AbortController();
    const stopArrivals = onArrival((clientId) => {
      // After the history has been drawn, not before: for a moment both know it, and the list shows one of them.
      setTimeout(() => this.view.arrive(clientId));
    });
    this.channel.onmessage = ({ data }: MessageEvent<Notice>) => this.hear(data);
    void this.refresh();
    const exclusive = exclusiveFor(accountId, this.db);
    void exclusive((signal) => this.drainer.run(signal), stop.signal).catch((error) => {
      if (!stop.signal.aborted) console.error('The outbox of this tab has stopped.', error);
    });
    return () => {
      this.stopped = true;
      stop.abort();
      stopArrivals();
      this.channel.close();
      this.db.close();
    };
  }

  async enqueue(conversationId: string, input: MessageInput): Promise<string> {
    const clientId = uuid();
    await this.store.add({ clientId, conversationId, input, createdAt: Date.now() });
    await this.changed();
    return clientId;
  }

  async retry(clientId: string): Promise<void> {
    await this.store.requeue(clientId);
    await this.changed();
  }

  async discard(clientId: string): Promise<void> {
    if (this.drainer.isSending(clientId) || this.elsewhere.has(clientId)) return;
    await this.store.remove(clientId);
    this.view.drop(clientId);
    await this.changed({ discarded: clientId });
  }

  private async changed(notice: Notice = {}): Promise<void> {
    await this.refresh();
    this.drainer.nudge();
    this.post(notice);
  }

  /** One after the other, so that an older reading never overwrites a newer one. */
  private refresh(): Promise<void> {
    this.refreshing = this.refreshing
      .then(async () => {
        const stored = await this.store.all();
        const isSending = (clientId: string) =>
          this.drainer.isSending(clientId) || this.elsewhere.has(clientId);
        this.view.update({ stored, isSending });
      })
      .catch(() => {});
    return this.refreshing;
  }

  private tell(): void {
    this.post({ sending: this.drainer.sending() });
  }

  /** An attempt that was on its way when this was stopped still has something to tell. */
  private post(notice: Notice): void {
    if (!this.stopped) this.channel.postMessage(notice);
  }

  private hear({ sending, discarded }: Notice): void {
    if (sending) this.elsewhere = new Set(sending);
    if (discarded) this.view.drop(discarded);
    void this.refresh();
    this.drainer.nudge();
  }
}

function exclusiveFor(accountId: string, db: IDBPDatabase<OutboxDb>): Exclusive {
  return navigator.locks
    ? lockExclusive(`teahouse-outbox/${accountId}`)
    : leaseExclusive(db as unknown as IDBPDatabase<LeaseDb>, uuid());
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

let outbox: Promise<Outbox> | null = null;
let opened: Outbox | null = null;
const openListeners = new Set<() => void>();

/** Begins to send what waits, also from before this page was loaded; the function returned ends it. */
export function startOutbox(accountId: string, client: Client): () => void {
  let stop = () => {};
  let stopped = false;
  outbox = openOutboxDb(accountId).then((db) => {
    const created = new Outbox(accountId, db, client);
    if (stopped) db.close();
    else {
      stop = created.start(accountId);
      setOpened(created);
    }
    return created;
  });
  outbox.catch((error) => console.error('The outbox could not be opened.', error));
  return () => {
    stopped = true;
    stop();
    setOpened(null);
  };
}

function setOpened(next: Outbox | null): void {
  opened = next;
  for (const listener of openListeners) listener();
}

async function current(): Promise<Outbox> {
  if (!outbox) throw new Error('Nobody is signed in.');
  return outbox;
}

/**
 * Takes a message on. Resolves once it is safely stored: it will then be sent whatever happens. Rejects, with nothing
 * taken on, when the browser cannot store it: the text must then stay where it was written.
 */
export async function enqueueMessage({
  conversationId,
  ...input
}: MessageInput & { conversationId: string }): Promise<string> {
  return (await current()).enqueue(conversationId, input);
}

export async function retryMessage(clientId: string): Promise<void> {
  await (await current()).retry(clientId);
}

/** Throws away a message that has not been sent. One that is on its way stays. */
export async function discardMessage(clientId: string): Promise<void> {
  await (await current()).discard(clientId);
}

function subscribe(listener: () => void): () => void {
  let stopView = opened?.view.subscribe(listener);
  const follow = () => {
    stopView?.();
    stopView = opened?.view.subscribe(listener);
    listener();
  };
  openListeners.add(follow);
  return () => {
    openListeners.delete(follow);
    stopView?.();
  };
}

const none: readonly OutboxEntry[] = [];

/** My messages there that the history does not show yet, in the order of writing. */
export function useOutbox(conversationId: string): readonly OutboxEntry[] {
  return useSyncExternalStore(
    subscribe,
    () => opened?.view.of(conversationId) ?? none,
    () => none,
  );
}

/** How many messages are still to be sent, in all conversations; refused ones are not counted. */
export function useOutboxCount(): number {
  return useSyncExternalStore(
    subscribe,
    () => opened?.view.count() ?? 0,
    () => 0,
  );
}
