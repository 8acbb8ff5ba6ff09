import type { DBSchema, IDBPDatabase } from 'idb';
import type { AnyDb, LeaseDb } from '@/lib/exclusive';

/** Why the server did not take something. */
export interface Refusal {
  /** Name of the rule, or of what went wrong, for the sentence that the person reads. */
  rule: string;
  /** In the server's words. */
  message?: string;
  /** From when on it would be taken, ISO 8601, where the rule knows. */
  retryAt?: string;
  /** How many it allows, where the rule counts. */
  limit?: number;
  /** How large it was, in bytes, where that is what was wrong. */
  size?: number;
  /** What would be taken instead, where the kind is what was wrong. */
  allowed?: readonly string[];
}

/** Something that this person has made and that the server has not confirmed yet. */
export interface Waiting {
  /** The browser's own counter: the order of writing, whatever the clock says, across tabs and reloads. */
  order: number;
  /** Under which the server takes it once, however often it is sent. */
  clientId: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  state: 'queued' | 'failed';
  reason?: Refusal;
}

/** Given by the store itself. */
type OwnFields = 'order' | 'state' | 'reason';

export interface WaitingDb<Stored = unknown> extends DBSchema, LeaseDb {
  waiting: { key: number; value: Stored; indexes: { clientId: string } };
}

/** What an outbox needs of its database; for its first opening. */
export function createWaitingStores(opening: AnyDb): void {
  const db = opening as unknown as IDBPDatabase<WaitingDb>;
  const waiting = db.createObjectStore('waiting', { keyPath: 'order', autoIncrement: true });
  waiting.createIndex('clientId', 'clientId', { unique: true });
  db.createObjectStore('lease');
}

/** An outbox on the disk. What is not in here is not waiting; what is in here survives a reload, a crash, a dead battery. */
export class WaitingStore<Entry extends Waiting> {
  private readonly db: IDBPDatabase<WaitingDb>;

  /** `current`: what an earlier page has written, as it is written now. */
  constructor(
    db: AnyDb,
    private readonly current: (stored: unknown) => Entry = (stored) => stored as Entry,
  ) {
    this.db = db as unknown as IDBPDatabase<WaitingDb>;
  }

  /** All that wait, in the order in which they were written. */
  async all(): Promise<Entry[]> {
    return (await this.db.getAll('waiting')).map(this.current);
  }

  /** Resolves once it is on the disk, not merely handed over: then the composer may forget it. */
  async add(made: Omit<Entry, OwnFields>): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite', { durability: 'strict' });
    // The key generator fills in `order`.
    await tx.store.add({ ...made, state: 'queued' });
    await tx.done;
  }

  async remove(clientId: string): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite');
    const order = await tx.store.index('clientId').getKey(clientId);
    if (order !== undefined) await tx.store.delete(order);
    await tx.done;
  }

  async fail(clientId: string, reason: Refusal): Promise<void> {
    await this.change(clientId, (entry) => ({ ...entry, state: 'failed', reason }));
  }

  /** It stays in its place, and is tried again by itself. */
  async hold(clientId: string, reason: Refusal): Promise<void> {
    await this.change(clientId, (entry) => ({ ...entry, reason }));
  }

  async requeue(clientId: string): Promise<void> {
    await this.change(clientId, (entry) => {
      const { reason: _settled, ...again } = { ...entry, state: 'queued' };
      return again as Entry;
    });
  }

  async change(clientId: string, to: (entry: Entry) => Entry): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite');
    const stored = await tx.store.index('clientId').get(clientId);
    if (stored) await tx.store.put(to(this.current(stored)));
    await tx.done;
  }
}
