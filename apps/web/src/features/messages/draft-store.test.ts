import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { DraftStore } from './draft-store';

let accounts = 0;
function newAccount(): string {
  accounts += 1;
  return `drafting-${accounts}`;
}
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
};
const ready = async (store: DraftStore) => {
  await until(store.isReady);
  return store;
};

test('a draft survives a reload', async () => {
  const account = newAccount();
  const before = await ready(new DraftStore(account));
  before.set('tea', 'Shall we');
  await before.flush();
  before.close();
  const after = await ready(new DraftStore(account));
  expect(after.all().get('tea')).toBe('Shall we');
  after.close();
});

test('an emptied draft does not come back', async () => {
  const account = newAccount();
  const before = await ready(new DraftStore(account));
  before.set('tea', 'Shall we');
  await before.flush();
  before.set('tea', '');
  await before.flush();
  before.close();
  const after = await ready(new DraftStore(account));
  expect(after.all().has('tea')).toBe(false);
  after.close();
});

test('another tab sees the draft, and what is being typed there is not overwritten', async () => {
  const account = newAccount();
  const here = await ready(new DraftStore(account));
  const there = await ready(new DraftStore(account));
  here.set('tea', 'from here');
  await here.flush();
  await until(() => there.all().get('tea') === 'from here');
  there.set('tea', 'typing there');
  here.set('tea', 'again here');
  await here.flush();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(there.all().get('tea')).toBe('typing there');
  here.close();
  there.close();
});

test('what is typed before the saved drafts are known is newer than they are', async () => {
  const account = newAccount();
  const before = await ready(new DraftStore(account));
  before.set('tea', 'old');
  await before.flush();
  before.close();
  const after = new DraftStore(account);
  after.set('tea', 'new');
  await ready(after);
  expect(after.all().get('tea')).toBe('new');
  after.close();
});
