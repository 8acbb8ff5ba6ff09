import { describe, expect, test } from 'vitest';
import { stretches } from './mentions';

const tom = { id: 'tom', nickname: 'Tom' };

describe('stretches', () => {
  test('cut the text where somebody is named, counting code points', () => {
    expect(stretches('🍵🍵 @Tom tea?', [{ start: 3, length: 4, user: tom }])).toEqual([
      { text: '🍵🍵 ', mention: null },
      { text: '@Tom', mention: { start: 3, length: 4, user: tom } },
      { text: ' tea?', mention: null },
    ]);
  });

  test('leave out nothing of the text, whatever the mentions say', () => {
    const text = 'a 茶 🍵 b';
    for (const mentions of [
      [],
      [{ start: 0, length: 0, user: null }],
      [{ start: 0, length: 99, user: null }],
      [
        { start: 2, length: 3, user: tom },
        { start: 3, length: 1, user: null },
      ],
    ])
      expect(
        stretches(text, mentions)
          .map((stretch) => stretch.text)
          .join(''),
      ).toBe(text);
  });
});
