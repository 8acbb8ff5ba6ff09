import type { DBSchema, IDBPDatabase } from 'idb';
import { v7 as uuid } from 'uuid';

/** Runs `work` in one tab at a time; when that tab ends, another that is waiting takes over. `signal` gives up waiting or working. */
export type Exclusive = (
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
) => Promise<void>;

/** The browser's own locks, which also free themselves when a tab crashes. */
export function lockExclusive(name: string): Exclusive {
  return async (work, signal) => {
    try {
      await navigator.locks.request(name, { signal }, () => work(signal));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };
}

export interface LeaseDb extends DBSchema {
  lease: { key: 'lease'; value: { owner: string; until: number } };
}

/** A database with more in it than its type says here. */
export type AnyDb = Pick<IDBDatabase, 'name' | 'close'>;

/** By the browser's locks where the page has them, and else by a row of this database, which has a store for it. */
export const exclusiveFor = (name: string, db: AnyDb): Exclusive =>
  navigator.locks
    ? lockExclusive(name)
    : leaseExclusive(db as unknown as IDBPDatabase<LeaseDb>, uuid());

const LEASE_MS = 6_000;
const RENEW_MS = 2_000;

/**
 * For pages without locks (plain http on a local network): a row that says who works and until when. A tab that stalls
 * loses it to another, so what is done under it must bear being done twice.
 */
export function leaseExclusive(db: IDBPDatabase<LeaseDb>, owner: string): Exclusive {
  return async (work, signal) => {
    while (!signal.aborted) {
      if (await takeLease(db, owner)) await workWhileHeld(db, owner, work, signal);
      else await sleep(RENEW_MS, signal);
    }
  };
}

async function workWhileHeld(
  db: IDBPDatabase<LeaseDb>,
  owner: string,
  work: (signal: AbortSignal) => Promise<void>,
  outer: AbortSignal,
): Promise<void> {
  const lost = new AbortController();
  const stop = () => lost.abort();
  outer.addEventListener('abort', stop);
  const renewal = setInterval(async () => {
    if (!(await takeLease(db, owner).catch(() => false))) stop();
  }, RENEW_MS);
  try {
    await work(lost.signal);
  } finally {
    clearInterval(renewal);
    outer.removeEventListener('abort', stop);
    await giveBack(db, owner).catch(() => {});
  }
}

async function takeLease(db: IDBPDatabase<LeaseDb>, owner: string): Promise<boolean> {
  const tx = db.transaction('lease', 'readwrite');
  const lease = await tx.store.get('lease');
  const free = !lease || lease.owner === owner || lease.until < Date.now();
  if (free) await tx.store.put({ owner, until: Date.now() + LEASE_MS }, 'lease');
  await tx.done;
  return free;
}

async function giveBack(db: IDBPDatabase<LeaseDb>, owner: string): Promise<void> {
  const tx = db.transaction('lease', 'readwrite');
  if ((await tx.store.get('lease'))?.owner === owner) await tx.store.delete('lease');
  await tx.done;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
