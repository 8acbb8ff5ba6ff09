import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deleteAccountDbs } from '@/lib/account-db';
import { Notes, newAccount, openStore, ownClock } from './draft.fixture';
import { DraftStore } from './draft-store';
import { OutboxStore, openOutboxDb } from './outbox-store';

let notes: Notes;
const opened: DraftStore[] = [];
beforeEach(() => {
  notes = new Notes();
  vi.stubGlobal('localStorage', notes);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  for (const store of opened.splice(0)) store.close();
});

async function open(account: string): Promise<DraftStore> {
  const store = await openStore(account);
  opened.push(store);
  return store;
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
};
const textOf = (store: DraftStore, id = 'tea') => store.of(id)?.text ?? '';

/** From now on no transaction that writes comes to its end: the disk is full, or the page goes before it does. */
function failWriting(): () => void {
  const begin = IDBDatabase.prototype.transaction;
  const failing = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
    this: IDBDatabase,
    ...args
  ) {
    if (args[1] === 'readwrite') throw new DOMException('Full.', 'QuotaExceededError');
    return begin.apply(this, args);
  });
  return () => failing.mockRestore();
}

const reply = { messageId: 'message', seq: 7, senderName: 'Mei', excerpt: 'Tea?' };

describe('a page that loads again', () => {
  test('has the draft, with what it answers', async () => {
    const account = newAccount();
    const before = await open(account);
    before.write('tea', { text: 'Shall we' });
    before.write('tea', { replyTo: reply });
    await before.flush();
    const after = await open(account);
    expect(after.of('tea')).toMatchObject({ text: 'Shall we', replyTo: reply, saved: false });
  });

  test('has what was typed in the moment before the last one was left', async () => {
    const account = newAccount();
    const before = await open(account);
    before.write('tea', { text: 'Shall' });
    await before.flush();
    const recover = failWriting();
    before.write('tea', { text: 'Shall we' });
    before.leave();
    const after = await open(account);
    expect(textOf(after)).toBe('Shall we');
    recover();
    await after.flush();
    expect(notes.everything()).toBe('[]');
    expect(textOf(await open(account))).toBe('Shall we');
  });

  test('has no draft that was emptied, not even when nothing could be written since', async () => {
    const account = newAccount();
    const before = await open(account);
    before.write('tea', { text: 'Shall we' });
    await before.flush();
    const recover = failWriting();
    before.write('tea', { text: '' });
    expect(textOf(await open(account))).toBe('');
    recover();
  });

  test('keeps what was typed on a full disk for as long as the disk is full', async () => {
    const account = newAccount();
    const before = await open(account);
    const recover = failWriting();
    before.write('tea', { text: 'Shall we' });
    await before.flush();
    expect(textOf(await open(account))).toBe('Shall we');
    recover();
    await before.flush();
    expect(notes.everything()).toBe('[]');
    expect(textOf(await open(account))).toBe('Shall we');
  });

  test('works without a place for notes', async () => {
    vi.stubGlobal('localStorage', undefined);
    const account = newAccount();
    const before = await open(account);
    before.write('tea', { text: 'Shall we' });
    before.leave();
    await before.flush();
    before.write('coffee', { text: 'or' });
    before.write('coffee', { text: '' });
    await before.flush();
    const after = await open(account);
    expect([textOf(after), textOf(after, 'coffee')]).toEqual(['Shall we', '']);
  });

  test('has drafts from before they bore a time, as the oldest of all', async () => {
    const account = newAccount();
    const request = indexedDB.open(`teahouse/${account}/drafts`, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore('drafts', { keyPath: 'conversationId' });
    await new Promise((resolve) => {
      request.onsuccess = resolve;
    });
    const tx = request.result.transaction('drafts', 'readwrite');
    tx.objectStore('drafts').put({ conversationId: 'tea', text: 'old' });
    await new Promise((resolve) => {
      tx.oncomplete = resolve;
    });
    request.result.close();
    const store = await open(account);
    expect(store.of('tea')).toMatchObject({ text: 'old', saved: false });
    store.hear('tea', { text: 'newer', replyTo: null, updatedAt: 2 }, true);
    expect(textOf(store)).toBe('newer');
  });
});

describe('sending', () => {
  const message = (text: string) => ({
    clientId: `client of ${text}`,
    conversationId: 'tea',
    input: { text },
    createdAt: 0,
  });

  test('empties the composer at once, and the disk when the outbox has it', async () => {
    const account = newAccount();
    const store = await open(account);
    store.write('tea', { text: 'Shall we', replyTo: reply });
    await store.flush();
    let take = () => {};
    store.send('tea', new Promise<void>((resolve) => (take = resolve)));
    expect(store.of('tea')).toMatchObject({ text: '', replyTo: null });
    await store.flush();
    expect(textOf(await open(account))).toBe('Shall we');
    take();
    await until(() => !notes.everything().includes('Shall we'));
    expect(textOf(await open(account))).toBe('');
  });

  test('that the outbox refuses gives the words back, before what has been typed since', async () => {
    const store = await open(newAccount());
    store.write('tea', { text: 'Shall we', replyTo: reply });
    store.send('tea', Promise.reject(new Error('full')));
    store.write('tea', { text: 'meet' });
    await until(() => textOf(store) !== 'meet');
    expect(store.of('tea')).toMatchObject({ text: 'Shall we\nmeet', replyTo: reply });
  });

  for (const taken of [true, false])
    test(`by a page that goes in the middle of it leaves ${taken ? 'the message alone' : 'the draft'}`, async () => {
      const account = newAccount();
      const before = await open(account);
      before.write('tea', { text: ' Shall we ' });
      before.send('tea', new Promise(() => {}));
      before.leave();
      const db = await openOutboxDb(account);
      if (taken) await new OutboxStore(db).enqueue(message('Shall we'));
      db.close();
      expect(textOf(await open(account))).toBe(taken ? '' : ' Shall we ');
    });
});

describe('tabs', () => {
  test('show the same, and the latest stands', async () => {
    const account = newAccount();
    const [here, there] = [await open(account), await open(account)];
    here.write('tea', { text: 'from here' });
    await here.flush();
    await until(() => textOf(there) === 'from here');
    here.write('tea', { text: 'again here' });
    const { updatedAt } = here.of('tea') ?? { updatedAt: 0 };
    await until(() => Date.now() > updatedAt);
    there.write('tea', { text: 'typing there', replyTo: reply });
    await here.flush();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(textOf(there)).toBe('typing there');
    await there.flush();
    await until(() => textOf(here) === 'typing there');
    expect(textOf(await open(account))).toBe('typing there');
  });

  test('take away nothing that is being typed, though one goes by a clock that is ahead', async () => {
    const account = newAccount();
    const ahead = await openStore(account, { now: () => Date.now() + 30_000, ahead: () => 0 });
    opened.push(ahead);
    const here = await open(account);
    ahead.write('tea', { text: 'two' });
    await ahead.flush();
    await until(() => textOf(here) === 'two');
    ahead.write('tea', { text: '' });
    here.write('tea', { text: 'three' });
    await ahead.flush();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(textOf(here)).toBe('three');
    await here.flush();
    await until(() => textOf(ahead) === 'three');
    // Nobody types there any more: what is newer counts.
    ahead.write('tea', { text: '' });
    await ahead.flush();
    await until(() => textOf(here) === '');
  });

  test('leave saving to the one it was written in', async () => {
    const account = newAccount();
    const [here, there] = [await open(account), await open(account)];
    here.write('tea', { text: 'from here' });
    await here.flush();
    await until(() => textOf(there) === 'from here');
    expect([here, there].map((tab) => tab.unsaved()[0]?.own)).toEqual([true, false]);
    const sent = here.toSave('tea');
    if (sent) here.settle('tea', sent, sent);
    await here.flush();
    await until(() => there.unsaved().length === 0);
  });
});

test('what is typed before the saved drafts are known is newer than they are', async () => {
  const account = newAccount();
  const before = await openStore(account, { now: () => Date.now() + 30_000, ahead: () => 0 });
  opened.push(before);
  before.write('tea', { text: 'old' });
  await before.flush();
  const after = new DraftStore(account, ownClock);
  opened.push(after);
  after.write('tea', { text: 'new' });
  await until(after.isReady);
  expect(textOf(after)).toBe('new');
});

test('what is heard before the saved drafts are known is not forgotten', async () => {
  const account = newAccount();
  const before = await open(account);
  before.hear('tea', { text: 'saved', replyTo: null, updatedAt: 10 }, true);
  await before.flush();
  const after = new DraftStore(account, ownClock);
  opened.push(after);
  after.hear('tea', null, false);
  await until(after.isReady);
  expect(after.unsaved()).toEqual([{ conversationId: 'tea', own: true }]);
});

test('signing out leaves nothing where there was no database either', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('Not here.', 'SecurityError');
  });
  const account = newAccount();
  const store = await open(account);
  store.write('tea', { text: 'a secret' });
  store.leave();
  expect(notes.everything()).toContain('a secret');
  await deleteAccountDbs(account);
  store.leave();
  await store.flush();
  expect(notes.everything()).toBe('[]');
});

test('signing out leaves nothing, and no open page writes anything afterwards', async () => {
  const account = newAccount();
  const here = await open(account);
  // Another tab has the same program, and nothing else in common.
  vi.resetModules();
  const elsewhere: typeof import('./draft-store') = await import('./draft-store');
  const there = new elsewhere.DraftStore(account, ownClock);
  await until(there.isReady);
  for (const [tab, id] of [
    [here, 'tea'],
    [there, 'coffee'],
  ] as const) {
    tab.write(id, { text: 'a secret' });
    tab.leave();
    tab.write(id, { text: 'a secret, and more' });
  }
  expect(notes.everything()).toContain('a secret');
  await deleteAccountDbs(account);
  expect(notes.everything()).toBe('[]');
  for (const tab of [here, there]) {
    tab.leave();
    await tab.flush();
    tab.close();
  }
  expect(notes.everything()).toBe('[]');
  expect(await indexedDB.databases()).not.toContainEqual(
    expect.objectContaining({ name: `teahouse/${account}/drafts` }),
  );
});
