import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect } from 'vitest';
import messages from '../../../messages/en.json';
import { RenderedMarkdown } from './rendered';

export const html = (text: string) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <RenderedMarkdown text={text} />
    </NextIntlClientProvider>,
  );

interface Element {
  tag: string;
  attributes: Map<string, string>;
  /** Names of the elements around it. */
  within: string[];
}

const unescaped = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');

/** Reads what React has written, which is the one form of HTML that can be read like this. */
export function elementsOf(markup: string): Element[] {
  const elements: Element[] = [];
  const open: string[] = [];
  for (const [, closing, tag = '', attributes = '', single] of markup.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:\s[\w-]+="[^"]*")*)\s*(\/?)>/giu,
  )) {
    if (closing) {
      open.pop();
      continue;
    }
    const pairs = [...attributes.matchAll(/([\w-]+)="([^"]*)"/gu)];
    elements.push({
      tag,
      attributes: new Map(pairs.map(([, name = '', value = '']) => [name, unescaped(value)])),
      within: [...open],
    });
    if (!single) open.push(tag);
  }
  expect(open).toEqual([]);
  return elements;
}

export const textOf = (markup: string) =>
  unescaped(markup.replaceAll(/<[^>]*>/gu, ' ')).replaceAll(/\s+/gu, ' ');
export const linksOf = (text: string) =>
  elementsOf(html(text)).flatMap(({ tag, attributes }) =>
    tag === 'a' ? [attributes.get('href')] : [],
  );

const TAGS = new Set(
  'p h3 h4 h5 h6 ul ol li blockquote figure figcaption pre code hr div table thead tbody tr th td br em strong s a span button svg path rect circle line'.split(
    ' ',
  ),
);
const HARMFUL =
  /^(?:on.*|src|srcset|style|action|formaction|data|poster|ping|background|is|slot)$/iu;

/** What must hold for every text there is. */
export function expectSafe(text: string): void {
  for (const { tag, attributes, within } of elementsOf(html(text))) {
    expect(TAGS, tag).toContain(tag);
    for (const name of attributes.keys()) expect(name).not.toMatch(HARMFUL);
    if (tag !== 'a') {
      expect(attributes.has('href'), tag).toBe(false);
      continue;
    }
    const href = attributes.get('href') ?? '';
    expect(new URL(href).protocol).toMatch(/^(?:https?|mailto|tel):$/u);
    expect(new URL(href).username).toBe('');
    expect(attributes.get('rel')).toBe('noopener noreferrer nofollow');
    expect(attributes.get('target')).toBe('_blank');
    expect(within).not.toContain('a');
    expect(within).not.toContain('button');
  }
}
