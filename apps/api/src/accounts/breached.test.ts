import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkBreachedPasswordsFile, requireGoodPassword } from './breached.ts';

/** The big list that can be downloaded: millions of hashes in order, of which a few are read. */

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();
/** Nothing that would be refused without the file. */
const phrase = (index: number) => `tea ${index} for bees, please`;
const COUNT = 3_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'teahouse-breached-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function listOf(name: string, lines: string[], end: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, lines.join(end) + end);
  return path;
}

const names = { username: 'somebody' };
async function isRefused(path: string, password: string): Promise<boolean> {
  try {
    await requireGoodPassword({ BREACHED_PASSWORDS_FILE: path }, 'password', password, names);
    return false;
  } catch (error) {
    if ((error as { rule?: string }).rule === 'PASSWORD_BREACHED') return true;
    throw error;
  }
}

const listed = Array.from({ length: COUNT }, (_, index) => phrase(2 * index));
const hashes = listed.map(sha1).sort();
const forms: [string, string[], string][] = [
  ['with counts, as it is downloaded', hashes.map((hash, at) => `${hash}:${at ** 3}`), '\r\n'],
  ['of hashes alone', hashes, '\n'],
  ['in small letters', hashes.map((hash) => hash.toLowerCase()), '\n'],
];

describe.each(forms)('a list %s', (form, lines, end) => {
  test('knows every password that is in it, and no other', async () => {
    const path = await listOf(form, lines, end);
    await checkBreachedPasswordsFile({ BREACHED_PASSWORDS_FILE: path });
    for (let index = 0; index < 2 * COUNT; index += 97)
      expect([index, await isRefused(path, phrase(index))]).toEqual([index, index % 2 === 0]);
    const [first, last] = [hashes[0], hashes[COUNT - 1]];
    for (const edge of [first, last]) {
      const password = listed.find((one) => sha1(one) === edge) ?? '';
      expect(await isRefused(path, password)).toBe(true);
    }
  });
});

test.each([1, 2, 3])('a list of %i is searched to its ends', async (length) => {
  const some = listed.slice(0, length);
  const path = await listOf(`of ${length}`, some.map(sha1).sort(), '\n');
  for (const password of some) expect(await isRefused(path, password)).toBe(true);
  for (let index = 1; index < 40; index += 2)
    expect(await isRefused(path, phrase(index))).toBe(false);
});

test('knows a password as it was typed, and as it is compared', async () => {
  const path = await listOf('composed', [sha1('thé vert au café')], '\n');
  expect(await isRefused(path, 'the\u0301 vert au cafe\u0301')).toBe(true);
  const typed = await listOf('decomposed', [sha1('the\u0301 vert au cafe\u0301')], '\n');
  expect(await isRefused(typed, 'the\u0301 vert au cafe\u0301')).toBe(true);
});

test.each([
  ['is not there', async () => join(folder, 'nowhere'), /ENOENT/],
  ['is a folder', async () => folder, /EISDIR/],
  ['is empty', () => listOf('empty', [], ''), /needs lines that begin with a SHA-1 hash/],
  ['holds passwords', () => listOf('plain', listed, '\n'), /needs lines that begin/],
])('a file that %s is refused at the start', async (_what, make, words) => {
  const path = await make();
  const check = checkBreachedPasswordsFile({ BREACHED_PASSWORDS_FILE: path });
  await expect(check).rejects.toThrow(words);
  await expect(check).rejects.toThrow(/^BREACHED_PASSWORDS_FILE: /);
});
