import {
  type Draft,
  type DraftClock,
  dated,
  hear,
  isBlank,
  isEmpty,
  removedAfter,
  rewrite,
  settle,
  type Written,
} from './draft';
import { DraftDisk, type KeptDraft } from './draft-disk';

type Drafts = ReadonlyMap<string, Draft>;

const DEBOUNCE_MS = 300;

/**
 * Unfinished messages of one person as this tab knows them: on the disk shortly after each keystroke, the same in all of
 * their tabs, and brought together with what their other devices have written.
 */
export class DraftStore {
  private drafts: Drafts = new Map();
  private texts: ReadonlyMap<string, string> | null = null;
  private loaded = false;
  private closed = false;
  /** Not in the database yet. */
  private readonly unwritten = new Map<string, Draft>();
  /** How many messages of a conversation the outbox is about to take on: until it has, they must not be forgotten. */
  private readonly leaving = new Map<string, number>();
  /** The server may have words there, so that removing them has to be told. */
  private readonly atServer = new Set<string>();
  /** Where the stream has told of a draft: from then on answers to queries can only be older. */
  private readonly streamed = new Set<string>();
  /** Written here or found on the disk, as opposed to in another tab that is open. */
  private readonly own = new Set<string>();
  private early: (() => void)[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly disk: DraftDisk;
  private readonly channel: BroadcastChannel;
  /** Called when there is something that the server has to be told; `urgent`: without waiting for the next keystroke. */
  onUnsaved: (conversationId: string, urgent: boolean) => void = () => {};

  constructor(
    accountId: string,
    private readonly clock: DraftClock,
  ) {
    this.disk = new DraftDisk(accountId);
    this.channel = new BroadcastChannel(`teahouse-drafts/${accountId}`);
    this.channel.onmessage = ({ data }) => this.hearTab(data);
    void this.load();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly isReady = (): boolean => this.loaded;

  of(conversationId: string): Draft | undefined {
    return this.drafts.get(conversationId);
  }

  /** What is begun where, without what has no words. */
  readonly allTexts = (): ReadonlyMap<string, string> => {
    this.texts ??= new Map(
      [...this.drafts].filter(([, { text }]) => text !== '').map(([id, { text }]) => [id, text]),
    );
    return this.texts;
  };

  write(conversationId: string, change: Partial<Pick<Written, 'text' | 'replyTo'>>): void {
    const known = this.drafts.get(conversationId);
    const next = rewrite(known, change, this.clock);
    if (next === known || (!known && isEmpty(next))) return;
    this.own.add(conversationId);
    this.put(conversationId, next);
  }

  /** Empties the composer at once, but forgets what stood in it only when `taken` says that it is safe elsewhere. */
  send(conversationId: string, taken: Promise<unknown>): void {
    const sent = this.drafts.get(conversationId);
    if (!sent) return;
    this.disk.note([{ ...sent, conversationId, sending: true }]);
    this.leaving.set(conversationId, (this.leaving.get(conversationId) ?? 0) + 1);
    this.write(conversationId, { text: '', replyTo: null });
    const arrived = () => {
      const others = (this.leaving.get(conversationId) ?? 1) - 1;
      if (others > 0) this.leaving.set(conversationId, others);
      else this.leaving.delete(conversationId);
    };
    taken.then(
      () => {
        arrived();
        this.persist(conversationId);
        this.tellServer(conversationId);
      },
      () => {
        arrived();
        // Back into the field, before what may have been typed meanwhile.
        const { text, replyTo } = this.drafts.get(conversationId) ?? sent;
        const words = text ? `${sent.text}\n${text}` : sent.text;
        this.write(conversationId, { text: words, replyTo: replyTo ?? sent.replyTo });
      },
    );
  }

  /** The server has this there, or nothing. `streamed`: told by the stream, which tells of every change. */
  hear(conversationId: string, state: Written | null, streamed: boolean): void {
    if (!this.loaded) {
      this.early.push(() => this.hear(conversationId, state, streamed));
      return;
    }
    if (streamed) this.streamed.add(conversationId);
    else if (this.streamed.has(conversationId)) return;
    this.take(conversationId, state);
  }

  /** The person is not there any more. */
  forget(conversationId: string): void {
    const known = this.drafts.get(conversationId);
    this.atServer.delete(conversationId);
    if (known && !isEmpty(known)) this.put(conversationId, removedAfter(known));
  }

  /** Where the server has to be told something; `own`: and no other tab is there to do it. */
  unsaved(): { conversationId: string; own: boolean }[] {
    return [...this.drafts]
      .filter(([, { saved }]) => !saved)
      .map(([conversationId]) => ({ conversationId, own: this.own.has(conversationId) }));
  }

  /** What is to be saved there now, if anything. */
  toSave(conversationId: string): Draft | undefined {
    const draft = this.dated(conversationId);
    if (!draft || draft.saved || this.leaving.has(conversationId)) return undefined;
    if (!isBlank(draft)) this.atServer.add(conversationId);
    return draft;
  }

  /** `sent` was saved, and this is what the server has now. */
  settle(conversationId: string, sent: Draft, answer: Written | null): void {
    const known = this.drafts.get(conversationId);
    if (known === sent) {
      if (!answer) this.atServer.delete(conversationId);
      this.put(conversationId, settle(sent, answer));
      // What has been written or heard since is told next; only what is later than that counts.
    } else if (answer) this.take(conversationId, answer);
  }

  /** The server will not have it: it stays on this device. */
  keepHere(conversationId: string, refused: Draft): void {
    if (this.drafts.get(conversationId) === refused)
      this.put(conversationId, { ...refused, saved: true });
  }

  /** The server takes it for written in the future. */
  dateBack(conversationId: string, refused: Draft, ms: number): void {
    if (this.drafts.get(conversationId) === refused)
      this.keep(conversationId, { ...refused, updatedAt: this.clock.now() - ms });
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    const written = [...this.unwritten].filter(([id]) => !this.leaving.has(id));
    if (written.length === 0) return;
    const drafts = written.map(([conversationId, draft]) => ({ ...draft, conversationId }));
    if (!this.closed) for (const draft of drafts) this.channel.postMessage(draft);
    try {
      await this.disk.write(drafts);
      for (const [id, draft] of written)
        if (this.unwritten.get(id) === draft) this.unwritten.delete(id);
    } catch {
      this.disk.note(drafts);
    }
  }

  /** The page may be gone in the next moment. */
  leave(): void {
    const drafts = [...this.unwritten].filter(([id]) => !this.leaving.has(id));
    this.disk.note(drafts.map(([conversationId, draft]) => ({ ...draft, conversationId })));
    void this.flush();
  }

  close(): void {
    this.leave();
    void this.flush().then(() => {
      this.closed = true;
      this.channel.close();
      return this.disk.close();
    });
  }

  private async load(): Promise<void> {
    const { kept, noted } = await this.disk.load();
    this.loaded = true;
    for (const draft of kept) this.restore(draft, (id, found) => this.show(id, found));
    for (const draft of noted) this.restore(draft, (id, found) => this.put(id, found));
    for (const hearLate of this.early.splice(0)) hearLate();
    this.publish();
    for (const { conversationId } of this.unsaved()) this.onUnsaved(conversationId, true);
  }

  private restore(
    { conversationId, ...found }: KeptDraft,
    take: (id: string, draft: Draft) => void,
  ): void {
    const known = this.drafts.get(conversationId);
    this.atServer.add(conversationId);
    this.own.add(conversationId);
    // What has been typed while this was loading is newer.
    if (this.unwritten.has(conversationId) && known && known.updatedAt <= found.updatedAt)
      this.put(conversationId, { ...known, updatedAt: found.updatedAt + 1 });
    else if (!known || known.updatedAt < found.updatedAt) take(conversationId, found);
  }

  private take(conversationId: string, state: Written | null): void {
    if (state) this.atServer.add(conversationId);
    const known = this.dated(conversationId);
    const next = hear(known, state);
    if (!next || next === known) return;
    this.put(conversationId, next);
    // Nobody is typing: what to ask the server is known already.
    if (!next.saved) this.onUnsaved(conversationId, true);
  }

  private dated(conversationId: string): Draft | undefined {
    const known = this.drafts.get(conversationId);
    const draft = known && dated(known, this.clock);
    if (draft && draft !== known) this.keep(conversationId, draft);
    return draft;
  }

  /** Another tab has written or settled it, and sees to the disk and the server itself. */
  private hearTab({ conversationId, ...draft }: KeptDraft): void {
    const known = this.drafts.get(conversationId);
    if (known && known.updatedAt > draft.updatedAt) return;
    const tied = known?.updatedAt === draft.updatedAt;
    const settled = tied && draft.saved && known.text === draft.text;
    const typing = known && !known.saved && !isEmpty(known) && this.unwritten.has(conversationId);
    // What stands in the field and has not been told yet was typed later, whatever the clocks of the two tabs say.
    if (typing && !settled) {
      this.put(conversationId, { ...known, updatedAt: draft.updatedAt + 1 });
      return;
    }
    if (tied && !settled) return;
    this.own.delete(conversationId);
    this.unwritten.delete(conversationId);
    if (!isBlank(draft)) this.atServer.add(conversationId);
    this.show(conversationId, draft);
  }

  private put(conversationId: string, draft: Draft): void {
    const silent = isBlank(draft) && !draft.saved && !this.atServer.has(conversationId);
    this.keep(conversationId, silent ? { ...draft, saved: true } : draft);
    this.tellServer(conversationId);
  }

  private keep(conversationId: string, draft: Draft): void {
    this.unwritten.set(conversationId, draft);
    this.show(conversationId, draft);
    this.persist(conversationId);
  }

  private persist(conversationId: string): void {
    const draft = this.unwritten.get(conversationId);
    if (!draft || this.leaving.has(conversationId)) return;
    const isOver = isEmpty(draft);
    // One that has been emptied was sent or given up: bringing that text back after a crash would be wrong.
    if (isOver) this.disk.note([{ ...draft, conversationId }]);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), isOver ? 0 : DEBOUNCE_MS);
  }

  private tellServer(conversationId: string): void {
    const draft = this.drafts.get(conversationId);
    if (!draft || draft.saved || this.leaving.has(conversationId)) return;
    this.onUnsaved(conversationId, isBlank(draft));
  }

  private show(conversationId: string, draft: Draft): void {
    const before = this.drafts.get(conversationId);
    this.drafts = new Map(this.drafts).set(conversationId, draft);
    if (before?.text === draft.text && before.replyTo === draft.replyTo) return;
    this.texts = null;
    this.publish();
  }

  private publish(): void {
    for (const listener of this.listeners) listener();
  }
}
