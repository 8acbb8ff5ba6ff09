import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HistoryScope } from './history-scope';
import { type HistoryMessage, type HistoryPage, HistoryStore } from './history-store';

const message = (seq: number, text = `text ${seq}`): HistoryMessage =>
  ({
    id: `m${seq}`,
    seq,
    clientId: `c${seq}`,
    sentAt: '2026-01-01T00:00:00Z',
    sender: { id: 'mei', nickname: 'Mei' },
    content: { __typename: 'TextContent', text },
  }) as never;

/** The API: a conversation with these sequences, of which some have been deleted. */
class Server {
  constructor(
    public newest: number,
    private readonly deleted: ReadonlySet<number> = new Set(),
  ) {}

  latest(count: number): HistoryPage {
    return this.page(this.seqs().slice(-count), {});
  }

  before(cursor: string, count: number): HistoryPage {
    const seqs = this.seqs().filter((seq) => seq < Number(cursor));
    return this.page(seqs.slice(-count), { before: cursor });
  }

  after(cursor: string, count: number): HistoryPage {
    const seqs = this.seqs().filter((seq) => seq > Number(cursor));
    return this.page(seqs.slice(0, count), { after: cursor });
  }

  around(seq: number, count: number): HistoryPage {
    const seqs = this.seqs();
    const from = seqs.findIndex((other) => other >= seq);
    const first = Math.max(0, (from < 0 ? seqs.length : from) - Math.floor(count / 2));
    return this.page(seqs.slice(first, first + count), { around: seq });
  }

  seqs(): number[] {
    const all = Array.from({ length: this.newest }, (_, index) => index + 1);
    return all.filter((seq) => !this.deleted.has(seq));
  }

  private page(seqs: number[], asked: Partial<HistoryPage>): HistoryPage {
    const all = this.seqs();
    const [first, last] = [seqs[0], seqs.at(-1)];
    return {
      ...asked,
      messages: seqs.map((seq) => message(seq)),
      startCursor: first === undefined ? null : String(first),
      endCursor: last === undefined ? null : String(last),
      hasOlder: all.some((seq) => seq < (first ?? Number(asked.before ?? 0))),
      hasNewer: all.some((seq) => seq > (last ?? Number(asked.after ?? 0))),
    };
  }
}

const told = () => new Promise<void>((resolve) => queueMicrotask(resolve));
const shownBy = (scope: HistoryScope) => scope.state().messages.map(({ seq }) => seq);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

function fetchMore(
  store: HistoryStore,
  server: Server,
  scope: HistoryScope,
  side: 'older' | 'newer',
) {
  const ask = scope.state()[side];
  const known = side === 'older' ? scope.showOlder() : scope.showNewer();
  if (known || !ask) return;
  if ('around' in ask) store.addPage('tea', server.around(ask.around, 20));
  else if (side === 'older') store.addPage('tea', server.before(ask.cursor, 20));
  else store.addPage('tea', server.after(ask.cursor, 20));
}

test('one goes to a message far above, reads on from there in both directions, and comes back to the end', () => {
  const store = new HistoryStore();
  const server = new Server(1_000);
  const scope = new HistoryScope(store, 'tea');
  store.addPage('tea', server.latest(20));
  expect(scope.showAround(300)).toBe(false);
  expect(shownBy(scope)).toEqual(range(981, 1_000));
  store.addPage('tea', server.around(300, 40));
  expect(scope.shows(300)).toBe(true);
  expect(shownBy(scope)).toEqual(range(280, 319));
  expect(scope.state()).toMatchObject({ hasOlder: true, hasNewer: true, newestSeq: 1_000 });

  fetchMore(store, server, scope, 'older');
  expect(shownBy(scope)).toEqual(range(260, 319));
  fetchMore(store, server, scope, 'newer');
  expect(shownBy(scope)).toEqual(range(260, 339));
  store.add('tea', message(1_001));
  expect(shownBy(scope)).toEqual(range(260, 339));
  expect(scope.state().newestSeq).toBe(1_001);

  expect(scope.showNewest()).toBe(true);
  expect(shownBy(scope)).toEqual(range(981, 1_001));
  expect(scope.showAround(300)).toBe(true);
  expect(shownBy(scope)).toEqual(range(270, 330));
});

