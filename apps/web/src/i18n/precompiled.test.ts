import compile from 'icu-minify/compile';
import format from 'icu-minify/format';
import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import en from '../../messages/en.json';
import zh from '../../messages/zh-CN.json';
import { formats } from './formats';

type Tree = { [key: string]: string | Tree };

const flatten = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) => {
    const name = path ? `${path}.${key}` : key;
    return typeof value === 'string' ? [[name, value]] : flatten(value, name);
  });

const timeZone = 'Asia/Shanghai';
const formatters = {
  getDateTimeFormat: (...given: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    new Intl.DateTimeFormat(...given),
  getNumberFormat: (...given: ConstructorParameters<typeof Intl.NumberFormat>) =>
    new Intl.NumberFormat(...given),
  getPluralRules: (...given: ConstructorParameters<typeof Intl.PluralRules>) =>
    new Intl.PluralRules(...given),
};

/** Something for each place in a message, so that counts are of every kind. */
function valuesFor(text: string, count: number) {
  const values: Record<string, string | number | Date | ((chunks: unknown) => string)> = {};
  for (const [, tag = ''] of text.matchAll(/<(\w+)>/g)) values[tag] = (chunks) => `<${chunks}>`;
  for (const [, name = '', kind] of text.matchAll(/\{(\w+)\s*(?:\}|,\s*(\w+))/g)) {
    if (name in values && kind === undefined) continue;
    if (kind === 'plural' || kind === 'number' || kind === 'selectordinal') values[name] = count;
    else if (kind === 'date' || kind === 'time') values[name] = new Date('2031-04-05T13:07:00Z');
    else if (kind === 'select') values[name] = [...text.matchAll(/\b(\w+) \{/g)][0]?.[1] ?? 'other';
    else values[name] = `«${name}»`;
  }
  return values;
}

test.each([
  ['en', en],
  ['zh-CN', zh],
] as const)('%s: the form that pages carry says what the catalogue says', (locale, messages) => {
  const t = createTranslator({ locale, timeZone, messages: messages as Tree });
  const different: string[] = [];
  for (const [key, text] of flatten(messages as Tree))
    for (const count of [0, 1, 2, 1_234]) {
      const values = valuesFor(text, count);
      const said = [t.rich(key as never, values as never)].flat().join('');
      const compiled = format(compile(text), locale, values as never, {
        ...{ formats, formatters, timeZone },
      });
      if (said !== [compiled].flat().join('')) different.push(`${key}: ${said} / ${compiled}`);
    }
  expect(different).toEqual([]);
});
