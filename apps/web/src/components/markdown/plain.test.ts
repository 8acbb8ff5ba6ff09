import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plain } from './plain';

describe('one line for a list', () => {
  test.each([
    ['# Title\n\nText', 'Title Text'],
    ['**bold** _em_ ~~gone~~ ***both***', 'bold em gone both'],
    ['**a *b* c**', 'a b c'],
    ['`code` and ``a`b``', 'code and a`b'],
    ['```js\nconst a = **1**;\n```', 'const a = **1**;'],
    ['~~~\n# no title\n~~~\nafter', '# no title after'],
    ['[label](https://example.org/a_(b) "title") x', 'label x'],
    ['![picture](https://example.org/a.png)', 'picture'],
    ['<https://example.org/a>', 'https://example.org/a'],
    ['> quoted\n> > twice', 'quoted twice'],
    ['- one\n* two\n+ three\n1. four\n2) five', 'one two three four five'],
    ['- [ ] to do\n- [x] done', '☐ to do ☑ done'],
    ['| a | b |\n|---|:-:|\n| 1 | 2 |', 'a · b 1 · 2'],
    ['a\n\n---\n\nb', 'a b'],
    ['Title\n=====\ntext', 'Title text'],
    ['[1]: https://example.org\ntext', 'text'],
    ['a &amp; b &lt;c&gt; &#x8336; &#39302;', 'a & b <c> 茶 馆'],
    ['\\*not bold\\* \\# \\[x\\]', '*not bold* # [x]'],
    // Not marks.
    ['snake_case_name and __init__.py', 'snake_case_name and init.py'],
    ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
    ['5 < 6 > 4', '5 < 6 > 4'],
    ['#hashtag -dash', '#hashtag -dash'],
    ['<b>text</b>', '<b>text</b>'],
    ['**今晚**停机，*请*注意', '今晚停机，请注意'],
    ['', ''],
    ['***', ''],
  ])('%j', (markdown, line) => expect(plain(markdown)).toBe(line));

  test('whatever the text, it is one line without spaces around, and no longer than the text', () => {
    const piece = fc.constantFrom(
      ...[
        '*',
        '_',
        '`',
        '~~',
        '[',
        '](',
        ')',
        '!',
        '>',
        '- ',
        '|',
        '\n',
        '\t',
        '```',
        '#',
        '\\',
        '&#',
        ';',
        '&amp;',
      ],
    );
    const text = fc
      .array(fc.oneof(piece, fc.string()), { maxLength: 60 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, (given) => {
        const line = plain(given);
        expect(line).not.toMatch(/[\n\r\t]|^\s|\s$/u);
        expect(line).not.toMatch(/[\u{F0000}\u{F0001}]/u);
      }),
      { numRuns: 2_000 },
    );
  });

  test('marks of ours in a text are no way to anything', () => {
    expect(plain('\u{F0000}0\u{F0001} \\*')).toBe('0 *');
  });

  test('only the beginning of a long text is looked at', () => {
    expect(plain('a'.repeat(20_000)).length).toBeLessThanOrEqual(2_000);
  });
});
