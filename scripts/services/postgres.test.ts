import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LOOPBACK } from './ports.ts';
import { findPostgres, type RunningPostgres, startPostgres } from './postgres.ts';
import { waitUntilGone } from './process-table.ts';

let folder: string;
let running: RunningPostgres[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teahouse-postgres-'));
  chmodSync(folder, 0o755);
  running = [];
});

afterEach(async () => {
  for (const server of running) {
    await server.stop();
    rmSync(server.dataDir, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<RunningPostgres> {
  const server = await startPostgres({
    dataDir: join(folder, 'data'),
    logFile: join(folder, 'postgres.log'),
    password: 'secret',
    fsync: false,
  });
  running.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

test('Keeps its data and its port over a restart, and lets nobody in without the password', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE tea (cups int); INSERT INTO tea VALUES (3)');
  await first.stop();
  const second = await start();
  expect(second.port).toBe(first.port);
  expect(await query(second.url, 'SELECT cups FROM tea')).toEqual([{ cups: 3 }]);
  await expect(query(second.url.replace('secret', 'guess'), 'SELECT 1')).rejects.toThrow(
    'password',
  );
});

test('Is found on its data folder while it runs, and not before or after', async () => {
  const options = { dataDir: join(folder, 'data'), password: 'secret' };
  expect(findPostgres(options)).toBeNull();
  const server = await start();
  expect(findPostgres(options)).toBe(server.url);
  expect(await query(findPostgres(options) ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await server.stop();
  expect(findPostgres(options)).toBeNull();
});

test('A start after a killed one takes over from the server that went on running', async () => {
  const forgotten = await start();
  const next = await start();
  expect(next.pid).not.toBe(forgotten.pid);
  expect(await waitUntilGone(forgotten.pid, 0)).toBe(true);
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('A start after a power cut recovers what was there', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE tea (cups int)');
  process.kill(first.pid, 'SIGKILL');
  await waitUntilGone(first.pid, 5_000);
  const next = await start();
  expect(await query(next.url, 'SELECT cups FROM tea')).toEqual([]);
});

test("A stranger that has the old server's process number meanwhile is left alone", async () => {
  const first = await start();
  const pidFile = join(first.dataDir, 'postmaster.pid');
  const [, ...rest] = readFileSync(pidFile, 'utf8').split('\n');
  await first.stop();
  writeFileSync(pidFile, [process.pid, ...rest].join('\n'));
  const next = await start();
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('Moves to another port when its own was taken in between', async () => {
  const first = await start();
  await first.stop();
  const stranger = createServer();
  await new Promise<void>((resolve) => stranger.listen(first.port, LOOPBACK, resolve));
  const next = await start();
  stranger.close();
  expect(next.port).not.toBe(first.port);
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
