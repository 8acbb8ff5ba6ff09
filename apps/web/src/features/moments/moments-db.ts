import type { DBSchema, IDBPDatabase } from 'idb';
import type { PreparedFile } from '@/features/media/picked';
import { openAccountDb } from '@/lib/account-db';
import type { Audience } from './audience';

/** A picture or video of a post that is not there yet. */
export interface AttachedFile {
  /** Of this browser: what the tray knows it by. */
  id: string;
  file: PreparedFile;
  /** As the API calls it, once it has been uploaded. */
  fileId?: string;
}

/** What is written, without the pictures. */
export interface MomentWords {
  text: string;
  location: string;
  /** Who is to be told of it. */
  mentioned: readonly string[];
  audience: Audience;
}

export interface Refusal {
  /** Name of the rule, for the sentence that the person reads. */
  rule: string;
  retryAt?: string;
  limit?: number;
}

/** A post that this person has written and that the server has not confirmed yet. */
export interface WaitingMoment {
  /** The browser's own counter: the order of writing, across tabs and reloads. */
  order: number;
  clientId: string;
  words: MomentWords;
  files: readonly AttachedFile[];
  createdAt: number;
  state: 'queued' | 'failed';
  reason?: Refusal;
}

export interface MomentsDb extends DBSchema {
  draft: { key: 'files'; value: readonly AttachedFile[] };
  waiting: { key: number; value: WaitingMoment; indexes: { clientId: string } };
  lease: { key: 'lease'; value: { owner: string; until: number } };
}

export type MomentsDatabase = IDBPDatabase<MomentsDb>;

export function openMomentsDb(accountId: string): Promise<MomentsDatabase> {
  return openAccountDb<MomentsDb>(accountId, 'moments', (db) => {
    db.createObjectStore('draft');
    const waiting = db.createObjectStore('waiting', { keyPath: 'order', autoIncrement: true });
    waiting.createIndex('clientId', 'clientId', { unique: true });
    db.createObjectStore('lease');
  });
}

/** Posts that wait, on the disk. What is in here survives a reload, a crash, a dead battery. */
export class WaitingStore {
  constructor(private readonly db: MomentsDatabase) {}

  all(): Promise<WaitingMoment[]> {
    return this.db.getAll('waiting');
  }

  /** Resolves once it is on the disk, not merely handed over: then the composer may forget it. */
  async add(moment: Pick<WaitingMoment, 'clientId' | 'words' | 'files'>): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite', { durability: 'strict' });
    const entry: Omit<WaitingMoment, 'order'> = {
      ...moment,
      createdAt: Date.now(),
      state: 'queued',
    };
    // The key generator fills in `order`.
    await tx.store.add(entry as WaitingMoment);
    await tx.done;
  }

  async remove(clientId: string): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite');
    const order = await tx.store.index('clientId').getKey(clientId);
    if (order !== undefined) await tx.store.delete(order);
    await tx.done;
  }

  async change(clientId: string, changes: Partial<WaitingMoment>): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite');
    const moment = await tx.store.index('clientId').get(clientId);
    if (moment) await tx.store.put({ ...moment, ...changes });
    await tx.done;
  }
}
