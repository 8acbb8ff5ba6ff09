import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeHref } from './links';
import { elementsOf, expectSafe, html, linksOf, textOf } from './markup.fixture';

describe('links', () => {
  const HARMLESS = ['https://a.test/', 'http://a.test', 'mailto:a@b.test', 'tel:+49'];
  test.each(HARMLESS)('%s is one', (address) => {
    expect(linksOf(`[x](${address})`)).toHaveLength(1);
  });

  const BAD = [
    ...[
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'javascript&colon;alert(1)',
    ],
    ...[
      'java\tscript:alert(1)',
      'java&Tab;script:alert(1)',
      'java&NewLine;script:alert(1)',
      'java&#10;script:alert(1)',
    ],
    ...[
      '&#106;avascript:alert(1)',
      '&#x6A;avascript:alert(1)',
      '&#0000106avascript:alert(1)',
      '\\javascript:alert(1)',
    ],
    ...[
      '\u0001javascript:alert(1)',
      '\u00a0javascript:alert(1)',
      '\u200bjavascript:alert(1)',
      '\ufeffjavascript:alert(1)',
    ],
    ...[
      'javascript\u200b:alert(1)',
      'ｊavascript:alert(1)',
      'javascript：alert(1)',
      'java%0ascript:alert(1)',
      '%6aavascript:alert(1)',
    ],
    ...[
      'javascript://a.test/%0aalert(1)',
      'data:text/html,<script>alert(1)</script>',
      'data:image/svg+xml,<svg/onload=alert(1)>',
    ],
    ...[
      'data:image/png;base64,AAAA',
      'DATA:text/html;base64,PHN2Zz4=',
      'vbscript:msgbox(1)',
      'VBScript:x',
      'livescript:x',
      'file:///etc/passwd',
    ],
    ...[
      'blob:https://a.test/x',
      'about:blank',
      'view-source:https://a.test',
      'filesystem:https://a.test/x',
      'intent://a#Intent;end',
    ],
    ...[
      'chrome://settings',
      'ms-word:ofe|u|https://a.test',
      'sms:+49',
      'ws://a.test',
      'ftp://a.test',
      'jar:https://a.test!/',
    ],
    ...[
      '/settings',
      '//evil.test',
      '\\\\evil.test',
      '/\\evil.test',
      '?logout',
      '#x',
      'settings',
      './x',
      '',
      'https://',
      'https:',
      'http:///',
    ],
    ...['https://a.test@evil.test/', 'https://a.test:x@evil.test/'],
  ];
  const forms: [string, (address: string) => string][] = [
    ['a link', (address) => `[x](${address})`],
    ['a link in angle brackets', (address) => `[x](<${address}>)`],
    ['an autolink', (address) => `<${address}>`],
    ['a reference', (address) => `[x][r]\n\n[r]: ${address}`],
    ['a picture', (address) => `![x](${address})`],
    ['a picture in a link', (address) => `[![x](${address})](${address})`],
    ['bare text', (address) => address],
    ['a title', (address) => `[x](${address} "${address}")`],
  ];
  test.each(forms)('%s never leads to another scheme or into this site', (_form, write) => {
    for (const address of BAD) {
      const text = write(address);
      expectSafe(text);
      // What remains is the harmless part of an address, or what is plainly written as one; never what was asked for.
      for (const href of linksOf(text)) expect(safeHref(href ?? ''), text).toBe(href);
    }
    expect(linksOf('[x](javascript:alert(1))')).toEqual([]);
  });

  test('that are none are shown as they were written', () => {
    for (const text of ['[x](ftp://a.test)', '[x](/settings)', '![x](javascript:alert)'])
      expect(textOf(html(text))).toContain(text);
  });

  test('what is judged is what is opened', () => {
    for (const address of BAD) {
      const href = safeHref(address);
      if (href !== null) expect(new URL(href).hostname, address).not.toMatch(/^(?:evil\.test)?$/u);
    }
    expect(safeHref('HTTPS://A.test/\u202Ex')).toBe('https://a.test/%E2%80%AEx');
    expect(safeHref(' https://a.test ')).toBe('https://a.test/');
  });

  test('never lie within each other, however they are written', () => {
    for (const text of [
      '[a [b](https://b.test) c](https://a.test)',
      '[a <https://b.test> c](https://a.test)',
      '[https://b.test](https://a.test)',
      '[a@b.test](https://a.test)',
      '[![a](https://b.test/x.png)](https://a.test)',
      '![a [b](https://b.test)](https://a.test/x.png)',
      '![![a](https://b.test)](https://a.test)',
      '[a](https://a.test/[b](https://b.test))',
      '[a][r] [b [a][r]][r]\n\n[r]: https://a.test',
    ])
      expectSafe(text);
    expect(linksOf('[see https://b.test](https://a.test)')).toEqual(['https://a.test/']);
  });

  test('without a word on them show where they lead', () => {
    expect(textOf(html('[](https://a.test/x)'))).toContain('https://a.test/x');
    expect(textOf(html('![](https://a.test/x.png)'))).toContain('a.test');
  });

  test('say where they lead when one points at them', () => {
    expect(html('[my bank](https://evil.test/)')).toContain('title="https://evil.test/"');
  });
});

