import type { IDBPDatabase } from 'idb';
import type { PreparedFile } from '@/features/media/picked';
import { openAccountDb } from '@/lib/account-db';
import {
  createWaitingStores,
  type Waiting,
  type WaitingDb,
  type WaitingStore,
} from '@/lib/outbox/waiting-store';
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

/** A post that this person has written and that the server has not confirmed yet. */
export interface WaitingMoment extends Waiting {
  words: MomentWords;
  files: readonly AttachedFile[];
}

export interface MomentsDb extends WaitingDb<WaitingMoment> {
  draft: { key: 'files'; value: readonly AttachedFile[] };
}

export type MomentsDatabase = IDBPDatabase<MomentsDb>;
export type MomentStore = WaitingStore<WaitingMoment>;

export function openMomentsDb(accountId: string): Promise<MomentsDatabase> {
  return openAccountDb<MomentsDb>(accountId, 'moments', (db) => {
    db.createObjectStore('draft');
    createWaitingStores(db);
  });
}
