import { v7 as uuid } from 'uuid';
import { exclusiveFor } from '@/lib/exclusive';
import { Drainer, type DrainerOptions, type SendOutcome } from '@/lib/outbox/drainer';
import { WaitingStore } from '@/lib/outbox/waiting-store';
import type {
  AttachedFile,
  MomentStore,
  MomentsDatabase,
  MomentWords,
  WaitingMoment,
} from './moments-db';
import type { PostingTools, PostOutcome } from './posting';

/** A post of mine that the feed does not show yet. */
export interface UnpostedMoment extends Omit<WaitingMoment, 'state'> {
  state: WaitingMoment['state'] | 'posting' | 'posted';
  /** The share of its files that has travelled, between 0 and 1. */
  progress: number;
  /** Once it is posted. */
  momentId?: string;
}

type Post = (moment: WaitingMoment, tools: PostingTools) => Promise<PostOutcome>;

const none: readonly UnpostedMoment[] = [];

/** The posts of the signed-in person that wait; they are sent one after the other, in the order of writing. */
export class MomentOutbox {
  private readonly store: MomentStore;
  private readonly drainer: Drainer<WaitingMoment>;
  private readonly listeners = new Set<() => void>();
  private stored: readonly WaitingMoment[] = [];
  /** Posted from this tab, and still shown until the feed shows them. */
  private readonly posted = new Map<string, UnpostedMoment>();
  private shown: readonly UnpostedMoment[] = none;
  private refreshing: Promise<void> = Promise.resolve();
  private onItsWay: { clientId: string; progress: number; stop: AbortController } | null = null;
  private left = new AbortController().signal;
  /** To the other tabs: look again. */
  private tell: () => void = () => {};

  constructor(
    private readonly db: MomentsDatabase,
    private readonly post: Post,
    wait?: DrainerOptions<WaitingMoment>['wait'],
  ) {
    this.store = new WaitingStore(db);
    this.drainer = new Drainer({
      store: this.store,
      laneOf: () => 'posts',
      send: (moment, failures) => this.send(moment, failures),
      changed: () => void this.refresh().then(() => this.tell()),
      ...(wait && { wait }),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly view = (): readonly UnpostedMoment[] => this.shown;

  start(accountId: string): () => void {
    const stop = new AbortController();
    const name = `teahouse-moments/${accountId}`;
    const channel = new BroadcastChannel(name);
    channel.onmessage = () => void this.heard();
    this.tell = () => {
      if (!stop.signal.aborted) channel.postMessage('changed');
    };
    void this.refresh();
    void exclusiveFor(name, this.db)((signal) => this.run(signal), stop.signal).catch((error) => {
      if (!stop.signal.aborted) console.error('The posts of this tab wait no longer.', error);
    });
    return () => {
      stop.abort();
      channel.close();
      this.close();
    };
  }

  close(): void {
    this.db.close();
  }

  async add(words: MomentWords, files: readonly AttachedFile[]): Promise<void> {
    await this.store.add({ clientId: uuid(), words, files, createdAt: Date.now() });
    await this.changed();
  }

  async retry(clientId: string): Promise<void> {
    await this.store.requeue(clientId);
    await this.changed();
  }

  /** Also one that is being posted: whether the API has it by then nobody can say, and its author will see. */
  async discard(clientId: string): Promise<void> {
    if (this.onItsWay?.clientId === clientId) this.onItsWay.stop.abort();
    await this.store.remove(clientId);
    this.posted.delete(clientId);
    await this.changed();
  }

  /** The feed shows it. */
  arrived(momentIds: ReadonlySet<string>): void {
    const before = this.posted.size;
    for (const [clientId, { momentId }] of this.posted)
      if (momentId && momentIds.has(momentId)) this.posted.delete(clientId);
    if (this.posted.size < before) this.show();
  }

  /** Until `signal` says so. */
  run(signal: AbortSignal): Promise<void> {
    this.left = signal;
    return this.drainer.run(signal);
  }

  /** One after the other, so that an older reading never overwrites a newer one. */
  refresh(): Promise<void> {
    this.refreshing = this.refreshing
      .then(async () => {
        this.stored = await this.store.all();
        this.show();
      })
      .catch(() => {});
    return this.refreshing;
  }

  /** Another tab has taken one on, or let go of one. */
  private async heard(): Promise<void> {
    await this.refresh();
    const { onItsWay } = this;
    const kept = this.stored.some(({ clientId }) => clientId === onItsWay?.clientId);
    if (!kept) onItsWay?.stop.abort();
    this.drainer.nudge();
  }

  private async changed(): Promise<void> {
    await this.refresh();
    this.drainer.nudge();
    this.tell();
  }

  private show(): void {
    const ids = new Set(this.stored.map(({ clientId }) => clientId));
    const posted = [...this.posted.values()].filter(({ clientId }) => !ids.has(clientId));
    this.shown = [...this.stored.map((moment) => this.shownAs(moment)), ...posted];
    for (const listener of this.listeners) listener();
  }

  private shownAs(moment: WaitingMoment): UnpostedMoment {
    const { onItsWay } = this;
    if (onItsWay?.clientId !== moment.clientId) return { ...moment, progress: 0 };
    return { ...moment, state: 'posting', progress: onItsWay.progress };
  }

  private async send(moment: WaitingMoment, failures: number): Promise<SendOutcome> {
    const { clientId } = moment;
    const onItsWay = { clientId, progress: 0, stop: new AbortController() };
    this.onItsWay = onItsWay;
    this.show();
    const signal = AbortSignal.any([this.left, onItsWay.stop.signal]);
    const onProgress = (share: number) => {
      onItsWay.progress = share;
      this.show();
    };
    const tools = { store: this.store, signal, onProgress, failures };
    const outcome = await this.post(moment, tools).catch(
      (): PostOutcome => ({ kind: 'unreached' }),
    );
    this.onItsWay = null;
    // Discarded meanwhile: there is nothing left to say about it.
    if (onItsWay.stop.signal.aborted) return { kind: 'withdrawn' };
    if (outcome.kind !== 'posted') return outcome;
    const { momentId } = outcome;
    this.posted.set(clientId, { ...moment, state: 'posted', progress: 1, momentId });
    return { kind: 'sent' };
  }
}
