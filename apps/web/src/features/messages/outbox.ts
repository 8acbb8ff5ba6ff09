'use client';

import type { IDBPDatabase } from 'idb';
import type { Client } from 'urql';
import { v7 as uuid } from 'uuid';
import { fetchAhead } from '@/components/on-demand';
import { forgetLocal, showLocal } from '@/features/media/local-files';
import type { PreparedFile } from '@/features/media/picked';
import { progresses, reportProgress, subscribeToProgress } from '@/features/media/progress';
import { exclusiveFor } from '@/lib/exclusive';
import { Drainer } from '@/lib/outbox/drainer';
import { Opened, useOpened } from '@/lib/outbox/opened';
import { onArrival } from './arrivals';
import {
  type MessageInput,
  type OutboxDb,
  OutboxStore,
  openOutboxDb,
  type WaitingMessage,
} from './outbox-store';
import { Uploads } from './outbox-uploads';
import { type OutboxEntry, OutboxView } from './outbox-view';
import { sendFile, sendMessage } from './sending';

export type { OutboxEntry } from './outbox-view';

/** What tabs tell each other. `sending` comes from the one that drains. */
interface Notice {
  sending?: string[];
  /** How much of each file has travelled. From the one that drains, as well. */
  progress?: Record<string, number>;
  discarded?: string;
  /** To the one that drains: let go of this one, if it can still be stopped. */
  withdraw?: string;
}

/** Nothing of it is needed before a file waits; without it that is as if the API could not be reached. */
const loadUpload = () => import('@/features/media/upload');
fetchAhead(() => loadUpload().catch(() => {}));

/** Other tabs need not hear of every packet. */
const TELL_PROGRESS_MS = 300;

/** The outbox of the signed-in person in this tab. */
class Outbox {
  readonly view = new OutboxView();
  readonly subscribe = this.view.subscribe;
  private readonly store: OutboxStore;
  private readonly drainer: Drainer<WaitingMessage>;
  private readonly uploads: Uploads;
  private readonly channel: BroadcastChannel;
  private elsewhere = new Set<string>();
  private draining = false;
  private refreshing: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    accountId: string,
    private readonly db: IDBPDatabase<OutboxDb>,
    client: Client,
  ) {
    this.store = new OutboxStore(db);
    this.channel = new BroadcastChannel(`teahouse-outbox/${accountId}`);
    this.uploads = new Uploads({
      upload: async (file, watching) => (await loadUpload()).uploadFile(client, file, watching),
      keep: (clientId, fileId) => this.store.keepUpload(clientId, fileId),
    });
    this.drainer = new Drainer({
      store: this.store,
      laneOf: ({ conversationId }) => conversationId,
      send: (message, failures) =>
        message.file
          ? sendFile(client, message, failures, (file) => this.uploads.of(message.clientId, file))
          : sendMessage(client, message, failures),
      changed: () => void this.refresh().then(() => this.tell()),
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
    const exclusive = exclusiveFor(`teahouse-outbox/${accountId}`, this.db);
    void exclusive((signal) => this.drain(signal), stop.signal).catch((error) => {
      if (!stop.signal.aborted) console.error('The outbox of this tab has stopped.', error);
    });
    return () => {
      this.stopped = true;
      stop.abort();
      this.uploads.cancelAll();
      stopArrivals();
      this.close();
    };
  }

  /** Nothing of it is begun, or all of it has ended. */
  close(): void {
    this.channel.close();
    this.db.close();
  }

  async enqueue(conversationId: string, input: MessageInput, file?: PreparedFile): Promise<string> {
    const clientId = uuid();
    const createdAt = Date.now();
    await this.store.enqueue({ clientId, conversationId, input, createdAt, ...(file && { file }) });
    await this.changed();
    return clientId;
  }

  /** The one tab that sends also carries the files, ahead of their turn. */
  private async drain(signal: AbortSignal): Promise<void> {
    let told = 0;
    const stopTelling = subscribeToProgress(() => {
      if (Date.now() - told < TELL_PROGRESS_MS) return;
      told = Date.now();
      this.post({ progress: progresses() });
    });
    this.draining = true;
    void this.refresh();
    try {
      await this.drainer.run(signal);
    } finally {
      this.draining = false;
      stopTelling();
    }
  }

  async retry(clientId: string): Promise<void> {
    await this.store.requeue(clientId);
    await this.changed();
  }

  async discard(clientId: string): Promise<void> {
    if (this.elsewhere.has(clientId)) return this.post({ withdraw: clientId });
    const stopped = this.uploads.cancel(clientId);
    if (!stopped && this.drainer.isSending(clientId)) return;
    await this.store.remove(clientId);
    this.view.drop(clientId);
    forgetLocal(clientId);
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
        for (const { clientId, file } of stored) if (file) showLocal(clientId, file);
        if (this.draining) this.uploads.ahead(stored);
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

  private hear({ sending, progress, discarded, withdraw }: Notice): void {
    for (const [clientId, share] of Object.entries(progress ?? {})) reportProgress(clientId, share);
    if (progress) return;
    if (withdraw) {
      if (this.draining) void this.discard(withdraw);
      return;
    }
    if (sending) this.elsewhere = new Set(sending);
    if (discarded) this.view.drop(discarded);
    void this.refresh();
    this.drainer.nudge();
  }
}

const opened = new Opened<Outbox>();

/** Begins to send what waits, also from before this page was loaded; the function returned ends it. */
export const startOutbox = (accountId: string, client: Client): (() => void) =>
  opened.start(
    openOutboxDb(accountId).then((db) => new Outbox(accountId, db, client)),
    { begin: (outbox) => outbox.start(accountId), drop: (outbox) => outbox.close() },
  );

/**
 * Takes a message on. Resolves once it is safely stored: it will then be sent whatever happens. Rejects, with nothing
 * taken on, when the browser cannot store it: the text must then stay where it was written.
 */
export async function enqueueMessage({
  conversationId,
  ...input
}: MessageInput & { conversationId: string }): Promise<string> {
  return (await opened.current()).enqueue(conversationId, input);
}

/**
 * Takes a file on, with its bytes. Resolves once they are safely stored here: they will then be sent whatever happens to
 * the page or to the place they came from.
 */
export async function enqueueFile({
  conversationId,
  file,
  replyToId,
}: {
  conversationId: string;
  file: PreparedFile;
  replyToId?: string;
}): Promise<string> {
  const input = { text: '', ...(replyToId && { replyToId }) };
  return (await opened.current()).enqueue(conversationId, input, file);
}

export async function retryMessage(clientId: string): Promise<void> {
  await (await opened.current()).retry(clientId);
}

/** Throws away a message that has not been sent. One that is on its way stays. */
export async function discardMessage(clientId: string): Promise<void> {
  await (await opened.current()).discard(clientId);
}

const none: readonly OutboxEntry[] = [];

/** My messages there that the history does not show yet, in the order of writing. */
export const useOutbox = (conversationId: string): readonly OutboxEntry[] =>
  useOpened(opened, ({ view }) => view.of(conversationId), none);

/** How many messages are still to be sent, in all conversations; refused ones are not counted. */
export const useOutboxCount = (): number => useOpened(opened, ({ view }) => view.count(), 0);
