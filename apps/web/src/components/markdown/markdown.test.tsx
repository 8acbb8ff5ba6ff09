import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import messages from '../../../messages/en.json';
import { Markdown } from './markdown';
import { expectSafe, html, linksOf, textOf } from './markup.fixture';
import { plain } from './plain';

describe('GitHub’s Markdown', () => {
  test.each([
    [
      'headings below those of the page',
      '# One\n\n## Two\n\n###### Six',
      /<h3.*One.*<h4.*Two.*<h6.*Six/u,
    ],
    ['a line break where one was typed', 'a\nb', /a<br\/>b/u],
    ['emphasis', '**a** *b* ~~c~~ `d`', /<strong[^>]*>a<.*<em[^>]*>b<.*<s[^>]*>c<.*<code[^>]*>d</u],
    ['lists with their first number', '7. a\n8. b', /<ol start="7".*a.*b/u],
    ['lists within lists', '- a\n  - b', /<ul.*a.*<ul.*b.*<\/ul>.*<\/ul>/u],
    ['quotes', '> a', /<blockquote.*a/u],
    ['rules', 'a\n\n---', /<hr/u],
    [
      'tables, with their columns aligned',
      '| a | b |\n|:-:|--:|\n| 1 | 2 |',
      /<th [^>]*text-center[^>]*>a.*<td [^>]*text-end[^>]*>2/u,
    ],
    [
      'code by its language',
      '```ts\nlet a\n```',
      /<figcaption[^>]*>TypeScript<.*<pre.*<code>let a</u,
    ],
    ['code without any', '    let a', /<pre.*<code>let a</u],
    [
      'addresses, also bare ones',
      '<https://a.test/> https://b.test/x',
      /href="https:\/\/a\.test\/".*href="https:\/\/b\.test\/x"/u,
    ],
    [
      'mail and telephone',
      'a@b.test [call](tel:+49301234)',
      /href="mailto:a@b\.test".*href="tel:\+49301234"/u,
    ],
  ])('shows %s', (_what, text, form) => {
    expect(html(text)).toMatch(form);
    expectSafe(text);
  });

  test('shows tasks by a mark that says so, without the brackets', () => {
    const markup = html('- [x] tea\n- [ ] cups\n- [link](https://a.test/)\n- plain');
    expect(markup).toMatch(/aria-label="Done:".*tea.*aria-label="To do:".*cups/u);
    expect(textOf(markup)).not.toContain('[');
    expect(markup.match(/role="img"/gu)).toHaveLength(2);
  });

  test('ends addresses before Chinese punctuation', () => {
    expect(linksOf('看https://a.test/x，还有（https://b.test/y）。')).toEqual([
      'https://a.test/x',
      'https://b.test/y',
    ]);
  });

  test('before it has been fetched, the words are there already', () => {
    const markup = renderToStaticMarkup(
      <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
        <Markdown text={'# Title\n\n**bold** [label](https://a.test/)\n\n```ts\nlet a\n```'} />
      </NextIntlClientProvider>,
    );
    expect(textOf(markup)).toContain('Title bold label');
    expect(markup).toMatch(/<pre.*<code>let a</u);
  });

  test('the line for a list says the same words', () => {
    for (const text of [
      '# Tea\n\nIt is **very** good, says [Mei](https://a.test/).',
      '- one\n- two\n\n> three `four`',
      '~~gone~~ &amp; back \\*x\\*',
      '```\na b\n```',
    ])
      expect(textOf(html(text)).replaceAll(' ', '')).toBe(plain(text).replaceAll(' ', ''));
  });
});

describe('pictures', () => {
  test('are never loaded: they are links by their name', () => {
    const markup = html('![A graph](https://a.test/x.png)');
    expect(markup).not.toContain('<img');
    expect(markup).toMatch(/<a href="https:\/\/a\.test\/x\.png"[^>]*>.*A graph<\/a>/u);
  });
});
