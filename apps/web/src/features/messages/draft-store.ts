import type { DBSchema, IDBPDatabase } from 'idb';
import { openAccountDb } from '@/lib/account-db';

interface DraftsDb extends DBSchema {
  drafts: { key: string; value: { conversationId: string; text: string } };
}

const DEBOUNCE_MS = 300;
const nothing: ReadonlyMap<string, string> = new Map();

/** Unfinished messages of one person: on the disk shortly after each keystroke, and the same in all of their tabs. */
export class DraftStore {
  private texts: ReadonlyMap<string, string> = nothing;
  private loaded = false;
  /** Changed here and not yet on the disk. */
  private readonly unsaved = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly db: Promise<IDBPDatabase<DraftsDb> | null>;
  private readonly channel: BroadcastChannel;

  constructor(accountId: string) {
    this.db = openAccountDb<DraftsDb>(accountId, 'drafts', (db) => {
      db.createObjectStore('drafts', { keyPath: 'conversationId' });
    }).catch(() => null);
    this.channel = new BroadcastChannel(`teahouse-drafts/${accountId}`);
    this.channel.onmessage = ({ data }) => this.hear(data);
    void this.load();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly all = (): ReadonlyMap<string, string> => this.texts;

  readonly isReady = (): boolean => this.loaded;

  set(conversationId: string, text: string): void {
    if ((this.texts.get(conversationId) ?? '') === text) return;
    this.put(conversationId, text);
    this.unsaved.add(conversationId);
    clearTimeout(this.timer);
    // A composer that has been emptied was sent or given up: bringing that text back after a crash would be wrong.
    this.timer = setTimeout(() => void this.flush(), text === '' ? 0 : DEBOUNCE_MS);
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    const changed = [...this.unsaved].map((conversationId) => ({
      conversationId,
      text: this.texts.get(conversationId) ?? '',
    }));
    this.unsaved.clear();
    for (const draft of changed) this.channel.postMessage(draft);
    const db = await this.db;
    if (!db || changed.length === 0) return;
    const saving = db.transaction('drafts', 'readwrite');
    const steps = changed.map((draft) =>
      draft.text ? saving.store.put(draft) : saving.store.delete(draft.conversationId),
    );
    // A page that is being left gets no further turn, and a transaction still open then is undone.
    saving.commit();
    await Promise.all([...steps, saving.done]);
  }

  close(): void {
    void this.flush()
      .catch(() => {})
      .then(async () => {
        this.channel.close();
        (await this.db)?.close();
      });
  }

  private async load(): Promise<void> {
    const saved = await this.db.then((db) => db?.getAll('drafts')).catch(() => undefined);
    // What has been typed while this was loading is newer.
    this.texts = new Map([
      ...(saved ?? []).map(({ conversationId, text }) => [conversationId, text] as const),
      ...this.texts,
    ]);
    this.loaded = true;
    this.publish();
  }

  private hear({ conversationId, text }: { conversationId: string; text: string }): void {
    if (!this.unsaved.has(conversationId)) this.put(conversationId, text);
  }

  private put(conversationId: string, text: string): void {
    const next = new Map(this.texts);
    if (text) next.set(conversationId, text);
    else next.delete(conversationId);
    this.texts = next;
    this.publish();
  }

  private publish(): void {
    for (const listener of this.listeners) listener();
  }
}
