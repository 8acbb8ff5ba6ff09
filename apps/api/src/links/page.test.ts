import { describe, expect, test } from 'vitest';
import { decodePage, SUMMARY_MAX, summarisePage, tidyLine } from './page.ts';

const head = (inside: string) => `<!doctype html><html><head>${inside}</head><body></body></html>`;

describe('what a page says of itself', () => {
  test('the title and the description every page has', () => {
    const html = head('<title>Tea</title><meta name="description" content="All about it">');
    const page = { title: 'Tea', description: 'All about it', siteName: null };
    expect(summarisePage(html)).toEqual(page);
  });

  test('rather what it says for previews, in any order, case and quoting', () => {
    const html = head(
      `<meta content='Twitter' name='twitter:title'><META PROPERTY=og:title CONTENT=Graph>
       <title>Plain</title><meta name="description" content="plain">
       <meta property="og:description" content="graph" /><meta property="og:site_name" content="The Teahouse">`,
    );
    const page = { title: 'Graph', description: 'graph', siteName: 'The Teahouse' };
    expect(summarisePage(html)).toEqual(page);
  });

  test('the first of several, and the next kind where one is empty', () => {
    const html = head(
      `<title>Plain</title><meta property="og:title" content=" "><meta name="twitter:title" content="First">
       <meta name="twitter:title" content="Second">`,
    );
    expect(summarisePage(html)?.title).toBe('First');
  });

  test('with entities decoded, once', () => {
    const html = head(
      '<title>A &amp; B &lt;3 &#x8336;&#39302; &amp;lt;b&amp;gt;</title><meta name=description content="x &quot;y&quot; &hellip;">',
    );
    const page = { title: 'A & B <3 茶馆 &lt;b&gt;', description: 'x "y" …', siteName: null };
    expect(summarisePage(html)).toEqual(page);
  });

  test('markup in a title is text', () => {
    const html = head('<title>Tea <script>alert(1)</script></title>');
    expect(summarisePage(html)?.title).toBe('Tea <script>alert(1)</script>');
  });

  test('nothing of comments, scripts, styles and of the body, which visitors may have written', () => {
    const html = `<head><!-- <title>comment</title> --><script>"<title>script</title>"</script>
      <style><title>style</title></style></head><body><title>body</title>
      <meta property="og:title" content="body"></body>`;
    expect(summarisePage(html)).toBeNull();
    for (const start of ['<body>', '<head></head>'])
      expect(summarisePage(`${start}<meta property="og:title" content="body">`)).toBeNull();
  });

  test('also of a page that stops in the middle', () => {
    expect(summarisePage('<head><title>Tea</title><meta name="descr')?.title).toBe('Tea');
    expect(summarisePage('<meta property="og:title" content="Tea"><title>cut o')?.title).toBe(
      'Tea',
    );
  });

  test('a page without a title has nothing to show', () => {
    for (const html of ['', 'plain text', head('<meta name="description" content="x">')])
      expect(summarisePage(html)).toBeNull();
  });

  test('names of objects’ own things are names like any other', () => {
    const html = head(
      '<title>Tea</title><meta name="__proto__" content="x"><meta name="constructor" content="y">',
    );
    expect(summarisePage(html)).toEqual({ title: 'Tea', description: null, siteName: null });
  });
});

describe('the texts are fit to be shown', () => {
  test('on one line, without control, direction and broken characters', () => {
    const dirty = ' \u202Eevil\u202C\n\ttea\u0000\u0007 \u2066x\u2069\u200F\uFEFF\uD83C \u2028end ';
    expect(tidyLine(dirty, 100)).toBe('evil tea x end');
  });

  test('a name that cannot be seen is none', () => {
    const html = head('<meta property="og:title" content="&#8203;&#12644;"><title>Tea</title>');
    expect(summarisePage(html)?.title).toBe('Tea');
    expect(summarisePage(head('<title>&#8203;&#12644;</title>'))).toBeNull();
  });

  test('but with what words and emoji are made of', () => {
    expect(tidyLine('👨‍👩‍👧 می‌خواهم', 100)).toBe('👨‍👩‍👧 می‌خواهم');
  });

  test('cut to a length in code points, never within one', () => {
    expect(tidyLine('🍵'.repeat(10), 10)).toBe('🍵'.repeat(10));
    expect(tidyLine('🍵'.repeat(11), 10)).toBe(`${'🍵'.repeat(9)}…`);
    const long = 'x'.repeat(100_000);
    const page = summarisePage(
      head(
        `<title>${long}</title><meta name="description" content="${long}"><meta property="og:site_name" content="${long}">`,
      ),
    );
    expect(page?.title).toHaveLength(SUMMARY_MAX.title);
    expect(page?.description).toHaveLength(SUMMARY_MAX.description);
    expect(page?.siteName).toHaveLength(SUMMARY_MAX.siteName);
  });
});

