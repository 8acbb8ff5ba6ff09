import type { DBSchema, IDBPDatabase } from 'idb';
import { openAccountDb } from '@/lib/account-db';

export interface Refusal {
  /** Name of the rule, or of what went wrong, for the sentence that the person reads. */
  rule: string;
  message: string;
}

/** A message that this person has written and that the server has not confirmed yet. */
export interface WaitingMessage {
  /** The browser's own counter: the order of writing, whatever the clock says, across tabs and reloads. */
  order: number;
  clientId: string;
  conversationId: string;
  text: string;
  createdAt: number;
  state: 'queued' | 'failed';
  reason?: Refusal;
}

export interface OutboxDb extends DBSchema {
  waiting: { key: number; value: WaitingMessage; indexes: { clientId: string } };
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
  all(): Promise<WaitingMessage[]> {
    return this.db.getAll('waiting');
  }

  /** Resolves once the message is on the disk, not merely handed over: then the composer may forget it. */
  async add(
    message: Pick<WaitingMessage, 'clientId' | 'conversationId' | 'text' | 'createdAt'>,
  ): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite', { durability: 'strict' });
    const entry: Omit<WaitingMessage, 'order'> = { ...message, state: 'queued' };
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

  async requeue(clientId: string): Promise<void> {
    await this.change(clientId, ({ reason: _settled, ...message }) => ({
      ...message,
      state: 'queued',
    }));
  }

  private async change(
    clientId: string,
    to: (message: WaitingMessage) => WaitingMessage,
  ): Promise<void> {
    const tx = this.db.transaction('waiting', 'readwrite');
    const message = await tx.store.index('clientId').get(clientId);
    if (message) await tx.store.put(to(message));
    await tx.done;
  }
}
