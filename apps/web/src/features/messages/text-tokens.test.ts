import { describe, expect, test } from 'vitest';
import { codePoints, isEmojiOnly, isLong, isLongMarkdown, tokenise } from './text-tokens';

const links = (text: string) =>
  tokenise(text).flatMap((token) => (token.kind === 'link' ? [token.text] : []));

describe('links', () => {
  test.each([
    ['see https://example.org/a?b=1#c.', ['https://example.org/a?b=1#c']],
    ['(https://example.org/wiki/Tea_(drink))', ['https://example.org/wiki/Tea_(drink)']],
    ['看这里https://example.org/茶，很好', ['https://example.org/茶']],
    ['“https://example.org”', ['https://example.org']],
    ['http://localhost:3000/x', ['http://localhost:3000/x']],
    ['a https://a.example b http://b.example', ['https://a.example', 'http://b.example']],
    ['HTTPS://EXAMPLE.ORG', ['HTTPS://EXAMPLE.ORG']],
    ['javascript:alert(1)', []],
    ['data:text/html,<b>', []],
    ['ftp://example.org', []],
    ['https://', []],
    ['http://[bad', []],
    ['no link here', []],
  ])('%j', (text, found) => {
    expect(links(text)).toEqual(found);
  });

  test('nothing of the text is lost or doubled', () => {
    const text = 'a https://a.example/x, b (http://b.example) 茶 http://[bad end';
    expect(
      tokenise(text)
        .map((token) => token.text)
        .join(''),
    ).toBe(text);
  });

  test('an address that hides behind a name keeps its real target', () => {
    expect(tokenise('https://bank.example@evil.example')).toEqual([
      {
        kind: 'link',
        text: 'https://bank.example@evil.example',
        href: 'https://bank.example@evil.example/',
      },
    ]);
  });
});

test.each([
  ['🍵', true],
  ['👨‍👩‍👧‍👦 ❤️', true],
  ['🇨🇳🇫🇷', true],
  ['👍🏽👍🏽👍🏽', true],
  ['🍵🍵🍵🍵🍵🍵🍵', false],
  ['🍵 tea', false],
  ['123', false],
  ['#', false],
  ['', false],
])('isEmojiOnly(%j) is %j', (text, answer) => {
  expect(isEmojiOnly(text)).toBe(answer);
});

test('long is many lines, whether broken by hand or by width', () => {
  expect(isLong('一\n'.repeat(200))).toBe(true);
  expect(isLong('茶'.repeat(500))).toBe(false);
  expect(isLong('茶'.repeat(720))).toBe(true);
  expect(isLong('a short message')).toBe(false);
});

test('Markdown is long by what is shown of it', () => {
  expect(isLongMarkdown('- one\n'.repeat(30))).toBe(true);
  expect(isLongMarkdown('- one\n'.repeat(15))).toBe(false);
  const wide = 'x'.repeat(300);
  expect(isLongMarkdown(`\`\`\`\n${`${wide}\n`.repeat(10)}\`\`\``)).toBe(false);
  expect(isLongMarkdown(`${wide}\n`.repeat(10))).toBe(true);
  expect(isLongMarkdown(`[tea](https://example.org/${wide})\n`.repeat(10))).toBe(false);
});

test('length is counted in code points, not code units', () => {
  expect(codePoints('茶🍵')).toBe(2);
});
