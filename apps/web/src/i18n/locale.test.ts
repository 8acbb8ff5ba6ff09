import { expect, test } from 'vitest';
import { negotiateLocale } from './locale';

test.each([
  ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['fr-FR,zh;q=0.3,en;q=0.7', 'en'],
  ['de', 'en'],
  ['zh;q=0', 'en'],
  ['', 'en'],
  [null, 'en'],
])('a browser that asks for %j gets %s', (header, locale) => {
  expect(negotiateLocale(header)).toBe(locale);
});
