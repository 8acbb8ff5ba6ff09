import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align, EXCERPT_MAX, excerptOf } from './excerpt.ts';
import { canonical, holds, QUERY_MAX, readQuery } from './tokens.ts';

const finds = (query: string, text: string) => holds(text, readQuery(query));

describe('what is found', () => {
  test.each([
    // Words by how they begin.
    ['hel', 'Hello there'],
    ['HELLO', 'well,hello!'],
    ['tea', 'Teahouse'],
    ['h', 'oh hi'],
    ['2026', 'by 2026-11-21'],
    ['example.com', 'see https://example.com/a?b=c'],
    ['b=c', 'see https://example.com/a?b=c'],
    ['user_name', 'const user_name = 1'],
    ["don't", 'I don’t know'],
    // Han, kana, Hangul, Thai and emoji anywhere, from one character on.
    ['茶', '去喝茶吧'],
    ['吧', '去喝茶吧'],
    ['喝茶', '去喝茶吧'],
    ['喝茶吧', '去喝茶吧'],
    ['ラテ', '抹茶ラテをください'],
    ['카페', '내일카페에서 만나요'],
    ['ㅋ', 'ㅋㅋㅋ'],
    ['กา', 'ไปดื่มกาแฟ'],
    ['🍵', '好🍵的'],
    ['👍', 'ok 👍🏽'],
    ['❤', '❤️'],
    ['👩', '👨‍👩‍👧'],
    ['🇨🇳', '去🇨🇳玩'],
    // Across scripts, with and without a space.
    ['React', '用React写'],
    ['用react写', '用 React 写'],
    ['用 react 写', '用React写'],
    ['v2版', '升级到v2版本'],
    ['3月', '3 月 5 日'],
    // Width, case, accents, compositions and what cannot be seen.
    ['ＡＢＣ１２３', 'abc123'],
    ['abc', 'ＡＢＣ'],
    ['パン', 'ﾊﾟﾝ'],
    ['cafe', 'Café'],
    ['café', 'CAFE'],
    ['lodz', 'Łódź'],
    ['dang', 'ĐẶNG'],
    ['όσο', 'ΌΣΟ'],
    ['ёлка', 'Елка'],
    ['i', 'İstanbul'],
    ['cafe', 'ca\u00ADf\u200Be'],
    ['e\u0301te', 'été'],
    ['가', '가'.normalize('NFD')],
    ['㍿', '株式会社'],
    // All words in any order, and phrases side by side.
    ['茶 hel', 'hello 喝茶'],
    ['world hello', 'Hello, World'],
    ['"hello world"', 'oh, Hello — World!'],
    ['“喝茶”', '去喝茶吧'],
    ['"tea"', 'tea, please'],
    ['"unfinished', 'unfinished business'],
  ])('%s in %s', (query, text) => expect(finds(query, text)).toBe(true));

  test.each([
    ['ello', 'hello'],
    ['26', '2026'],
    ['hello', 'hel lo'],
    ['"hel"', 'hello'],
    ['"hello world"', 'hello big world'],
    ['"hello world"', 'world hello'],
    ['"hello world"', 'hello worlds'],
    ['茶喝', '喝茶'],
    ['今天气', '今天天气'],
    ['今天', '今，天'],
    ['抹茶拿', '抹茶和茶拿'],
    ['か', 'が'],
    ['茶 咖啡', '喝茶'],
    ['example.com', 'com.example'],
    ['用react写', '用 react 来写'],
    ['x'.repeat(70), `${'x'.repeat(69)}y`],
  ])('not %s in %s', (query, text) => expect(finds(query, text)).toBe(false));

  test('words of any length are compared to their end', () => {
    const word = 'x'.repeat(80);
    expect(finds(word, `${word}y`)).toBe(true);
    expect(finds(`"${word}"`, `${word}y`)).toBe(false);
    expect(finds(`"${word}"`, `a ${word} b`)).toBe(true);
  });

  test.each(['', ' ', '\0', '!!!', '“”', '"', '%_\\', '\ud800', '\u202e\u200b\ufeff', '、。・'])(
    'nothing is asked for by %j',
    (query) =>
      expect(() => readQuery(query)).toThrow(expect.objectContaining({ rule: 'INVALID_FIELD' })),
  );

  test('a query has a length', () => {
    expect(readQuery('茶'.repeat(QUERY_MAX))).toHaveLength(1);
    expect(() => readQuery('茶'.repeat(QUERY_MAX + 1))).toThrow('100');
    expect(readQuery('🍵'.repeat(QUERY_MAX))).toHaveLength(1);
  });
});

/** Whatever meets in a message: scripts, widths, marks that join, characters that cannot be seen. */
const anything = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'aZé9 \n.\'"-_@茶天气抹がガｶﾞﾊﾟ한ㅋㅏㄳกาΣςĐİ，。“”…　'),
    fc.constantFrom('\u0301', '\u3099', '\u200D', '\uFE0F', '\u1161', '\u11A8', '\u00AD', '\u202E'),
    fc.constantFrom('🍵', '👍🏽', '👨‍👩‍👧', '🇨🇳', '❤️', '1️⃣', '\u{1F3FB}', '\u{E0062}'),
    fc
      .string({ unit: 'binary', minLength: 1, maxLength: 1 })
      .filter((it) => !/\p{Surrogate}/u.test(it)),
  ),
  maxLength: 60,
});

describe('an excerpt', () => {
  const marked = (query: string, text: string) =>
    excerptOf(text, readQuery(query)).map((part) =>
      part.highlighted ? `[${part.text}]` : part.text,
    );

  test('marks what was searched for, as it stands in the message', () => {
    expect(marked('hel 茶', '喝茶, Hello，抹茶').join('')).toBe('喝[茶], [Hel]lo，抹[茶]');
    expect(marked('cafe パ', 'ＣＡＦÉ ﾊﾟﾝ').join('')).toBe('[ＣＡＦÉ] [ﾊﾟ]ﾝ');
    expect(marked('"go to" 👍', 'Go\nto 👍🏽!').join('')).toBe('[Go\nto] [👍🏽]!');
    expect(marked('今天 天天', '今天天气').join('')).toBe('[今天天]气');
    expect(marked('家', '👨‍👩‍👧 回家').join('')).toBe('👨‍👩‍👧 回[家]');
    expect(marked('👩', '👨‍👩‍👧').join('')).toBe('[👨‍👩‍👧]');
  });

  test('shows the part of a long message where most of the words are', () => {
    const far = '茶，'.repeat(200);
    const text = `apple ${far} apple and pear ${far}`;
    const parts = excerptOf(text, readQuery('apple pear'));
    const shown = parts.map((part) => part.text).join('');
    expect(shown).toContain('apple and pear');
    expect(shown).toMatch(/^….*…$/);
    expect([...shown].length).toBeLessThanOrEqual(EXCERPT_MAX + 2);
    expect(parts.filter((part) => part.highlighted).map((part) => part.text)).toEqual([
      'apple',
      'pear',
    ]);
  });

  test('shows a short message whole, and begins a long Latin one with a whole word', () => {
    expect(excerptOf('hi there', readQuery('hi'))).toEqual([
      { text: 'hi', highlighted: true },
      { text: ' there', highlighted: false },
    ]);
    const [first] = excerptOf(`${'lorem '.repeat(100)}tea`, readQuery('tea'));
    expect(first?.text).toMatch(/^…lorem /);
  });

  test('is aligned with the canonical form, whatever is in the message', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { letters, form } = align(text);
        expect(letters.join('')).toBe(text);
        expect(form).toBe(canonical(text));
      }),
      { numRuns: 3_000 },
    );
  });
});
