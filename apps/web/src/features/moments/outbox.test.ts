import 'fake-indexeddb/auto';
import { v7 as uuid } from 'uuid';
import { afterEach, expect, test, vi } from 'vitest';
import { FRIENDS_SEE } from './audience';
import { MomentOutbox } from './moment-outbox';
import { type MomentWords, openMomentsDb, type WaitingMoment } from './moments-db';
import type { PostOutcome } from './posting';

const words = (text: string): MomentWords => ({
  text,
  location: '',
  mentioned: [],
  audience: FRIENDS_SEE,
});

type Answer = (
  moment: WaitingMoment,
  signal: AbortSignal,
  onProgress: (share: number) => void,
) => Promise<PostOutcome>;

const leaving: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const leave of leaving.splice(0)) await leave();
});

/** The outbox of one page; the same account opened again is the next page. */
async function page(account: string, answer: Answer) {
  const db = await openMomentsDb(account);
  const outbox = new MomentOutbox(
    db,
    (moment, { signal, onProgress }) => answer(moment, signal, onProgress),
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

test('ten written at once without a network are posted in their order, each once', async () => {
  let online = false;
  const taken: string[] = [];
  const { outbox, run } = await page(uuid(), async ({ clientId, words: { text } }) => {
    if (!online) return { kind: 'unreached' };
    taken.push(text);
    return posted(clientId);
  });
  run();
  const all = Array.from({ length: 10 }, (_, place) => String(place));
  for (const text of all) await outbox.add(words(text), []);
  expect(outbox.view()).toHaveLength(10);
  online = true;
  await vi.waitFor(() => expect(taken).toEqual(all));
  await vi.waitFor(() => expect(outbox.view().every(({ state }) => state === 'posted')).toBe(true));
  expect(taken).toEqual(all);
});

test('one that a rule holds back keeps its place and its reason, and those behind it wait', async () => {
  const retryAt = new Date(Date.now() + 60_000).toISOString();
  let held = true;
  const sent: string[] = [];
  const { outbox, run } = await page(uuid(), async ({ words: { text } }) => {
    if (held) return { kind: 'held', reason: { rule: 'MOMENTS_PER_DAY', retryAt, limit: 100 } };
    sent.push(text);
    return posted(text);
  });
  await outbox.add(words('first'), []);
  await outbox.add(words('second'), []);
  run();
  await vi.waitFor(() => expect(outbox.view()[0]?.reason?.retryAt).toBe(retryAt));
  expect(outbox.view()[1]?.reason).toBeUndefined();
  held = false;
  await vi.waitFor(() => expect(sent).toEqual(['first', 'second']));
});

test('how far its files have come is shown without reading the disk', async () => {
  let go = () => {};
  const { outbox, run } = await page(uuid(), async (_moment, _signal, onProgress) => {
    await new Promise<void>((resolve) => {
      go = resolve;
    });
    const reading = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    const shares: (number | undefined)[] = [];
    const stop = outbox.subscribe(() => shares.push(outbox.view()[0]?.progress));
    for (const share of [0.25, 0.5, 1]) onProgress(share);
    stop();
    expect(shares).toEqual([0.25, 0.5, 1]);
    expect(reading).not.toHaveBeenCalled();
    reading.mockRestore();
    return posted('there');
  });
  await outbox.add(words('large'), []);
  run();
  await vi.waitFor(() => expect(outbox.view()[0]?.state).toBe('posting'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  go();
  await vi.waitFor(() => expect(outbox.view()[0]?.state).toBe('posted'));
});

test('what another tab throws away while this one carries it stops here, and is posted from neither', async () => {
  // As on a page without locks: a row of the database says which tab works.
  vi.stubGlobal('navigator', {});
  const account = uuid();
  let attempts = 0;
  const { outbox, leave } = await page(account, (_moment, signal) => {
    attempts += 1;
    return new Promise((resolve) =>
      signal.addEventListener('abort', () => resolve({ kind: 'unreached' })),
    );
  });
  const end = outbox.start(account);
  const other = await page(account, async () => ({ kind: 'unreached' }));
  const endOther = other.outbox.start(account);
  await outbox.add(words('no'), []);
  await vi.waitFor(() => expect(outbox.view()[0]?.state).toBe('posting'));
  await vi.waitFor(() => expect(texts(other.outbox)).toEqual(['no']));
  await other.outbox.discard(other.outbox.view()[0]?.clientId ?? '');
  await vi.waitFor(() => expect(texts(outbox)).toEqual([]));
  expect(attempts).toBe(1);
  end();
  endOther();
  await leave();
  vi.unstubAllGlobals();
});