describe('HTML', () => {
  const HTML = [
    ...[
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '<svg onload=alert(1)>',
      '<a href="javascript:x">y</a>',
    ],
    ...[
      '<iframe src="https://evil.test">',
      '<style>*{display:none}</style>',
      '<b>bold</b>',
      '<!-- comment -->',
      '<?php x ?>',
    ],
    ...[
      '<![CDATA[x]]>',
      '<!DOCTYPE html>',
      '<div style="position:fixed">',
      '</div></div>',
      '<form action="https://evil.test">',
    ],
    ...[
      '<base href="https://evil.test">',
      '<meta http-equiv=refresh content=0>',
      '<math><mtext><img src=x>',
      '<x-y>',
      '<input autofocus onfocus=x>',
    ],
  ];
  const places: [string, (html: string) => string][] = [
    ['a paragraph', (code) => code],
    ['a block', (code) => `\n\n${code}\n\n`],
    ['a heading', (code) => `# ${code}`],
    ['a list', (code) => `- ${code}\n  ${code}`],
    ['a quote', (code) => `> ${code}`],
    ['a table', (code) => `| ${code} | b |\n|---|---|\n| ${code} | ${code} |`],
    ['a link’s label', (code) => `[${code}](https://a.test)`],
    ['a link’s title', (code) => `[a](https://a.test '${code}')`],
    ['a picture’s name', (code) => `![${code}](https://a.test/x.png)`],
    ['code', (code) => `\`${code}\``],
    ['a block of code', (code) => `\`\`\`html\n${code}\n\`\`\``],
    ['the word behind a fence', (code) => `\`\`\`${code}\ncode\n\`\`\``],
    ['emphasis', (code) => `**${code}** *${code}*`],
    ['a task', (code) => `- [x] ${code}`],
    ['a reference', (code) => `[${code}][r]\n\n[r]: https://a.test '${code}'`],
  ];
  test.each(places)('in %s is text', (_place, write) => {
    for (const code of HTML) expectSafe(write(code));
  });

  test('makes no island in which Markdown is none', () => {
    for (const text of ['<div>\n**x**\n</div>', '<pre>\n**x**\n</pre>', '<!-- **x** -->'])
      expect(html(text)).toContain('<strong');
  });

  test('is shown as it was written', () => {
    expect(textOf(html('a <b>c</b> <script>x</script>'))).toContain(
      'a <b>c</b> <script>x</script>',
    );
  });
});

