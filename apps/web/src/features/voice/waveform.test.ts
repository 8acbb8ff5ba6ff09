import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barsOf, loudness, peaksOf } from './waveform';

const tone = (amplitude: number) =>
  Array.from({ length: 480 }, (_, index) => amplitude * Math.sin(index / 5));

test('silence is 0, as loud as can be is 100, and what is louder is more', () => {
  expect(loudness([])).toBe(0);
  expect(loudness(tone(0))).toBe(0);
  expect(loudness([1, -1, 1, -1])).toBe(100);
  const levels = [0.005, 0.02, 0.1, 0.5, 1].map((amplitude) => loudness(tone(amplitude)));
  expect([...levels].sort((one, other) => one - other)).toEqual(levels);
  expect(new Set(levels).size).toBe(levels.length);
});

test('a peak is the loudest of its stretch, and none gets lost', () => {
  expect(peaksOf([1, 9, 2, 3, 8, 1], 3)).toEqual([9, 3, 8]);
  expect(peaksOf([4, 5], 64)).toEqual([4, 5]);
  expect(peaksOf([], 64)).toEqual([]);
  const level = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(fc.array(level, { minLength: 1, maxLength: 300 }), (levels) => {
      const peaks = peaksOf(levels, 64);
      expect(peaks.length).toBe(Math.min(64, levels.length));
      expect(Math.max(...peaks)).toBe(Math.max(...levels));
    }),
  );
});

test('there are as many bars as are to be drawn, of more or fewer peaks, or of none', () => {
  expect(barsOf([], 3)).toEqual([0, 0, 0]);
  expect(barsOf([5, 7], 4)).toEqual([5, 5, 7, 7]);
  expect(barsOf([1, 2, 3, 4], 2)).toEqual([2, 4]);
});
