import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { highlight, learn, recall } from './highlight';
import { type Language, labelOf, languageOf } from './languages';

const NAMES =
  'bash c cpp csharp css diff dockerfile go graphql ini java javascript json kotlin lua nginx php python ruby rust sql swift typescript xml yaml'.split(
    ' ',
  );
const languages = NAMES.map((name) => languageOf(name)).filter(
  (language) => language !== undefined,
);
const textOf = (code: string, language: Language) =>
  highlight(code, language)
    ?.map((run) => run.text)
    .join('');

test('a language that has not been learnt yet is not coloured', () => {
  expect(highlight('x = 1', languages[0] as Language)).toBeNull();
});

describe('every language', () => {
  beforeAll(async () => {
    expect(languages).toHaveLength(NAMES.length);
    await Promise.all(languages.map(learn));
  });

  test('has colours for something', () => {
    const sample =
      '# c\n// c\n-- c\n<a b="c"> "text" true null { "k": 1 } k: 1\nif x = 1; class Foo\nFROM a\n+ added\n[s]\nselect 1';
    for (const language of languages)
      expect(
        highlight(sample, language)?.some((run) => run.scope),
        language.id,
      ).toBe(true);
  });

  test('colours the code and changes nothing of it, whatever it is', () => {
    const piece = fc.constantFrom(
      ...[
        '"',
        "'",
        '`',
        '${',
        '}',
        '{',
        '(',
        ')',
        '<',
        '>',
        '/*',
        '*/',
        '//',
        '#',
        '\n',
        ' ',
        '\\',
      ],
      ...[
        '<script>',
        '<!--',
        '<?php',
        '%>',
        'function',
        'class',
        '=',
        ':',
        '- ',
        '茶',
        '🍵',
        '$',
        '@',
      ],
    );
    const code = fc
      .array(fc.oneof(piece, fc.string()), { maxLength: 40 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(code, fc.constantFrom(...languages), (given, language) => {
        expect(textOf(given, language) ?? given).toBe(given);
      }),
      { numRuns: 1_500 },
    );
  });

  test('is never the way to hold up a window, also where it is nested as deeply as it is long', () => {
    const patterns = '( { [ < " \' `${ \\ / # - a 0 . _ A <a /* "\\ ${ : = a: a.'.split(' ');
    for (const language of languages)
      for (const pattern of [...patterns, ' ', '\n', 'a b ']) {
        const code = pattern.repeat(6_000 / pattern.length);
        const since = process.cpuUsage();
        const shown = textOf(code, language);
        // The worst of them take a tenth of a second of the processor; the clock would count what else is running.
        const tookMs = process.cpuUsage(since).user / 1_000;
        expect(tookMs, `${language.id}: ${pattern}`).toBeLessThan(2_000);
        expect((shown ?? code) === code, `${language.id}: ${pattern}`).toBe(true);
      }
  }, 120_000);

  test('remembers what it coloured, up to a point', () => {
    const [language] = languages as [Language];
    const first = highlight('echo 0', language);
    expect(recall('echo 0', language)).toBe(first);
    for (let at = 1; at <= 200; at++) highlight(`echo ${at}`, language);
    expect(recall('echo 0', language)).toBeNull();
    expect(recall('echo 200', language)).not.toBeNull();
  });

  test('of more than 6,000 characters stays plain', () => {
    const [language] = languages as [Language];
    expect(highlight('#'.repeat(6_000), language)).not.toBeNull();
    expect(highlight('#'.repeat(6_001), language)).toBeNull();
  });
});

describe('the word behind a fence', () => {
  test.each([
    ['ts', 'TypeScript'],
    ['TSX', 'TypeScript'],
    ['js title="a.js"', 'JavaScript'],
    ['{.python}', 'Python'],
    ['language-sh', 'Shell'],
    ['c++', 'C++'],
    ['yml:config', 'YAML'],
  ])('%s is %s', (info, name) => {
    expect(languageOf(info)?.name).toBe(name);
    expect(labelOf(info)).toBe(name);
  });

  test('is shown as it is where it names no language that we know, unless it is long', () => {
    expect(languageOf('brainfuck')).toBeUndefined();
    expect(labelOf('brainfuck x')).toBe('brainfuck');
    expect(labelOf('x'.repeat(25))).toBe('');
    expect(labelOf('')).toBe('');
  });

  test('names of objects’ own things name no language', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      expect(languageOf(name)).toBeUndefined();
  });
});
