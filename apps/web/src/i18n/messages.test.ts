import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import en from '../../messages/en.json';
import zh from '../../messages/zh-CN.json';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, path = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const name = path ? `${path}.${key}` : key;
    if (typeof value === 'string') flat.set(name, value);
    else for (const [inner, text] of flatten(value, name)) flat.set(inner, text);
  }
  return flat;
}

const english = flatten(en);
const chinese = flatten(zh);
const source = fileURLToPath(new URL('..', import.meta.url));

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /(?<!\.test)\.tsx?$/u.test(entry.name) ? [path] : [];
  });
}

/** Every key the source asks for; `${…}` in a template stands for one step of the path. */
function asked(): { file: string; patterns: RegExp[] }[] {
  const found: { file: string; patterns: RegExp[] }[] = [];
  for (const file of sources(source)) {
    const code = readFileSync(file, 'utf8');
    const spaces = new Map<string, string[]>();
    for (const [, name, space] of code.matchAll(
      /const (\w+) =\s*(?:await )?(?:useTranslations|getTranslations)\('([\w.]+)'\)/gu,
    )) {
      if (name && space) spaces.set(name, [...(spaces.get(name) ?? []), space]);
    }
    for (const [name, roots] of spaces) {
      const calls = new RegExp(`\\b${name}(?:\\.rich)?\\(\\s*(['\`])(.+?)\\1`, 'gu');
      for (const [, , key] of code.matchAll(calls)) {
        const path = (key ?? '').replaceAll('.', '\\.').replaceAll(/\$\{[^}]+\}/gu, '[\\w-]+');
        found.push({ file, patterns: roots.map((root) => new RegExp(`^${root}\\.${path}$`, 'u')) });
      }
    }
  }
  return found;
}

/** Names of values and tags; what follows `one`, `other`, `=0` … in braces is text. */
const value = /(?<!(?:=\d+|one|other|yes) )\{(\w+)\s*[,}]/gu;
const variables = (text: string) =>
  [
    ...new Set([...text.matchAll(value), ...text.matchAll(/<(\w+)>/gu)].map((hit) => hit[1])),
  ].sort();

describe('the two catalogues', () => {
  test('have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('take the same values in every message', () => {
    const uneven = [...english].filter(
      ([key, text]) => variables(text).join() !== variables(chinese.get(key) ?? '').join(),
    );
    expect(uneven.map(([key]) => key)).toEqual([]);
  });

  test.each([
    ['en', en],
    ['zh-CN', zh],
  ] as const)('%s: every message is well-formed', (locale, messages) => {
    const broken: string[] = [];
    const t = createTranslator({
      locale,
      messages: messages as Tree,
      onError: (error) => {
        if (error.code === 'INVALID_MESSAGE') broken.push(error.message);
      },
    });
    for (const key of english.keys()) t(key as never);
    expect(broken).toEqual([]);
  });
});

test('the source asks for no key that is missing, and no key is left unasked', () => {
  const keys = [...english.keys()];
  const used = new Set<string>();
  const missing: string[] = [];
  for (const { file, patterns } of asked()) {
    const hits = keys.filter((key) => patterns.some((pattern) => pattern.test(key)));
    for (const hit of hits) used.add(hit);
    if (hits.length === 0) missing.push(`${file.slice(source.length)}: ${patterns.join(' or ')}`);
  }
  expect(missing).toEqual([]);
  expect(keys.filter((key) => !used.has(key))).toEqual([]);
});