test('reading down from a jump one arrives at the end, which then grows with what is sent', () => {
  const store = new HistoryStore();
  const server = new Server(100);
  const scope = new HistoryScope(store, 'tea');
  store.addPage('tea', server.latest(20));
  store.addPage('tea', server.around(40, 20));
  scope.showAround(40);
  for (let turn = 0; turn < 10 && scope.state().hasNewer; turn += 1)
    fetchMore(store, server, scope, 'newer');
  expect(shownBy(scope)).toEqual(range(30, 100));
  store.add('tea', message(101));
  expect(shownBy(scope)).toEqual(range(30, 101));
});

test('who reads far up has the newest ones put aside, and gets them back on the way down', () => {
  const store = new HistoryStore();
  const server = new Server(3_000);
  const scope = new HistoryScope(store, 'tea');
  store.addPage('tea', server.latest(20));
  for (let turn = 0; turn < 100; turn += 1) {
    fetchMore(store, server, scope, 'older');
    expect(shownBy(scope).length).toBeLessThanOrEqual(460);
  }
  const shown = shownBy(scope);
  expect(shown[0]).toBeLessThan(1_000);
  expect(shown).toEqual(range(shown[0] ?? 0, (shown[0] ?? 0) + shown.length - 1));
  expect(scope.state()).toMatchObject({ hasOlder: true, hasNewer: true, newestSeq: 3_000 });
  for (let turn = 0; turn < 200 && scope.state().hasNewer; turn += 1)
    fetchMore(store, server, scope, 'newer');
  expect(shownBy(scope)).toEqual(range(shownBy(scope)[0] ?? 0, 3_000));
});

test('an end that was left behind by a gap is read on from although no cursor of it is known', () => {
  const store = new HistoryStore();
  const server = new Server(30);
  const scope = new HistoryScope(store, 'tea');
  store.addPage('tea', server.latest(20));
  store.add('tea', message(31));
  server.newest = 200;
  store.addPage('tea', server.latest(20));
  expect(scope.showAround(25)).toBe(true);
  expect(scope.state().newer).toEqual({ around: 31 });
  for (let turn = 0; turn < 20 && scope.state().hasNewer; turn += 1)
    fetchMore(store, server, scope, 'newer');
  expect(shownBy(scope)).toEqual(range(11, 200));
});

test('changing and removing reach a message wherever it is, and no other is drawn anew', async () => {
  const store = new HistoryStore();
  const scope = new HistoryScope(store, 'tea');
  store.addPage('tea', new Server(50).latest(50));
  const before = scope.state().messages;
  let heard = 0;
  scope.subscribe(() => {
    heard += 1;
  });
  store.change('m20', () => message(20, 'edited'));
  store.change('m21', (same) => same);
  store.change('unknown', () => message(22, 'never'));
  await told();
  expect(heard).toBe(1);
  const after = scope.state().messages;
  expect(after[19]?.content).toEqual({ __typename: 'TextContent', text: 'edited' });
  expect(after.filter((now, index) => now !== before[index])).toHaveLength(1);
  store.remove('m30');
  expect(shownBy(scope)).toEqual(range(1, 50).filter((seq) => seq !== 30));
});

test('a history that was cleared begins behind that, and asks for nothing before it', () => {
  const store = new HistoryStore();
  const scope = new HistoryScope(store, 'tea');
  store.addPage('tea', new Server(50).latest(20));
  store.clearUntil('tea', 45);
  expect(shownBy(scope)).toEqual(range(46, 50));
  expect(scope.state()).toMatchObject({ hasOlder: false, older: null });
  store.clearUntil('tea', 50);
  expect(scope.state()).toMatchObject({ messages: [], hasOlder: false, loaded: true });
  store.add('tea', message(51));
  expect(shownBy(scope)).toEqual([51]);
});

