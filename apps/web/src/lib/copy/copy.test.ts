import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Copy as CopyType } from './copy';
import { KeptMap } from './kept';

/** The browser's locks, between tabs. */
class Locks {
  private last: Promise<unknown> = Promise.resolve();
  readonly request = (
    _name: string,
    options: { signal: AbortSignal },
    work: () => Promise<void>,
  ) => {
    const turn = this.last.then(() => (options.signal.aborted ? undefined : work()));
    this.last = turn.catch(() => {});
    return turn;
  };
}

const tabs: CopyType[] = [];
let accounts = 0;
let account = '';
let Copy: typeof CopyType;

beforeEach(async () => {
  for (const tab of tabs.splice(0)) tab.close();
  accounts += 1;
  account = `account-${accounts}`;
  vi.useRealTimers();
  vi.stubGlobal('window', { addEventListener: () => {} });
  vi.stubGlobal('document', { addEventListener: () => {}, visibilityState: 'visible' });
  vi.stubGlobal('navigator', { locks: new Locks() });
  ({ Copy } = await import('./copy'));
});

function openTab(build = 'build') {
  const names = new KeptMap<string>('names');
  const copy = new Copy(account, build);
  tabs.push(copy);
  const rewinds: (string | null)[] = [];
  copy.onRewind = (cursor) => rewinds.push(cursor);
  copy.attach([names]);
  return { copy, names, rewinds };
}

const restored = (names: KeptMap<string>) =>
  new Promise<void>((resolve) => names.onRestored(resolve));

/** Waits until a page that loads would find this. */
async function onDisk(names: Record<string, string>, cursor: string | null, build = 'build') {
  await expect.poll(() => readDisk(build), { timeout: 4_000 }).toEqual({ names, cursor });
}

async function readDisk(build: string) {
  const { openDB } = await import('idb');
  const db = await openDB(`teahouse/${account}/copy/${build}`);
  if (!db.objectStoreNames.contains('rows')) return null;
  const tx = db.transaction(['rows', 'state']);
  const rows = await tx.objectStore('rows').getAllKeys();
  const values = await tx.objectStore('rows').getAll();
  const state = await tx.objectStore('state').get('state');
  db.close();
  const names = Object.fromEntries(rows.map((key, index) => [(key as string[])[1], values[index]]));
  return { names, cursor: state?.cursor ?? null };
}

test('a page that loads has what the one before it had, and goes on from its place in the stream', async () => {
  const first = openTab();
  await restored(first.names);
  first.names.set('tea', 'green');
  first.copy.note('at 1');
  await onDisk({ tea: 'green' }, 'at 1');
  first.copy.close();

  const next = openTab();
  await restored(next.names);
  expect(next.names.get('tea')).toBe('green');
  expect(await next.copy.cursor()).toBe('at 1');
  expect(await next.copy.hasOld()).toBe(true);
});

test('a page without a network keeps the place in the stream that it has found', async () => {
  const first = openTab();
  await restored(first.names);
  first.copy.note('at 1');
  first.names.set('tea', 'green');
  await onDisk({ tea: 'green' }, 'at 1');
  first.copy.close();
  const offline = openTab();
  await restored(offline.names);
  offline.names.set('tea', 'black');
  await onDisk({ tea: 'black' }, 'at 1');
});

test('the cursor is never ahead of what the cache has told of', async () => {
  const tab = openTab();
  await restored(tab.names);
  tab.names.set('tea', 'green');
  tab.copy.note('at 1');
  await onDisk({ tea: 'green' }, 'at 1');
  tab.copy.note('at 2');
  // The page is left in the same moment: what came with the second place may not be there yet.
  tab.copy.flush();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await readDisk('build')).toEqual({ names: { tea: 'green' }, cursor: 'at 1' });
});

test('after starting over nothing of before is left, and nothing of before comes back', async () => {
  const tab = openTab();
  await restored(tab.names);
  tab.names.set('tea', 'green');
  tab.copy.note('at 1');
  await onDisk({ tea: 'green' }, 'at 1');
  tab.copy.note('at 100');
  tab.copy.startOver();
  tab.names.set('tea', 'of a page that is gone');
  expect(await tab.copy.cursor()).toBe('at 100');
  expect(await tab.copy.hasOld()).toBe(false);
  const names = new KeptMap<string>('names');
  tab.copy.attach([names]);
  await restored(names);
  expect(names.keys()).toEqual([]);
  names.set('coffee', 'black');
  await onDisk({ coffee: 'black' }, 'at 100');
});

test('of two tabs one writes; the other one takes over from where that stood, with what only that knew', async () => {
  const first = openTab();
  await restored(first.names);
  first.copy.note('at 1');
  first.names.set('tea', 'green');
  await onDisk({ tea: 'green' }, 'at 1');

  const second = openTab();
  await restored(second.names);
  second.names.set('coffee', 'black');
  second.copy.note('at 5');
  first.names.set('milk', 'warm');
  first.copy.note('at 3');
  await onDisk({ tea: 'green', milk: 'warm' }, 'at 3');
  expect(second.rewinds).toEqual([]);

  first.copy.close();
  await expect.poll(() => second.rewinds).toEqual(['at 3']);
  expect(second.names.get('milk')).toBe('warm');
  await onDisk({ tea: 'green', milk: 'warm', coffee: 'black' }, 'at 3');
  second.copy.note('at 6');
  await onDisk({ tea: 'green', milk: 'warm', coffee: 'black' }, 'at 6');
});

test('a place in the stream of more than a day ago is not gone on from, though what was seen is shown', async () => {
  const first = openTab();
  await restored(first.names);
  first.names.set('tea', 'green');
  first.copy.note('at 1');
  await onDisk({ tea: 'green' }, 'at 1');
  first.copy.close();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 60 * 60 * 1000 });
  const next = openTab();
  await restored(next.names);
  expect(next.names.get('tea')).toBe('green');
  expect(await next.copy.cursor()).toBeNull();
});

test('what another version of the page has kept is thrown away unread', async () => {
  const first = openTab('old');
  await restored(first.names);
  first.names.set('tea', 'in a shape of old');
  await onDisk({ tea: 'in a shape of old' }, null, 'old');
  const next = openTab('new');
  await restored(next.names);
  expect(next.names.keys()).toEqual([]);
  await expect
    .poll(async () => (await indexedDB.databases()).map(({ name }) => name))
    .not.toContain(`teahouse/${account}/copy/old`);
});

test('without storage the page works all the same, and starts afresh each time', async () => {
  const { open } = indexedDB;
  indexedDB.open = () => {
    throw new Error('not in a private window');
  };
  const tab = openTab();
  await restored(tab.names);
  tab.names.set('tea', 'green');
  tab.copy.note('at 1');
  expect(await tab.copy.cursor()).toBe('at 1');
  indexedDB.open = open;
});
