import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendBuiltFile } from './built-file';

const folder = mkdtempSync(join(tmpdir(), 'teahouse-built-'));
const server = createServer((request, response) => {
  if (!sendBuiltFile(request, response, folder)) response.writeHead(418).end();
});
let origin = '';

beforeAll(async () => {
  mkdirSync(join(folder, 'static/chunks'), { recursive: true });
  for (const file of ['static/chunks/a.js', 'static/chunks/a.txt', 'secret.js'])
    writeFileSync(join(folder, `${file}.br`), brotliCompressSync('tea'));
  writeFileSync(join(folder, 'static/chunks/plain.js'), 'tea');
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** As it stands in the request: `fetch` would tidy the path up. */
const ask = (path: string, headers: Record<string, string> = { 'accept-encoding': 'gzip, br' }) =>
  fetch(`${origin}${path}`, { headers });

test('a script that the build has compressed is sent like that, and may be kept for ever', async () => {
  const answer = await ask('/_next/static/chunks/a.js?dpl=1');
  expect(await answer.text()).toBe('tea');
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'application/javascript; charset=UTF-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
});

test.each([
  ['a browser that does not read it', '/_next/static/chunks/a.js', 'gzip'],
  ['a file that is not compressed', '/_next/static/chunks/plain.js', 'br'],
  ['a file of another kind', '/_next/static/chunks/a.txt', 'br'],
  ['a file that there is not', '/_next/static/chunks/b.js', 'br'],
  ['a folder', '/_next/static/chunks', 'br'],
  ['another address', '/static/chunks/a.js', 'br'],
  ['what lies beside the built files', '/_next/static/%2e%2e/secret.js', 'br'],
  ['a name with a NUL in it', '/_next/static/chunks/a.js%00.js', 'br'],
])('%s is left to Next', async (_what, path, encodings) => {
  expect((await ask(path, { 'accept-encoding': encodings })).status).toBe(418);
});

test('nothing above the built files is sent', () => {
  for (const url of ['/_next/static/../secret.js', '/_next/static/chunks/../../secret.js']) {
    const request = { method: 'GET', url, headers: { 'accept-encoding': 'br' } };
    expect(sendBuiltFile(request as never, {} as never, folder)).toBe(false);
  }
});
