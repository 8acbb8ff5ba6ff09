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

export async function openAccountDb<Schema extends DBSchema>(
  accountId: string,
  store: string,
  upgrade: NonNullable<OpenDBCallbacks<Schema>['upgrade']>,
): Promise<IDBPDatabase<Schema>> {
  const name = nameOf(accountId, store);
  opened.add(name);
  const db = await openDB<Schema>(name, 1, {
    upgrade,
    // Another tab is signing this person out: holding on would keep their data on the disk.
    blocking: () => db.close(),
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
  await Promise.all(ours.map(deleteDatabase));
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    // `blocked` also counts as done: the database goes as soon as the last tab has let go of it.
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}