describe('encodings', () => {
  const TEA = {
    'utf-8': 'e88cb6e9a686',
    gb18030: 'b2e8b9dd',
    gb2312: 'b2e8b9dd',
    big5: 'afabc0b6',
    shift_jis: '92838adb',
    'euc-kr': 'b4d9b0fc',
  };
  const bytesOf = (...parts: (string | Buffer)[]) =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));

  test.each(Object.entries(TEA))('%s, named by the server or by the page', (name, hex) => {
    const word = Buffer.from(hex, 'hex');
    const text = new TextDecoder(name).decode(word);
    expect(text).toMatch(/^[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}]+$/u);
    const plain = bytesOf('<title>', word, '</title>');
    expect(summarisePage(decodePage(plain, name))?.title).toBe(text);
    const short = bytesOf(`<meta charset="${name}"><title>`, word, '</title>');
    expect(summarisePage(decodePage(short))?.title).toBe(text);
    const long = bytesOf(
      `<meta http-equiv="Content-Type" content="text/html; charset=${name}"><title>`,
      word,
      '</title>',
    );
    expect(summarisePage(decodePage(long))?.title).toBe(text);
  });

  test('a byte order mark is stronger than any word, and the server’s word than the page’s', () => {
    const utf16 = Buffer.concat([
      Buffer.from('fffe', 'hex'),
      Buffer.from('<title>茶</title>', 'utf16le'),
    ]);
    expect(decodePage(utf16, 'gbk')).toBe('<title>茶</title>');
    const utf8 = bytesOf(Buffer.from('efbbbf', 'hex'), '茶');
    expect(decodePage(utf8, 'gbk')).toBe('茶');
    const meta = bytesOf('<meta charset=big5>', Buffer.from(TEA.gb18030, 'hex'));
    expect(decodePage(meta, 'gb18030')).toBe('<meta charset=big5>茶馆');
  });

  test('an unknown or impossible name is as none, and broken bytes are marked, never an error', () => {
    for (const name of ['klingon', 'utf-7', 'hz-gb-2312', '"'])
      expect(decodePage(Buffer.from('茶'), name)).toBe('茶');
    expect(decodePage(bytesOf('<meta charset=utf-16>茶'))).toContain('茶');
    expect(decodePage(Buffer.from('ff41fe42', 'hex'), 'utf-8')).toBe('\uFFFDA\uFFFDB');
  });
});

test('the time grows with the length of a page and nothing else, whatever it is made of', () => {
  const MOST = 512 * 1024;
  const pages = [
    '<a>'.repeat(85_000) + '</b>'.repeat(64_000),
    `<meta ${Array.from({ length: 100_000 }, (_, at) => at.toString(36)).join(' ')}>`,
    '<'.repeat(MOST),
    '<!--'.repeat(MOST / 4),
    '<!'.repeat(MOST / 2),
    '&'.repeat(MOST),
    '<title>&#'.repeat(MOST / 9),
    `<title>${'</titl'.repeat(MOST / 6)}`,
    `<meta content="${'&amp'.repeat(MOST / 4)}`,
    '<meta property=og:title content=x>'.repeat(MOST / 34),
    `<script>${'</scrip'.repeat(MOST / 7)}`,
    '<svg><![CDATA['.repeat(MOST / 14),
  ];
  for (const page of pages) {
    // Time of the processor, and not of the clock: how long others are let go first is no property of the page.
    const since = process.cpuUsage();
    summarisePage(page.slice(0, MOST));
    expect(process.cpuUsage(since).user / 1_000, page.slice(0, 30)).toBeLessThan(1_000);
  }
});
