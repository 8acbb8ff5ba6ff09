import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstLink, LINK_MAX, normaliseLink } from './first-link.ts';

test.each([
  ['see https://example.org/a for more', 'https://example.org/a'],
  ['http://example.org', 'http://example.org/'],
  ['HTTPS://EXAMPLE.org/Path', 'https://example.org/Path'],
  ['first https://a.example/1 then https://b.example/2', 'https://a.example/1'],
  // What ends a sentence.
  ['Look at https://example.org/a.', 'https://example.org/a'],
  ['(see https://example.org/a)', 'https://example.org/a'],
  ['Really https://example.org/a?!', 'https://example.org/a'],
  ['“https://example.org/a”', 'https://example.org/a'],
  ['https://example.org/a?b=c&d=(e)', 'https://example.org/a?b=c&d=(e)'],
  ['https://en.wikipedia.org/wiki/Tea_(meal)', 'https://en.wikipedia.org/wiki/Tea_(meal)'],
  ['(https://en.wikipedia.org/wiki/Tea_(meal))', 'https://en.wikipedia.org/wiki/Tea_(meal)'],
  // Chinese punctuation and brackets.
  ['看这个https://example.org/a，很好', 'https://example.org/a'],
  ['看这个：https://example.org/a。', 'https://example.org/a'],
  ['（https://example.org/a）', 'https://example.org/a'],
  ['《https://example.org/a》', 'https://example.org/a'],
  ['【https://example.org/a】真的', 'https://example.org/a'],
  ['「https://example.org/a」', 'https://example.org/a'],
  ['https://example.org/a！', 'https://example.org/a'],
  // Names and paths in any script.
  ['https://例え.テスト/茶', 'https://xn--r8jz45g.xn--zckzah/%E8%8C%B6'],
  ['https://zh.wikipedia.org/wiki/茶馆。', 'https://zh.wikipedia.org/wiki/%E8%8C%B6%E9%A6%86'],
  // Markdown.
  ['[tea](https://example.org/a)', 'https://example.org/a'],
  ['[tea](https://example.org/a)后面的字', 'https://example.org/a'],
  ['[tea](https://example.org/a "A title")', 'https://example.org/a'],
  ['[tea](<https://example.org/a>)', 'https://example.org/a'],
  ['<https://example.org/a>', 'https://example.org/a'],
  ['**https://example.org/a**', 'https://example.org/a'],
  ['[1]: https://example.org/a', 'https://example.org/a'],
  ['| https://example.org/a | b |', 'https://example.org/a'],
  ['![picture](https://example.org/a.png)', 'https://example.org/a.png'],
  ['`code` https://example.org/a', 'https://example.org/a'],
  ['```\ncode\n```\nhttps://example.org/a', 'https://example.org/a'],
  // Not what it seems, but the next one is.
  ['http:// https://example.org/a', 'https://example.org/a'],
  ['https://[bad https://example.org/a', 'https://example.org/a'],
])('%s', (text, link) => expect(firstLink(text)).toBe(link));

test.each([
  'no link',
  'example.org',
  'ftp://example.org',
  'javascript:alert(1)',
  'javascript://https:/example.org',
  'https://',
  'https://…',
  'mailto:tea@example.org',
  // Code is no link.
  '`https://example.org/a`',
  '```\nhttps://example.org/a\n```',
  '```sh\ncurl https://example.org/a',
  '~~~\nhttps://example.org/a\n```\nhttps://example.org/b\n~~~',
  '````\n```\nhttps://example.org/a\n````',
])('no link in %j', (text) => expect(firstLink(text)).toBeNull());

test('an address that is too long, as written or as normalised, is passed over', () => {
  const room = LINK_MAX - 'https://example.org/'.length;
  expect(firstLink(`https://example.org/${'a'.repeat(room)}`)).toHaveLength(LINK_MAX);
  expect(firstLink(`https://example.org/${'a'.repeat(room + 1)}`)).toBeNull();
  expect(firstLink(`https://example.org/${'a/../'.repeat(400)}`)).toBeNull();
  expect(firstLink(`https://example.org/${'茶'.repeat(300)} https://b.example/`)).toBe(
    'https://b.example/',
  );
});

test('whatever the text, it ends quickly, and what is found is an address in its one form', () => {
  const piece = fc.constantFrom(
    ...['https://', 'http://', 'a.b', '(', ')', '[', ']', '<', '`', '```', '\n', ' ', '。', '*'],
  );
  const text = fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }).map((all) => all.join(''));
  fc.assert(
    fc.property(text, (given) => {
      const link = firstLink(given);
      if (link !== null) expect(normaliseLink(link)).toBe(link);
    }),
    { numRuns: 2_000 },
  );
  for (const pattern of ['https://', '(', 'https://a)', '`', '`a\n', '```\n', 'https://a.b/('])
    expectQuick(() => firstLink(pattern.repeat(20_000 / pattern.length)));
});

function expectQuick(work: () => void): void {
  // Time of the processor, and not of the clock: how long others are let go first is no property of the text.
  const since = process.cpuUsage();
  work();
  // A pattern that goes over the text once for each character would take seconds.
  expect(process.cpuUsage(since).user / 1_000).toBeLessThan(500);
}
