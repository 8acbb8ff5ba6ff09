import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoOf } from './instants.ts';

function agrees(instant: Date): void {
  expect(isoOf(instant)).toBe(instant.toISOString());
}

test('an instant is written as JavaScript writes it', () => {
  fc.assert(fc.property(fc.date({ noInvalidDate: true }), agrees), { numRuns: 10_000 });
  for (const edge of [
    0, -1, 999, 1_000, 59_999, 86_399_999, 86_400_000, -86_400_000, 8.64e15, -8.64e15,
  ])
    agrees(new Date(edge));
});

test('days are told apart, and what is no instant is refused as ever', () => {
  const midnight = Date.UTC(2026, 1, 28, 24);
  for (const time of [midnight - 1, midnight, midnight - 1]) agrees(new Date(time));
  expect(() => isoOf(new Date(Number.NaN))).toThrow(RangeError);
  agrees(new Date(midnight));
});
