import { type DBSchema, type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb';

/**
 * One person's storage in this browser: small databases named after the account, so that people who share a computer
 * never see each other's drafts, and leaving removes everything of one person at once.
 */
function nameOf(accountId: string, store: string): string {
  return `${prefixOf(accountId)}${store}`;
}

function prefixOf(accountId: string): string {
  return `teahouse/${accountId}/`;
}

const opened = new Set<string>();
/** Deleted, or about to be: a page that still shows them writes nothing more. */
const left = new Set<string>();

export async function openAccountDb<Schema extends DBSchema>(
  accountId: string,
  store: string,
  upgrade: NonNullable<OpenDBCallbacks<Schema>['upgrade']>,
): Promise<IDBPDatabase<Schema>> {
  const name = nameOf(accountId, store);
  opened.add(name);
  left.delete(name);
  const db = await openDB<Schema>(name, 1, {
    upgrade,
    // Another tab is signing this person out: holding on would keep their data on the disk.
    blocking: () => {
      left.add(name);
      db.close();
    },
  });
  return db;
}

/** All of this person's databases, or those whose name the test lets through. */
export async function deleteAccountDbs(
  accountId: string,
  which: (store: string) => boolean = () => true,
): Promise<void> {
  const prefix = prefixOf(accountId);
  const listed = (await indexedDB.databases?.().catch(() => [])) ?? [];
  const names = new Set([...opened, ...listed.map(({ name }) => name ?? '')]);
  const ours = [...names].filter(
    (name) => name.startsWith(prefix) && which(name.slice(prefix.length)),
  );
  for (const name of ours) left.add(name);
  await Promise.all(ours.map(deleteDatabase));
  // After the databases: by then every other tab has been told, and writes none anew.
  for (const name of ours) writeNote(name, null);
}

/**
 * A few words beside a database of this person, written at once: a page that is being left may not live to see the end of
 * a transaction. It goes with the database. Where the browser has no such storage there is none.
 */
export function accountNote(
  accountId: string,
  store: string,
): { read(): string | null; write(note: string | null): void } {
  const name = nameOf(accountId, store);
  return {
    read: () => {
      try {
        return localStorage.getItem(name);
      } catch {
        return null;
      }
    },
    write: (note) => {
      if (!left.has(name)) writeNote(name, note);
    },
  };
}

function writeNote(name: string, note: string | null): void {
  try {
    if (note === null) localStorage.removeItem(name);
    else localStorage.setItem(name, note);
  } catch {
    // Without it, what is on its way to the database is all there is.
  }
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    // `blocked` also counts as done: the database goes as soon as the last tab has let go of it.
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}
