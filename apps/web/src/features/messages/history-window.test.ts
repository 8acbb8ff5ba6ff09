import fc from 'fast-check';
import { expect, test } from 'vitest';
import { historyWindow, type Loaded, type PageStart } from './history-window';

function loaded(newestFetched: number, starts: [number, PageStart][]): Loaded {
  return { newestFetched, pageStarts: new Map(starts) };
}

const start = (seq: number): [number, PageStart] => [
  seq,
  { startCursor: `before ${seq}`, hasOlder: seq > 1 },
];

test('pages that follow on each other are one piece, and older ones are asked for from its beginning', () => {
  const seqs = [21, 22, 23, 24, 25, 26];
  const window = historyWindow(seqs, loaded(26, [start(24), start(21)]));
  expect(window).toEqual({ from: 0, start: { startCursor: 'before 21', hasOlder: true } });
});

test('messages missed in a long absence leave a gap, and what lies before it waits until the gap is filled', () => {
  const seqs = [1, 2, 3, 41, 42];
  const state = loaded(42, [start(1), start(41)]);
  expect(historyWindow(seqs, state)?.from).toBe(3);
  const filled = Array.from({ length: 42 }, (_, index) => index + 1);
  expect(historyWindow(filled, loaded(42, [start(1), start(4), start(41)]))?.from).toBe(0);
});

test('after the newest page a gap is only a message that is known a moment early', () => {
  expect(historyWindow([5, 6, 8], loaded(6, [start(5)]))?.from).toBe(0);
});

test('a run whose beginning is not the start of a page is shown from the first start in it', () => {
  expect(historyWindow([3, 4, 5, 6], loaded(6, [start(5)]))?.from).toBe(2);
});

test('without a page there is no window', () => {
  expect(historyWindow([], loaded(0, []))).toBeNull();
  expect(historyWindow([1, 2], loaded(0, []))).toBeNull();
});

test('whatever pages have been fetched, what is shown has no gap up to the newest page and loses none of its end', () => {
  const pages = fc.array(
    fc.record({ end: fc.integer({ min: 1, max: 200 }), size: fc.integer({ min: 1, max: 20 }) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(pages, fc.nat({ max: 10 }), (pages, live) => {
      const known = new Set<number>();
      const pageStarts = new Map<number, PageStart>();
      for (const { end, size } of pages) {
        const first = Math.max(1, end - size + 1);
        for (let seq = first; seq <= end; seq += 1) known.add(seq);
        pageStarts.set(...start(first));
      }
      const newestFetched = Math.max(...known);
      for (let extra = 1; extra <= live; extra += 1) known.add(newestFetched + extra);
      const seqs = [...known].sort((a, b) => a - b);
      const window = historyWindow(seqs, { newestFetched, pageStarts });
      const shown = seqs.slice(window?.from);
      expect(window?.start).toEqual(pageStarts.get(shown[0] ?? 0));
      expect(shown.at(-1)).toBe(newestFetched + live);
      const [first = 0] = shown;
      expect(shown).toEqual(shown.map((_, index) => first + index));
      // Nothing that belongs to the piece is held back.
      expect(known.has(first - 1) && pageStarts.has(first - 1)).toBe(false);
    }),
  );
});
