import { expect, test } from 'vitest';
import { isLongText } from './text-length';

test('a few lines stand as they are, a long text is folded', () => {
  expect(isLongText('A quiet afternoon.')).toBe(false);
  expect(isLongText('word '.repeat(60))).toBe(false);
  expect(isLongText('word '.repeat(100))).toBe(true);
});

test('Chinese takes twice the room of Latin', () => {
  expect(isLongText('茶'.repeat(160))).toBe(false);
  expect(isLongText('茶'.repeat(180))).toBe(true);
});

test('many short lines are as long as one of many words', () => {
  expect(isLongText('a\n'.repeat(7))).toBe(false);
  expect(isLongText('a\n'.repeat(9))).toBe(true);
});
