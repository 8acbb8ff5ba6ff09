import 'fake-indexeddb/auto';
import { v7 as uuid } from 'uuid';
import { afterEach, expect, test, vi } from 'vitest';
import { FRIENDS_SEE } from './audience';
import { type MomentWords, openMomentsDb, type WaitingMoment } from './moments-db';
import { MomentOutbox } from './outbox';
import type { PostOutcome } from './posting';

const words = (text: string): MomentWords => ({
  text,
  location: '',
  mentioned: [],
  audience: FRIENDS_SEE,
});

type Answer = (moment: WaitingMoment, signal: AbortSignal) => Promise<PostOutcome>;

const leaving: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const leave of leaving.splice(0)) await leave();
});

/** The outbox of one page; the same account opened again is the next page. */
async function page(account: string, answer: Answer) {
  const db = await openMomentsDb(account);
  const outbox = new MomentOutbox(
    db,
    (moment, { signal }) => answer(moment, signal),
    () => {},
    () => new Promise((resolve) => setTimeout(resolve)),
  );
  await outbox.refresh();
  const stop = new AbortController();
  let running = Promise.resolve();
  const leave = async () => {
    stop.abort();
    await running;
  };
  leaving.push(async () => {
    await leave();
    db.close();
  });
  return {
    outbox,
    run: () => {
      running = outbox.run(stop.signal);
    },
    leave,
  };
}

const texts = (outbox: MomentOutbox) => outbox.view().map(({ words: { text } }) => text);
const posted = (momentId: string): PostOutcome => ({ kind: 'posted', momentId });

test('what was written is posted once, in the order of writing', async () => {
  const sent: string[] = [];
  const { outbox, run } = await page(uuid(), async ({ words: { text } }) => {
    sent.push(text);
    return posted(text);
  });
  await outbox.add(words('first'), []);
  await outbox.add(words('second'), []);
  run();
  await vi.waitFor(() => expect(sent).toEqual(['first', 'second']));
  expect(outbox.view().map(({ state }) => state)).toEqual(['posted', 'posted']);
  outbox.arrived(new Set(['first', 'second']));
  await vi.waitFor(() => expect(texts(outbox)).toEqual([]));
});

test('what could not be sent is sent by the next page, under the same client id', async () => {
  const account = uuid();
  const tried: string[] = [];
  const offline = await page(account, async ({ clientId }) => {
    tried.push(clientId);
    return { kind: 'unreached' };
  });
  await offline.outbox.add(words('waits'), []);
  offline.run();
  await vi.waitFor(() => expect(tried.length).toBeGreaterThan(0));
  await offline.leave();
  const later = await page(account, async ({ clientId }) => {
    tried.push(clientId);
    return posted('there');
  });
  expect(texts(later.outbox)).toEqual(['waits']);
  later.run();
  await vi.waitFor(() => expect(later.outbox.view()[0]?.state).toBe('posted'));
  expect(new Set(tried).size).toBe(1);
});

test('what is refused stays with its reason, lets others pass, and can be tried again', async () => {
  let refuse = true;
  const { outbox, run } = await page(uuid(), async ({ words: { text } }) =>
    refuse && text === 'bad' ? { kind: 'refused', reason: { rule: 'InvalidField' } } : posted(text),
  );
  await outbox.add(words('bad'), []);
  await outbox.add(words('good'), []);
  run();
  await vi.waitFor(() =>
    expect(outbox.view().map(({ state }) => state)).toEqual(['failed', 'posted']),
  );
  const [bad] = outbox.view();
  expect(bad?.reason?.rule).toBe('InvalidField');
  refuse = false;
  await outbox.retry(bad?.clientId ?? '');
  await vi.waitFor(() => expect(outbox.view().every(({ state }) => state === 'posted')).toBe(true));
});

test('what is thrown away while it travels stops, and is not tried again', async () => {
  let attempts = 0;
  const { outbox, run } = await page(uuid(), (_moment, signal) => {
    attempts += 1;
    return new Promise((resolve) =>
      signal.addEventListener('abort', () => resolve({ kind: 'unreached' })),
    );
  });
  await outbox.add(words('no'), []);
  run();
  await vi.waitFor(() => expect(outbox.view()[0]?.state).toBe('posting'));
  await outbox.discard(outbox.view()[0]?.clientId ?? '');
  await vi.waitFor(() => expect(texts(outbox)).toEqual([]));
  expect(attempts).toBe(1);
});

test('pictures are kept with it', async () => {
  const account = uuid();
  const bytes = new Blob(['picture'], { type: 'image/webp' });
  const { outbox } = await page(account, async () => ({ kind: 'unreached' }));
  const file = { kind: 'IMAGE' as const, name: 'a.webp', mediaType: 'image/webp', bytes };
  await outbox.add(words(''), [{ id: 'one', file }]);
  const later = await page(account, async () => ({ kind: 'unreached' }));
  expect(later.outbox.view()[0]?.files[0]?.file.name).toBe('a.webp');
});
