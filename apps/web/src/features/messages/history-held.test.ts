import { expect, test } from 'vitest';
import { HistoryScope } from './history-scope';
import { type HistoryMessage, type HistoryPage, HistoryStore } from './history-store';

/** How often a sequence has been read: a walk over messages, however quick, reads each one's. */
let looks = 0;

const message = (seq: number, quoted?: number): HistoryMessage =>
  ({
    id: `m${seq}`,
    get seq() {
      looks += 1;
      return seq;
    },
    clientId: `c${seq}`,
    replyTo: quoted ? { messageId: `m${quoted}`, seq: quoted } : null,
    content: { __typename: 'TextContent', text: `text ${seq}` },
  }) as never;

const page = (from: number, to: number, newest: number): HistoryPage => ({
  messages: Array.from({ length: to - from + 1 }, (_, index) => message(from + index)),
  startCursor: `before ${from}`,
  endCursor: `after ${to}`,
  hasOlder: from > 1,
  hasNewer: to < newest,
});

const NEWEST = 40_000;
/** No divisor of what is held on either side: pages are cut where they begin and end, not by luck. */
const PAGE = 17;

/** Somebody who has scrolled up by so many pages of a long conversation. */
function scrolled(pages: number) {
  const store = new HistoryStore();
  const scope = new HistoryScope(store, 'tea');
  store.addPage('tea', page(NEWEST - PAGE + 1, NEWEST, NEWEST));
  let top = NEWEST - PAGE + 1;
  const older = () => {
    while (scope.showOlder());
    const ask = scope.state().older;
    if (!ask || !('cursor' in ask)) throw new Error('There is nothing to go on from.');
    expect(ask.cursor).toBe(`before ${top}`);
    store.addPage('tea', { ...page(Math.max(1, top - PAGE), top - 1, NEWEST), before: ask.cursor });
    top -= PAGE;
    return scope.state();
  };
  for (let count = 0; count < pages; count += 1) older();
  return { store, scope, older };
}

const held = (store: HistoryStore) => store.known('tea')?.messages.length ?? 0;

test('who scrolls up through forty thousand messages holds a few thousand at any time, and can go back down', () => {
  const { store, scope, older } = scrolled(0);
  for (let pages = Math.ceil(NEWEST / PAGE) - 1; pages > 0; pages -= 1) {
    older();
    expect(held(store)).toBeLessThanOrEqual(3_520);
  }
  expect(scope.state()).toMatchObject({ hasOlder: false, hasNewer: true, newestSeq: NEWEST });
  expect(scope.state().messages[0]?.id).toBe('m1');
  while (scope.state().hasNewer && scope.showNewer());
  const { newer, messages } = scope.state();
  expect(newer).toEqual({ cursor: `after ${messages.at(-1)?.seq}` });
  expect(scope.showNewest()).toBe(true);
  expect(scope.state().messages.at(-1)?.id).toBe(`m${NEWEST}`);
  while (scope.showOlder());
  expect(scope.state().older).toEqual({ cursor: `before ${scope.state().messages[0]?.seq}` });
});

test('a page and an arrival cost as much after seventeen thousand messages as after four hundred', () => {
  const cost = (pages: number) => {
    const { store, scope, older } = scrolled(pages);
    looks = 0;
    for (let count = 0; count < 100; count += 1) older();
    const ofPages = looks;
    looks = 0;
    for (let seq = NEWEST + 1; seq <= NEWEST + 100; seq += 1) {
      store.add('tea', message(seq));
      scope.state();
    }
    return { ofPages, ofArrivals: looks };
  };
  const [few, many] = [cost(25), cost(1_000)];
  expect(many.ofPages).toBeLessThan(few.ofPages * 2);
  expect(many.ofArrivals).toBeLessThan(few.ofArrivals * 2);
});

test('who reads along holds and shows no more however much is said', () => {
  const { store, scope } = scrolled(1);
  for (let seq = NEWEST + 1; seq <= NEWEST + 10_000; seq += 1) {
    scope.lookAt(seq - 5);
    store.add('tea', message(seq));
    expect(scope.state().messages.length).toBeLessThanOrEqual(460);
  }
  expect(held(store)).toBeLessThanOrEqual(3_500);
  expect(scope.state()).toMatchObject({ hasNewer: false, hasOlder: true });
  expect(scope.state().messages.at(-1)?.id).toBe(`m${NEWEST + 10_000}`);
});

test('who reads above is not moved on, however much is said below', () => {
  const { store, scope } = scrolled(15);
  const first = scope.state().messages[0];
  scope.lookAt((first?.seq ?? 0) + 10);
  for (let seq = NEWEST + 1; seq <= NEWEST + 5_000; seq += 1) store.add('tea', message(seq));
  expect(scope.state().messages[0]).toBe(first);
  expect(scope.state()).toMatchObject({ hasNewer: true, newestSeq: NEWEST + 5_000 });
});

test('a place that is being looked for is held when it comes, and so is the one that is read until then', () => {
  const { store, scope } = scrolled(1_000);
  const shown = scope.state().messages;
  expect(scope.showAround(50)).toBe(false);
  for (let seq = NEWEST + 1; seq <= NEWEST + 5_000; seq += 1) store.add('tea', message(seq));
  expect(scope.state().messages).toEqual(shown);
  store.addPage('tea', { ...page(31, 4_000, NEWEST), around: 50 });
  expect(scope.shows(50)).toBe(true);
});

test('a conversation that nobody reads any more holds its end', () => {
  const { store } = scrolled(100);
  store.leave('tea');
  // Cut where a page begins.
  expect(held(store)).toBeGreaterThan(1_000 - PAGE);
  expect(held(store)).toBeLessThanOrEqual(1_000);
  expect(store.has(`m${NEWEST}`)).toBe(true);
  expect(store.has(`m${NEWEST - 1_500}`)).toBe(false);
});

test('who quotes a message is known as long as it is held', () => {
  const { store } = scrolled(5);
  store.add('tea', message(NEWEST + 1, 7));
  store.add('tea', message(NEWEST + 2, 7));
  expect(store.quoting('m7')).toEqual([`m${NEWEST + 1}`, `m${NEWEST + 2}`]);
  store.remove(`m${NEWEST + 1}`);
  expect(store.quoting('m7')).toEqual([`m${NEWEST + 2}`]);
  store.leave('tea');
  for (let seq = NEWEST + 3; seq <= NEWEST + 5_000; seq += 1) store.add('tea', message(seq));
  expect(store.quoting('m7')).toEqual([]);
});
