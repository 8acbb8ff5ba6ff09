import type { DBSchema, IDBPDatabase } from 'idb';
import type { PreparedFile } from '@/features/media/picked';
import { openAccountDb } from '@/lib/account-db';
import type { VariablesOf } from '@/lib/graphql';
import type { SendMessageMutation } from './documents';

/** What is to be sent, as the mutation takes it, but for what the outbox itself gives a message. */
export type MessageInput = Omit<
  VariablesOf<typeof SendMessageMutation>['input'],
  'conversationId' | 'clientId'
>;

export interface Refusal {
  /** Name of the rule, or of what went wrong, for the sentence that the person reads. */
  rule: string;
  message: string;
  /** From when on it would be taken, ISO 8601, where the rule knows. */
  retryAt?: string;
  /** How many it allows, where the rule counts. */
  limit?: number;
  /** How large it was, in bytes, where that is what was wrong. */
  size?: number;
  /** What would be taken instead, where the kind is what was wrong. */
  allowed?: readonly string[];
}

/** A file with its bytes, so that it can be sent whatever becomes of the page and of the place it was picked from. */
export interface WaitingFile extends PreparedFile {
  /** The server has the bytes, and they only have to be sent. */
  uploaded?: { fileId: string; at: number };
}

/** A message that this person has written and that the server has not confirmed yet. */
export interface WaitingMessage {
  /** The browser's own counter: the order of writing, whatever the clock says, across tabs and reloads. */
  order: number;
  /** Of the layout of an entry: a later page may find what an earlier one has written. */
  version: typeof VERSION;
  clientId: string;
  conversationId: string;
  /** Passed on as it is: a tab of another age may be the one that sends it. */
  input: MessageInput;
  /** What is sent instead of words. */
  file?: WaitingFile;
  createdAt: number;
  state: 'queued' | 'failed';
  reason?: Refusal;
}

const VERSION = 2;

/** Before entries had a version, all there was to send was text. */
type Stored = WaitingMessage | (Omit<WaitingMessage, 'version' | 'input'> & { text: string });

export interface OutboxDb extends DBSchema {
  waiting: { key: number; value: Stored; indexes: { clientId: string } };
  lease: { key: 'lease'; value: { owner: string; until: number } };
}

export function openOutboxDb(accountId: string): Promise<IDBPDatabase<OutboxDb>> {
  return openAccountDb<OutboxDb>(accountId, 'outbox', (db) => {
    const waiting = db.createObjectStore('waiting', { keyPath: 'order', autoIncrement: true });
    waiting.createIndex('clientId', 'clientId', { unique: true });
    db.createObjectStore('lease');
  });
}

/** The outbox on disk. What is not in here is not waiting; what is in here survives a reload, a crash, a dead battery. */
export class OutboxStore {
  constructor(private readonly db: IDBPDatabase<OutboxDb>) {}

  /** All that wait, in the order in which they were written. */
  async all(): Promise<WaitingMessage[]> {
    return (await this.db.getAll('waiting')).map(current);
  }

  /** Resolves once the message is on the disk, not merely handed over: then the composer may forget it. */
  async add(
    message: Pick<WaitingMessage, 'clientId' | 'conversationId' | 'input' | 'file' | 'createdAt'>,
  ): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite', { durability: 'strict' });
    const entry: Omit<WaitingMessage, 'order'> = { ...message, version: VERSION, state: 'queued' };
    // The key generator fills in `order`.
    await tx.store.add(entry as WaitingMessage);
    await tx.done;
  }

  async remove(clientId: string): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite');
    const order = await tx.store.index('clientId').getKey(clientId);
    if (order !== undefined) await tx.store.delete(order);
    await tx.done;
  }

  async fail(clientId: string, reason: Refusal): Promise<void> {
    await this.change(clientId, (message) => ({ ...message, state: 'failed', reason }));
  }

  /** It stays in its place, and is tried again by itself. */
  async hold(clientId: string, reason: Refusal): Promise<void> {
    await this.change(clientId, (message) => ({ ...message, reason }));
  }

  async requeue(clientId: string): Promise<void> {
    await this.change(clientId, ({ reason: _settled, ...message }) => ({
      ...message,
      state: 'queued',
    }));
  }

  /** Its bytes need not travel again. */
  async keepUpload(clientId: string, fileId: string): Promise<void> {
    await this.change(clientId, (message) =>
      message.file
        ? { ...message, file: { ...message.file, uploaded: { fileId, at: Date.now() } } }
        : message,
    );
  }

  private async change(
    clientId: string,
    to: (message: WaitingMessage) => WaitingMessage,
  ): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite');
    const message = await tx.store.index('clientId').get(clientId);
    if (message) await tx.store.put(to(current(message)));
    await tx.done;
  }
}

function current(stored: Stored): WaitingMessage {
  if ('input' in stored) return stored;
  const { text, ...entry } = stored;
  return { ...entry, version: VERSION, input: { text } };
}
