import type { IDBPDatabase } from 'idb';
import type { PreparedFile } from '@/features/media/picked';
import { openAccountDb } from '@/lib/account-db';
import type { VariablesOf } from '@/lib/graphql';
import {
  createWaitingStores,
  type Waiting,
  type WaitingDb,
  WaitingStore,
} from '@/lib/outbox/waiting-store';
import type { SendMessageMutation } from './documents';

/** What is to be sent, as the mutation takes it, but for what the outbox itself gives a message. */
export type MessageInput = Omit<
  VariablesOf<typeof SendMessageMutation>['input'],
  'conversationId' | 'clientId'
>;

/** A file with its bytes, so that it can be sent whatever becomes of the page and of the place it was picked from. */
export interface WaitingFile extends PreparedFile {
  /** The server has the bytes, and they only have to be sent. */
  uploaded?: { fileId: string; at: number };
}

/** A message that this person has written and that the server has not confirmed yet. */
export interface WaitingMessage extends Waiting {
  /** Of the layout of an entry: a later page may find what an earlier one has written. */
  version: typeof VERSION;
  conversationId: string;
  /** Passed on as it is: a tab of another age may be the one that sends it. */
  input: MessageInput;
  /** What is sent instead of words. */
  file?: WaitingFile;
}

const VERSION = 2;

/** Before entries had a version, all there was to send was text. */
type Stored = WaitingMessage | (Omit<WaitingMessage, 'version' | 'input'> & { text: string });

export type OutboxDb = WaitingDb<Stored>;

export const openOutboxDb = (accountId: string): Promise<IDBPDatabase<OutboxDb>> =>
  openAccountDb<OutboxDb>(accountId, 'outbox', createWaitingStores);

/** Messages that wait. */
export class OutboxStore extends WaitingStore<WaitingMessage> {
  constructor(db: IDBPDatabase<OutboxDb>) {
    super(db, (stored) => current(stored as Stored));
  }

  enqueue(
    message: Pick<WaitingMessage, 'clientId' | 'conversationId' | 'input' | 'file' | 'createdAt'>,
  ): Promise<void> {
    return this.add({ ...message, version: VERSION });
  }

  /** Its bytes need not travel again. */
  async keepUpload(clientId: string, fileId: string): Promise<void> {
    await this.change(clientId, (message) =>
      message.file
        ? { ...message, file: { ...message.file, uploaded: { fileId, at: Date.now() } } }
        : message,
    );
  }
}

function current(stored: Stored): WaitingMessage {
  if ('input' in stored) return stored;
  const { text, ...entry } = stored;
  return { ...entry, version: VERSION, input: { text } };
}
