import { expect, test } from 'vitest';
import { rowsOf } from './avatar-grid';

test('people fill the rows of a grid from the bottom, in their order', () => {
  const lengths = (count: number) =>
    rowsOf(Array.from({ length: count }, (_, index) => index)).map((row) => row.length);
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map(lengths)).toEqual([
    [1],
    [2],
    [1, 2],
    [2, 2],
    [2, 3],
    [3, 3],
    [1, 3, 3],
    [2, 3, 3],
    [3, 3, 3],
  ]);
  expect(rowsOf(['a', 'b', 'c', 'd', 'e'])).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e'],
  ]);
});
