import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeWhenChanged } from './fingerprint.ts';
import { silent } from './terminal.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teahouse-made-'));
  writeFileSync(join(folder, 'source'), 'one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Made from `source`; answers how often it has been made. */
function product(work: () => Promise<void> = async () => {}) {
  let made = 0;
  const file = join(folder, 'product');
  const make = () =>
    makeWhenChanged(
      {
        name: basename(folder),
        ...{ file, stampFile: join(folder, 'made/stamp'), done: 'Made' },
        ingredients: () => ({ paths: [join(folder, 'source')] }),
        make: async () => {
          made += 1;
          await work();
          writeFileSync(file, '');
        },
      },
      silent,
    );
  return { file, make, times: () => made };
}

test('What is made from files is made once, and again when they change or it is gone', async () => {
  const { file, make, times } = product();
  expect([await make(), await make()]).toEqual([true, false]);
  writeFileSync(join(folder, 'source'), 'two');
  expect([await make(), await make()]).toEqual([true, false]);
  rmSync(file);
  expect([await make(), await make()]).toEqual([true, false]);
  expect(times()).toBe(3);
});

test('What is made from files is made by one of those who want it at the same time', async () => {
  const { make, times } = product(() => sleep(50));
  expect((await Promise.all([make(), make(), make()])).filter(Boolean)).toHaveLength(1);
  expect(times()).toBe(1);
});

test('What is made from files is made again after a change while it was made', async () => {
  const { make } = product(async () =>
    writeFileSync(join(folder, 'source'), String(Math.random())),
  );
  expect(await make()).toBe(true);
  expect(await make()).toBe(true);
});

test('What is made from files is made again after it could not be made', async () => {
  const { make, times } = product(async () => {
    if (times() === 1) throw new Error('No water');
  });
  await expect(make()).rejects.toThrow('No water');
  expect(await make()).toBe(true);
});
