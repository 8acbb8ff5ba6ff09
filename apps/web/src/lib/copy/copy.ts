import type { DBSchema, IDBPDatabase } from 'idb';
import { deleteAccountDbs, openAccountDb } from '../account-db';
import { type LeaseDb, leaseExclusive, lockExclusive } from '../exclusive';
import type { Change, KeptSource, Row } from './kept';

interface State {
  cursor: string | null;
  /** When the page stood there, in milliseconds since the epoch. */
  cursorAt: number;
  /** Grows with each write, so that a tab sees whether another one has written since. */
  version: number;
}

/** A place in the stream, and when the page stood there. */
interface Place {
  cursor: string | null;
  at: number;
}

interface CopyDb extends DBSchema {
  rows: { key: (string | number)[]; value: unknown };
  state: { key: 'state'; value: State };
  lease: LeaseDb['lease'];
}

type Db = IDBPDatabase<CopyDb>;

/** How long changes are gathered before they are written. */
const GATHER_MS = 500;
/** The cache tells what has changed in a turn of its own: after this it has. */
const TOLD_AFTER_MS = 50;
/** Replaying a long absence event by event takes longer than fetching afresh. */
const WORTH_RESUMING_MS = 24 * 60 * 60 * 1000;
const NAME = 'copy/';

let opened: { accountId: string; copy: Copy } | null = null;

/** The copy of the person whose page this is. */
export function copyOf(accountId: string): Copy {
  if (opened?.accountId !== accountId) {
    opened?.copy.close();
    const build = document.documentElement.dataset.build ?? '';
    opened = { accountId, copy: new Copy(accountId, build) };
  }
  return opened.copy;
}

/**
 * What a person's pages know, on the disk: so a page that loads shows it at once, without a network too. Data and cursor
 * are written in one transaction, and never a cursor that is ahead of the data: going on from it brings whatever the data
 * lack. One tab writes, whichever holds the lock. The copy belongs to one build of the page; another build, to which its
 * shape may mean nothing, begins with an empty one.
 */
export class Copy {
  private readonly db: Promise<Db | null>;
  private sources: readonly KeptSource[] = [];
  private readonly restored = new WeakSet<KeptSource>();
  private found: Promise<{ rows: Row[]; state: State | undefined }>;
  private version = 0;
  /** What is on the disk is worth nothing: it goes with the next write. */
  private clearing = false;
  private keeping = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private noted: Place | undefined;
  private written: Place = { cursor: null, at: 0 };
  private readonly end = new AbortController();
  /** Called when the place in the stream is an earlier one, from which all is to be told again. */
  onRewind: (cursor: string | null) => void = () => {};

