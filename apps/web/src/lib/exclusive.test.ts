import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, test, vi } from 'vitest';
import { type LeaseDb, leaseExclusive } from './exclusive';

let names = 0;
const openLease = () => {
  names += 1;
  return openDB<LeaseDb>(`lease-${names}`, 1, {
    upgrade: (db) => {
      db.createObjectStore('lease');
    },
  });
};

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

test('without the browser’s locks, one tab works at a time and another takes over when it ends', async () => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearInterval', 'clearTimeout', 'Date'],
  });
  const db = await openLease();
  const working: string[] = [];
  const first = new AbortController();
  const second = new AbortController();
  const work = (name: string) => async (signal: AbortSignal) => {
    working.push(name);
    await untilAborted(signal);
    working.splice(working.indexOf(name), 1);
  };
  const one = leaseExclusive(db, 'one')(work('one'), first.signal);
  await vi.waitFor(() => expect(working).toEqual(['one']));
  const two = leaseExclusive(db, 'two')(work('two'), second.signal);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(working).toEqual(['one']);
  first.abort();
  await one;
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(2_000);
    expect(working).toEqual(['two']);
  });
  second.abort();
  await two;
  db.close();
  vi.useRealTimers();
});

test('a tab that was ended without a word loses its lease after a few seconds', async () => {
  const db = await openLease();
  await db.put('lease', { owner: 'crashed', until: Date.now() - 1 }, 'lease');
  const stop = new AbortController();
  let worked = false;
  await leaseExclusive(db, 'next')(async () => {
    worked = true;
    stop.abort();
  }, stop.signal);
  expect(worked).toBe(true);
  db.close();
});
