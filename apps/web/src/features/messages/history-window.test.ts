import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverSpan, indexFrom, type Span, spanAt, subtractSpans } from './history-window';

const span = (from: number, to: number, live = false): Span => ({ from, to, live });
const seqsOf = (spans: readonly { from: number; to: number }[]) =>
  spans.flatMap(({ from, to }) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index),
  );

test('stretches that touch or overlap become one, others stay apart', () => {
  expect(coverSpan([span(1, 3), span(10, 12)], span(4, 6))).toEqual([span(1, 6), span(10, 12)]);
  expect(coverSpan([span(1, 6), span(10, 12)], span(5, 9))).toEqual([span(1, 12)]);
  expect(coverSpan([span(1, 3)], span(5, 6))).toEqual([span(1, 3), span(5, 6)]);
});

test('a newly fetched end takes over from an older one that it does not reach', () => {
  expect(coverSpan([span(1, 5, true)], span(8, 10, true))).toEqual([span(1, 5), span(8, 10, true)]);
  expect(coverSpan([span(1, 5, true)], span(4, 5, true))).toEqual([span(1, 5, true)]);
  expect(coverSpan([span(1, 5), span(8, 10, true)], span(6, 7))).toEqual([span(1, 10, true)]);
});

const ranges = fc.array(
  fc
    .record({ from: fc.nat(60), length: fc.nat(9), live: fc.boolean() })
    .map(({ from, length, live }) => span(from, from + length, live)),
  { maxLength: 12 },
);

test('whatever is added, exactly that is covered, in order, apart, and one end at most is live', () => {
  fc.assert(
    fc.property(ranges, (added) => {
      const spans = added.reduce<Span[]>(coverSpan, []);
      const expected = [...new Set(seqsOf(added))].sort((a, b) => a - b);
      expect(seqsOf(spans)).toEqual(expected);
      for (const [index, { from }] of spans.entries())
        expect(from).toBeGreaterThan((spans[index - 1]?.to ?? -2) + 1);
      expect(spans.filter(({ live }) => live).length).toBeLessThanOrEqual(1);
      expect(spans.some(({ live }) => live)).toBe(added.some(({ live }) => live));
      for (const seq of expected) expect(spanAt(spans, seq)).toBeDefined();
      expect(spanAt(spans, 100)).toBeUndefined();
    }),
  );
});

test('what is left of stretches without others is each sequence that is in none of the others', () => {
  fc.assert(
    fc.property(ranges, ranges, (some, others) => {
      const spans = some.reduce<Span[]>(coverSpan, []);
      const without = new Set(seqsOf(others));
      const left = seqsOf(spans).filter((seq) => !without.has(seq));
      expect(seqsOf(subtractSpans(spans, others))).toEqual(left);
    }),
  );
});

test('the first message from a sequence on is found, wherever it lies', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(50)), fc.nat(55), (seqs, seq) => {
      const messages = seqs.sort((a, b) => a - b).map((seq) => ({ seq }));
      const found = messages.findIndex((message) => message.seq >= seq);
      expect(indexFrom(messages, seq)).toBe(found < 0 ? messages.length : found);
    }),
  );
});