describe('whatever the text', () => {
  const piece = fc.constantFrom(
    ...[
      '[',
      ']',
      '(',
      ')',
      '![',
      '](',
      '](javascript:',
      '](https://a.test',
      '<',
      '>',
      '<a href="',
      '"',
      "'",
      '`',
      '```',
    ],
    ...[
      '*',
      '**',
      '_',
      '~~',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '1. ',
      '- [x] ',
      '# ',
      '| ',
      '|---|',
      '\\',
      '&#x',
      '&colon;',
      ';',
      '    ',
    ],
    ...[
      'https://',
      'javascript:',
      'data:',
      'a@b.test',
      '<!--',
      '-->',
      '<script>',
      '[r]: ',
      '[r]',
      '\t',
      '\u0000',
      '\u202e',
      '茶',
    ],
  );
  const text = fc.array(fc.oneof(piece, fc.string()), { maxLength: 50 }).map((all) => all.join(''));

  test('it is safe', () => {
    fc.assert(fc.property(text, expectSafe), { numRuns: 1_500 });
  });

  test('no word is lost, however deeply it is nested', () => {
    const mark = fc.constantFrom(
      '> ',
      '- ',
      '1. ',
      '  ',
      '# ',
      '**',
      '_',
      '\n',
      '\n\n',
      '| ',
      '- [ ] ',
      '>> > ',
      '\t',
    );
    const words = fc.array(fc.array(mark, { maxLength: 40 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(words, (marks) => {
        const written = marks.map((before, index) => `${before.join('')}word${index}x`).join('');
        const shown = textOf(html(written));
        for (const index of marks.keys()) expect(shown, written).toContain(`word${index}x`);
      }),
      { numRuns: 500 },
    );
    expect(textOf(html(`${'>'.repeat(500)} deep`))).toContain('deep');
    expect(textOf(html(`${'- '.repeat(500)}deep`))).toContain('deep');
  });

  test('names of objects’ own things are names like any other', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      expectSafe(`[${name}]`);
      expect(linksOf(`[x][${name}]`)).toEqual([]);
      expect(linksOf(`[x][${name}]\n\n[${name}]: https://a.test/`)).toEqual(['https://a.test/']);
      expect(html(`\`\`\`${name}\ncode\n\`\`\``)).toContain('code');
    }
    expect(({} as Record<string, unknown>).href).toBeUndefined();
  });

  test('a fence that is never closed holds the rest', () => {
    for (const fence of ['```', '~~~', '````ts'])
      expect(html(`${fence}\n<b>x</b>\n\n# y`)).toMatch(
        /<code>&lt;b&gt;x&lt;\/b&gt;\n\n# y<\/code>/u,
      );
  });

  const PATTERNS = [
    ...[
      '[',
      ']',
      '*',
      '_',
      '>',
      '> ',
      '- ',
      '1. ',
      '`',
      '~',
      '|',
      '<',
      '(',
      '\\',
      '&',
      '!',
      '![',
      '[]',
      '[](',
      '[a](',
      '<a',
    ],
    ...[
      '*a ',
      '_a*',
      'a**b',
      '*a_ ',
      '~~a ',
      '[a',
      '[a]: b\n',
      '<!--',
      'www.',
      'a@b.',
      'http://',
      'https://a.',
      '\n',
      '\t',
      '- \n',
      '| a\n',
    ],
    ...['- * + ', '>- ', '>\n', '|a', '# ', '**x* ', '[x][', '"', 'a\n=\n', '``a` '],
  ];
  test.each(PATTERNS)('20,000 characters of %j take no time to speak of', (pattern) => {
    const given = pattern.repeat(20_000 / pattern.length);
    const since = process.cpuUsage();
    const markup = html(given);
    // Nothing in here may grow by the square: 20,000 characters of plain text take a few milliseconds (of the processor:
    // the clock would count what else is running).
    expect(process.cpuUsage(since).user / 1_000).toBeLessThan(2_500);
    expect(markup.length).toBeLessThan(5_000_000);
  });

  test('a table of a great many columns is no way to a great many cells', () => {
    const wide = (columns: number, rows: number) =>
      `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n${'|b\n'.repeat(rows)}`;
    expect(elementsOf(html(wide(50, 100))).filter(({ tag }) => tag === 'td')).toHaveLength(5_000);
    const large = html(wide(1_000, 5_000));
    expect(large).not.toContain('<td');
    expect(large).toContain('|a|a');
  });
});
