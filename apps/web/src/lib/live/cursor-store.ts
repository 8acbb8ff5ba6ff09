import type { DBSchema, IDBPDatabase } from 'idb';
import { openAccountDb } from '../account-db';

interface Saved {
  cursor: string;
  savedAt: number;
}

interface LiveDb extends DBSchema {
  cursor: { key: 'cursor'; value: Saved };
}

/**
 * A page that loads starts with an empty cache and fetches everything afresh, so replaying a long absence would be work
 * for nothing: beyond this age it is cheaper to take a new cursor.
 */
const WORTH_RESUMING_MS = 60 * 60 * 1000;

/** Where this browser stands in the person's stream. Without storage (private windows) it lives as long as the tab. */
export class CursorStore {
  private readonly db: Promise<IDBPDatabase<LiveDb> | null>;
  /** What has been written here, whether or not it is on the disk yet; undefined before the first. */
  private latest: string | null | undefined;
  private saved: string | null | undefined;
  private writing = false;

  constructor(accountId: string) {
    this.db = openAccountDb<LiveDb>(accountId, 'live', (db) => {
      db.createObjectStore('cursor');
    }).catch(() => null);
  }

  async read(): Promise<string | null> {
    if (this.latest !== undefined) return this.latest;
    try {
      const saved = await (await this.db)?.get('cursor', 'cursor');
      return saved && Date.now() - saved.savedAt < WORTH_RESUMING_MS ? saved.cursor : null;
    } catch {
      return null;
    }
  }

  /**
   * Null when there is none that is good. The latest wins: a burst of events costs a few writes, not one each, and losing
   * one only replays what is idempotent.
   */
  write(cursor: string | null): void {
    this.latest = cursor;
    if (!this.writing) void this.drain();
  }

  private async drain(): Promise<void> {
    this.writing = true;
    try {
      const db = await this.db;
      while (db && this.latest !== this.saved) {
        const cursor = this.latest ?? null;
        if (cursor) await db.put('cursor', { cursor, savedAt: Date.now() }, 'cursor');
        else await db.delete('cursor', 'cursor');
        this.saved = cursor;
      }
    } catch (error) {
      console.warn(
        'The place in the event stream could not be kept; the next load starts afresh.',
        error,
      );
    } finally {
      this.writing = false;
    }
  }
}
