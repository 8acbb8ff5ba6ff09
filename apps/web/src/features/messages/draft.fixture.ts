import type { Draft, DraftClock, Written } from './draft';
import { DraftStore } from './draft-store';
import type { SaveOutcome } from './draft-sync';

/** What a browser has for small notes; a test's own page has none. */
export class Notes {
  private readonly items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }

  everything(): string {
    return JSON.stringify([...this.items]);
  }
}

let accounts = 0;
export function newAccount(): string {
  accounts += 1;
  return `drafting-${accounts}`;
}

export const ownClock: DraftClock = { now: () => Date.now(), ahead: () => 0 };

export async function openStore(
  account = newAccount(),
  clock: DraftClock = ownClock,
): Promise<DraftStore> {
  const store = new DraftStore(account, clock);
  while (!store.isReady()) await new Promise((resolve) => setImmediate(resolve));
  return store;
}

/** The API as far as drafts go: of each conversation it keeps the latest, remembers removals, and takes nothing from the future. */
export class DraftServer {
  private readonly rows = new Map<string, Written>();
  readonly saved: string[] = [];
  /** Called after a change, as the event is. */
  changed: (conversationId: string) => void = () => {};

  constructor(private readonly now: () => number = Date.now) {}

  read(conversationId: string): Written | null {
    const row = this.rows.get(conversationId);
    return row?.text ? row : null;
  }

  save(conversationId: string, { text, replyTo, updatedAt }: Draft): SaveOutcome {
    if (updatedAt > this.now() + 60_000) return { kind: 'early' };
    const kept = text.trim() === '' ? '' : text;
    this.saved.push(kept);
    const held = this.rows.get(conversationId);
    if (!held || held.updatedAt < updatedAt) {
      this.rows.set(conversationId, { text: kept, replyTo: kept ? replyTo : null, updatedAt });
      this.changed(conversationId);
    }
    return { kind: 'answered', draft: this.read(conversationId) };
  }
}
