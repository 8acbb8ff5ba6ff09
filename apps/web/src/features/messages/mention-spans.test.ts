import { describe, expect, test } from 'vitest';
import { mentionQuery, mentionSpans } from './mention-spans';

describe('mentionSpans', () => {
  test('finds whom the text names, counting code points', () => {
    expect(
      mentionSpans('🍵 @Tom and @所有人', [
        { userId: 'tom', name: 'Tom' },
        { userId: null, name: '所有人' },
      ]),
    ).toEqual([
      { userId: 'tom', start: 2, length: 4 },
      { userId: null, start: 11, length: 4 },
    ]);
  });

  test('takes the longest name, each stretch once, and every place', () => {
    expect(
      mentionSpans('@Tom Li @Tom', [
        { userId: 'tom', name: 'Tom' },
        { userId: 'li', name: 'Tom Li' },
      ]),
    ).toEqual([
      { userId: 'li', start: 0, length: 7 },
      { userId: 'tom', start: 8, length: 4 },
    ]);
  });

  test('forgets whoever was deleted from the text', () => {
    expect(mentionSpans('@To', [{ userId: 'tom', name: 'Tom' }])).toEqual([]);
  });
});

describe('mentionQuery', () => {
  test.each([
    ['@', 1, { from: 0, query: '' }],
    ['hi @To', 6, { from: 3, query: 'To' }],
    ['你好@小', 4, { from: 2, query: '小' }],
    ['mail@host', 9, null],
    ['@Tom tea', 8, null],
  ])('%s', (text, caret, expected) => {
    expect(mentionQuery(text, caret)).toEqual(expected);
  });
});
