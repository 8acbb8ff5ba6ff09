import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Disk } from '@/lib/copy/disk.fixture';
import { KeptHistory } from './history-kept';
import { HistoryScope } from './history-scope';
import { type HistoryMessage, HistoryStore } from './history-store';
import { indexFrom } from './history-window';

const message = (conversation: string, seq: number, text = `text ${seq}`): HistoryMessage =>
  ({ id: `${conversation}${seq}`, seq, content: { __typename: 'TextContent', text } }) as never;

/** The history of a page that loads now. */
function read(disk: Disk): HistoryStore {
  const store = new HistoryStore();
  disk.restore(new KeptHistory(store));
  return store;
}

const messagesOn = (disk: Disk) => disk.keys('message').length;

function addPage(store: HistoryStore, id: string, from: number, to: number, live = false) {
  const messages = Array.from({ length: to - from + 1 }, (_, index) => message(id, from + index));
  store.addPage(id, {
    messages,
    startCursor: `before ${from}`,
    endCursor: `after ${to}`,
    hasOlder: from > 1,
    hasNewer: !live,
    ...(!live && { around: from }),
  });
}

const shownBy = (store: HistoryStore, id: string) =>
  new HistoryScope(store, id).state().messages.map(({ seq }) => seq);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('a conversation that was seen is there on the next page, with its changes, and can be read on from', () => {
  const [store, disk] = [new HistoryStore(), new Disk()];
  const kept = new KeptHistory(store);
  addPage(store, 'tea', 21, 40, true);
  disk.take(kept);
  store.add('tea', message('tea', 41));
  store.change('tea30', () => message('tea', 30, 'edited'));
  store.remove('tea31');
  expect(disk.take(kept)).toBe(4);
  const next = read(disk);
  expect(shownBy(next, 'tea')).toEqual(range(21, 41).filter((seq) => seq !== 31));
  expect(next.known('tea')?.messages[9]).toEqual(message('tea', 30, 'edited'));
  expect(new HistoryScope(next, 'tea').state().older).toEqual({ cursor: 'before 21' });
});

test('nothing changed is nothing written', () => {
  const [store, disk] = [new HistoryStore(), new Disk()];
  const kept = new KeptHistory(store);
  addPage(store, 'tea', 1, 40, true);
  disk.take(kept);
  expect(disk.take(kept)).toBe(0);
});

test('of a long conversation its end is kept, cut where a page begins', () => {
  const [store, disk] = [new HistoryStore(), new Disk()];
  const kept = new KeptHistory(store);
  addPage(store, 'tea', 2_981, 3_000, true);
  for (let from = 2_961; from > 0; from -= 20) {
    addPage(store, 'tea', from, from + 19);
    if (from % 200 === 1) disk.take(kept);
  }
  disk.take(kept);
  expect(messagesOn(disk)).toBe(1_000);
  const scope = new HistoryScope(read(disk), 'tea');
  while (scope.showOlder());
  expect(scope.state().messages[0]?.seq).toBe(2_001);
  expect(scope.state().older).toEqual({ cursor: 'before 2001' });
});

test('of many conversations those looked at last are kept, and one that is looked at again comes back', () => {
  const [store, disk] = [new HistoryStore(), new Disk()];
  const kept = new KeptHistory(store);
  const ids = Array.from({ length: 8 }, (_, index) => `chat ${index}`);
  for (const [index, id] of ids.entries()) {
    addPage(store, id, 1, 1_000, true);
    const known = store.known(id);
    if (known) known.usedAt = index;
    disk.take(kept);
  }
  expect(messagesOn(disk)).toBe(5_000);
  expect([...read(disk).all().keys()]).toEqual(ids.slice(3));
  store.use('chat 0');
  disk.take(kept);
  expect([...read(disk).all().keys()].sort()).toEqual(['chat 0', ...ids.slice(4)]);
  expect(shownBy(read(disk), 'chat 0').at(-1)).toBe(1_000);
});

test('a conversation that was left, and a history that was cleared, are gone from the disk', () => {
  const [store, disk] = [new HistoryStore(), new Disk()];
  const kept = new KeptHistory(store);
  addPage(store, 'tea', 1, 20, true);
  addPage(store, 'coffee', 1, 20, true);
  disk.take(kept);
  store.forget('tea');
  store.clearUntil('coffee', 15);
  disk.take(kept);
  expect(messagesOn(disk)).toBe(5);
  expect([...read(disk).all().keys()]).toEqual(['coffee']);
});

test('whatever happens in whatever order, what is kept of a history is what the page knew of it', () => {
  const id = fc.constantFrom('a', 'b');
  const seq = fc.integer({ min: 1, max: 80 });
  const step = fc.oneof(
    fc.record({ do: fc.constant('page' as const), id, seq, size: fc.integer({ min: 1, max: 15 }) }),
    fc.record({
      do: fc.constantFrom('end', 'hear', 'change', 'remove', 'forget', 'clear'),
      id,
      seq,
    }),
    fc.record({ do: fc.constantFrom('keep', 'take over'), id, seq }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [store, disk] = [new HistoryStore(), new Disk()];
      const kept = new KeptHistory(store);
      for (const step of steps) {
        const { id, seq } = step;
        if (step.do === 'page') addPage(store, id, seq, seq + ('size' in step ? step.size : 0));
        if (step.do === 'end') addPage(store, id, seq + 80, seq + 85, true);
        if (step.do === 'hear') store.add(id, message(id, seq + 86));
        if (step.do === 'change') store.change(`${id}${seq}`, () => message(id, seq, 'edited'));
        if (step.do === 'remove') store.remove(`${id}${seq}`);
        if (step.do === 'forget') store.forget(id);
        if (step.do === 'clear') store.clearUntil(id, seq);
        if (step.do === 'keep') disk.take(kept);
        if (step.do === 'take over') {
          disk.clear();
          kept.keepAll();
        }
      }
      disk.take(kept);
      const next = read(disk);
      const withSpans = [...store.all()].filter(([, { spans }]) => spans.length > 0);
      expect([...next.all().keys()].sort()).toEqual(withSpans.map(([id]) => id).sort());
      for (const [id, known] of withSpans) {
        const restored = next.known(id);
        expect(restored?.spans).toEqual(known.spans);
        const covered = known.spans.flatMap(({ from, to }) =>
          known.messages.slice(indexFrom(known.messages, from), indexFrom(known.messages, to + 1)),
        );
        expect(restored?.messages).toEqual(covered);
      }
    }),
    { numRuns: 500 },
  );
});