  constructor(
    private readonly accountId: string,
    private readonly build: string,
  ) {
    this.db = openCopyDb(accountId, NAME + build).catch(() => null);
    this.found = this.read();
    void this.found.then(({ state }) => {
      this.version = state?.version ?? 0;
      if (state) this.written = { cursor: state.cursor, at: state.cursorAt };
      void this.keep();
    });
    void deleteAccountDbs(accountId, (store) => isCopy(store) && store !== NAME + build);
    window.addEventListener('pagehide', () => this.flush());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.flush();
    });
  }

  /** Fills the sources with what was kept, and from then on keeps what they have. The function returned ends that. */
  attach(sources: readonly KeptSource[]): () => void {
    this.sources = sources;
    void this.fill(sources);
    return () => {
      if (this.sources === sources) this.sources = [];
    };
  }

  /** Where to go on in the stream; null when what is kept has no place in it, or one too long ago. */
  async cursor(): Promise<string | null> {
    if (this.noted) return this.noted.cursor;
    const { state } = await this.found;
    const fresh = state && Date.now() - state.cursorAt < WORTH_RESUMING_MS;
    return this.clearing || !fresh ? null : state.cursor;
  }

  /** Everything up to here is in the cache. */
  note(cursor: string | null): void {
    this.noted = { cursor, at: Date.now() };
    this.schedule();
  }

  /** Whether what is shown came from the disk, as opposed to having been fetched. */
  async hasOld(): Promise<boolean> {
    return !this.clearing && (await this.found).rows.length > 0;
  }

  /** What was kept is worth nothing any more. */
  startOver(): void {
    for (const source of this.sources) source.changed = () => {};
    this.sources = [];
    this.clearing = true;
    this.found = Promise.resolve({ rows: [], state: undefined });
  }

  /** The page may be gone in the next moment. */
  flush(): void {
    // What was noted just now may not have been told by the cache yet.
    const isTold = this.noted && Date.now() - this.noted.at > TOLD_AFTER_MS;
    if (this.keeping) void this.write((isTold && this.noted) || this.written);
  }

  close(): void {
    this.flush();
    this.end.abort();
    clearTimeout(this.timer);
    void this.db.then((db) => db?.close());
  }

  private async fill(sources: readonly KeptSource[]): Promise<void> {
    const { rows } = await this.found;
    if (this.sources !== sources) return;
    this.give(
      rows,
      sources.filter((source) => !this.restored.has(source)),
    );
    for (const source of sources) {
      source.changed = () => this.schedule();
      if (this.clearing) source.keepAll();
    }
    // The large part of what was read is in the sources now.
    this.found = this.found.then(({ state }) => ({ state, rows: rows.slice(0, 1) }));
    this.schedule();
  }

  private give(rows: readonly Row[], sources: readonly KeptSource[]): void {
    for (const source of sources) {
      this.restored.add(source);
      source.restore(rows.filter(({ key }) => source.tables.includes(String(key[0]))));
    }
  }

  private async read(): Promise<{ rows: Row[]; state: State | undefined }> {
    const db = await this.db;
    try {
      const tx = db?.transaction(['rows', 'state']);
      if (!tx) return { rows: [], state: undefined };
      const rows = tx.objectStore('rows');
      const [keys, values, state] = await Promise.all([
        rows.getAllKeys(),
        rows.getAll(),
        tx.objectStore('state').get('state'),
      ]);
      return { rows: keys.map((key, index) => ({ key, value: values[index] })), state };
    } catch (error) {
      console.warn('What was kept in this browser could not be read.', error);
      return { rows: [], state: undefined };
    }
  }

  /** Writes for as long as this tab is the one that does. */
  private async keep(): Promise<void> {
    const db = await this.db;
    if (!db) return;
    const exclusive = navigator.locks
      ? lockExclusive(`teahouse-copy/${this.accountId}/${this.build}`)
      : leaseExclusive(
          db as unknown as IDBPDatabase<LeaseDb>,
          crypto.randomUUID?.() ?? `${Math.random()}`,
        );
    const work = async (signal: AbortSignal) => {
      await this.takeUp();
      this.keeping = true;
      this.schedule();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      this.keeping = false;
    };
    await exclusive(work, this.end.signal).catch((error) => this.fail(error));
  }

  /**
   * Another tab may have written since this one read. What it knew of and this one does not is taken in, as of where it
   * stood; from there the stream is told again, so that nothing that was taken in misses what has happened since.
   */
  private async takeUp(): Promise<void> {
    const { rows, state } = await this.read();
    if (this.clearing || !state || state.version === this.version) return;
    this.version = state.version;
    this.clearing = true;
    this.give(rows, this.sources);
    for (const source of this.sources) source.keepAll();
    this.note(state.cursor);
    this.onRewind(state.cursor);
  }

  private schedule(): void {
    if (!this.keeping || this.timer) return;
    this.timer = setTimeout(() => {
      const { noted } = this;
      this.timer = setTimeout(() => {
        this.timer = undefined;
        void this.write(noted ?? this.written);
      }, TOLD_AFTER_MS);
    }, GATHER_MS);
  }

  private async write(place: Place): Promise<void> {
    const db = await this.db;
    // Before the sources are there, there is nothing to write, and nothing that may be said of it.
    if (!db || !this.keeping || this.sources.length === 0) return;
    try {
      const changes = this.sources.flatMap((source) => source.changes());
      const tx = db.transaction(['rows', 'state'], 'readwrite', { durability: 'relaxed' });
      const rows = tx.objectStore('rows');
      const steps: Promise<unknown>[] = this.clearing ? [rows.clear()] : [];
      for (const change of changes) steps.push(carryOut(rows, change));
      this.clearing = false;
      this.version += 1;
      this.written = place;
      const state = { cursor: place.cursor, cursorAt: place.at, version: this.version };
      steps.push(tx.objectStore('state').put(state, 'state'));
      // A page that is being left gets no further turn, and a transaction still open then is undone.
      tx.commit();
      await Promise.all([...steps, tx.done]);
    } catch (error) {
      this.fail(error);
    }
  }

  /** What could not be written is missing on the disk: what is there stays as it was, good as of its cursor. */
  private fail(error: unknown): void {
    this.keeping = false;
    clearTimeout(this.timer);
    const { name } = error as { name?: string };
    // Closed from outside: the person has signed out in another tab.
    if (this.end.signal.aborted || name === 'InvalidStateError') return;
    console.warn('What this page knows is not kept in the browser any longer.', error);
    // Unsent messages need the room more.
    if (name === 'QuotaExceededError') void deleteCopies(this.accountId);
  }
}

function carryOut(
  rows: {
    put(value: unknown, key: (string | number)[]): Promise<unknown>;
    delete(key: IDBKeyRange): Promise<unknown>;
  },
  change: Change,
): Promise<unknown> {
  if ('put' in change) return rows.put(change.value, [...change.put]);
  const [from, to] = 'drop' in change ? [change.drop, change.drop] : [change.dropFrom, change.to];
  return rows.delete(IDBKeyRange.bound([...from], [...to]));
}

function openCopyDb(accountId: string, store: string): Promise<Db> {
  return openAccountDb<CopyDb>(accountId, store, (db) => {
    db.createObjectStore('rows');
    db.createObjectStore('state');
    db.createObjectStore('lease');
  });
}

/** `live` held the cursor before there was a copy. */
function isCopy(store: string): boolean {
  return store.startsWith(NAME) || store === 'live';
}

/** Takes what was fetched for this person out of the browser. Drafts and unsent messages, which only they have, stay. */
export function deleteCopies(accountId: string): Promise<void> {
  return deleteAccountDbs(accountId, isCopy);
}
