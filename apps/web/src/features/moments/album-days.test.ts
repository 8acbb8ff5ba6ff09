import { expect, test } from 'vitest';
import { albumMonths } from './album-days';

const post = (id: string, ...at: [number, number, number, number]) => ({
  id,
  postedAt: new Date(...at).toISOString(),
});

test('posts lie in their days, and days in their months', () => {
  const months = albumMonths([
    post('e', 2026, 10, 21, 9),
    post('d', 2026, 10, 21, 8),
    post('c', 2026, 10, 2, 8),
    post('b', 2026, 9, 31, 23),
    post('a', 2025, 9, 31, 23),
  ]);
  const ids = months.map(({ days }) => days.map(({ posts }) => posts.map(({ id }) => id)));
  expect(ids).toEqual([[['e', 'd'], ['c']], [['b']], [['a']]]);
});

test('nothing posted is no month', () => {
  expect(albumMonths([])).toEqual([]);
});