test('a page that was on its way while one of its messages was changed or removed does not bring the old one back', () => {
  const store = new HistoryStore();
  const scope = new HistoryScope(store, 'tea');
  const overtaken = new Server(10).latest(10);
  store.change('m5', () => message(5, 'edited'));
  store.remove('m6');
  store.addPage('tea', overtaken);
  expect(shownBy(scope)).toEqual([1, 2, 3, 4, 5, 7, 8, 9, 10]);
  expect(scope.state().messages[4]).toEqual(message(5, 'edited'));
});

test('what is said while one begins far above is not lost to an end that was on its way', () => {
  const store = new HistoryStore();
  const server = new Server(100);
  store.addPage('tea', server.around(40, 20));
  const overtaken = server.latest(20);
  store.add('tea', message(101));
  store.addPage('tea', overtaken);
  expect(shownBy(new HistoryScope(store, 'tea'))).toEqual(range(81, 101));
});

test('an answer that is older than what was heard since does not take the end back', () => {
  const store = new HistoryStore();
  const server = new Server(20);
  const [older, newer] = [server.latest(10), server.latest(20)];
  store.addPage('tea', newer);
  store.add('tea', message(21));
  store.addPage('tea', older);
  store.add('tea', message(22));
  expect(shownBy(new HistoryScope(store, 'tea'))).toEqual(range(1, 22));

  server.newest = 100;
  store.addPage('tea', server.latest(20));
  store.addPage('tea', older);
  store.add('tea', message(101));
  const scope = new HistoryScope(store, 'tea');
  expect(shownBy(scope)).toEqual(range(81, 101));
  expect(scope.state().older).toEqual({ cursor: '81' });
});

test('wherever one jumps and reads, what is shown is a stretch of the conversation without a gap, and all of it can be reached', () => {
  const step = fc.oneof(
    fc.record({ go: fc.constantFrom('older', 'newer', 'newest', 'head', 'hear' as const) }),
    fc.record({ go: fc.constant('jump' as const), to: fc.integer({ min: 1, max: 120 }) }),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 120 }), { maxLength: 30 }),
      fc.array(step, { maxLength: 40 }),
      (deleted, steps) => {
        const store = new HistoryStore();
        const server = new Server(120, new Set(deleted));
        const scope = new HistoryScope(store, 'tea');
        store.addPage('tea', server.latest(20));
        for (const { go, ...rest } of steps) {
          if (go === 'older' || go === 'newer') fetchMore(store, server, scope, go);
          if (go === 'newest') scope.showNewest();
          if (go === 'head') store.addPage('tea', server.latest(20));
          if (go === 'hear') {
            server.newest += 1;
            store.add('tea', message(server.newest));
          }
          if ('to' in rest && !scope.showAround(rest.to))
            store.addPage('tea', server.around(rest.to, 20));
          const shown = shownBy(scope);
          const all = server.seqs();
          const from = all.indexOf(shown[0] ?? 0);
          expect(shown).toEqual(all.slice(from, from + shown.length));
        }
        for (let turn = 0; turn < 40 && scope.state().hasOlder; turn += 1)
          fetchMore(store, server, scope, 'older');
        for (let turn = 0; turn < 40 && scope.state().hasNewer; turn += 1)
          fetchMore(store, server, scope, 'newer');
        expect(shownBy(scope)).toEqual(server.seqs());
      },
    ),
    { numRuns: 300 },
  );
});

test('what is told again before the first page pushes nothing out that came before it', () => {
  const store = new HistoryStore();
  for (const seq of [4, 5, ...Array.from({ length: 30 }, () => 6)]) store.add('tea', message(seq));
  store.addPage('tea', new Server(3).latest(20));
  expect(store.known('tea')?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
});
