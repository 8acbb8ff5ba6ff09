import type { DBSchema, IDBPDatabase } from 'idb';
import { accountNote, openAccountDb } from '@/lib/account-db';
import { type Draft, isEmpty, removedAfter } from './draft';
import { openOutboxDb } from './outbox-store';

export interface KeptDraft extends Draft {
  conversationId: string;
}

/** Before drafts were shared with other devices, a text was all there was to keep. */
type Stored = Pick<KeptDraft, 'conversationId' | 'text'> & Partial<KeptDraft>;

interface DraftsDb extends DBSchema {
  drafts: { key: string; value: Stored };
}

/** `sending`: the outbox was about to take it on. */
type Noted = KeptDraft & { sending?: true };

/**
 * One person's drafts on the disk: in a database, and what is not there yet in a note that is written at once, because a
 * page that is left or killed does not see the end of its transactions. Of two that differ the later one stands.
 */
export class DraftDisk {
  private readonly db: Promise<IDBPDatabase<DraftsDb> | null>;
  private readonly storage: ReturnType<typeof accountNote>;

  constructor(private readonly accountId: string) {
    this.storage = accountNote(accountId, 'drafts');
    this.db = openAccountDb<DraftsDb>(accountId, 'drafts', (db) => {
      db.createObjectStore('drafts', { keyPath: 'conversationId' });
    }).catch(() => null);
  }

  /** `noted`: of these the database knows nothing yet. */
  async load(): Promise<{ kept: KeptDraft[]; noted: KeptDraft[] }> {
    const stored = await this.db.then((db) => db?.getAll('drafts')).catch(() => undefined);
    const notes = [...this.notes().values()];
    return { kept: (stored ?? []).map(current), noted: await this.withoutTakenOn(notes) };
  }

  /** Rejects when they cannot be written: then the note is all there is. */
  async write(drafts: readonly KeptDraft[]): Promise<void> {
    const db = await this.db;
    if (!db) throw new Error('There is no database.');
    const tx = db.transaction('drafts', 'readwrite');
    const steps = drafts.map(async (draft) => {
      const held = await tx.store.get(draft.conversationId);
      // Another tab may have written since.
      if (held && current(held).updatedAt > draft.updatedAt) return;
      if (isEmpty(draft) && draft.saved) await tx.store.delete(draft.conversationId);
      else await tx.store.put(draft);
    });
    await Promise.all([...steps, tx.done]);
    this.strike(drafts);
  }

  note(drafts: readonly Noted[]): void {
    if (drafts.length === 0) return;
    const notes = this.notes();
    for (const draft of drafts) {
      const noted = notes.get(draft.conversationId);
      if (!noted || noted.updatedAt <= draft.updatedAt) notes.set(draft.conversationId, draft);
    }
    this.keep(notes);
  }

  async close(): Promise<void> {
    (await this.db)?.close();
  }

  /** The database has these. */
  private strike(drafts: readonly KeptDraft[]): void {
    const notes = this.notes();
    const size = notes.size;
    for (const { conversationId, updatedAt } of drafts) {
      const noted = notes.get(conversationId);
      if (noted && noted.updatedAt <= updatedAt) notes.delete(conversationId);
    }
    if (notes.size < size) this.keep(notes);
  }

  private notes(): Map<string, Noted> {
    try {
      const notes: Noted[] = JSON.parse(this.storage.read() ?? '[]');
      return new Map(notes.map((noted) => [noted.conversationId, noted]));
    } catch {
      return new Map();
    }
  }

  private keep(notes: ReadonlyMap<string, Noted>): void {
    this.storage.write(notes.size > 0 ? JSON.stringify([...notes.values()]) : null);
  }

  /** The page may have gone before it heard that the outbox had taken a message on: then it is a message, and no draft. */
  private async withoutTakenOn(notes: readonly Noted[]): Promise<KeptDraft[]> {
    if (!notes.some(({ sending }) => sending)) return [...notes];
    const waiting = await this.waiting().catch(() => []);
    return notes.map(({ sending, ...draft }) => {
      const isTaken = waiting.some(
        ({ conversationId, text }) =>
          conversationId === draft.conversationId && text === draft.text.trim(),
      );
      const { conversationId } = draft;
      return sending && isTaken ? { ...removedAfter(draft), conversationId, saved: false } : draft;
    });
  }

  private async waiting(): Promise<{ conversationId: string; text: string }[]> {
    const db = await openOutboxDb(this.accountId);
    const entries = await db.getAll('waiting');
    db.close();
    return entries.map((entry) => ({
      conversationId: entry.conversationId,
      text: 'input' in entry ? entry.input.text : entry.text,
    }));
  }
}

/** One from before drafts bore a time is older than any other. */
function current(stored: Stored): KeptDraft {
  return { replyTo: null, updatedAt: 1, saved: false, ...stored };
}
