import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accepts, freePort } from './ports.ts';
import { isAlive, recordOf } from './process-table.ts';
import { Processes, type ServiceSpec } from './processes.ts';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teahouse-processes-'));
  said = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => Processes.open(folder, (line) => said.push(line));

async function server(before = ''): Promise<ServiceSpec & { port: number }> {
  const port = await freePort();
  const serve = `require('http').createServer((_, r) => r.end()).listen(${port}, '127.0.0.1')`;
  return {
    name: 'server',
    args: ['-e', `${before}; ${serve}`],
    cwd: folder,
    env: process.env,
    readyUrl: `http://127.0.0.1:${port}/`,
    port,
  };
}

function pidOf(name: string): number {
  const run = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  return run.children.find((child: { name: string }) => child.name === name).pid;
}

test('A killed service comes back, and stays away once stopped', async () => {
  const processes = await open();
  const spec = await server();
  await processes.start(spec);
  process.kill(pidOf('server'), 'SIGKILL');
  await sleep(300);
  expect(await accepts(spec.port)).toBe(false);
  await expect.poll(() => said.at(-1), { timeout: 5_000 }).toBe('server is back.');
  expect(await accepts(spec.port)).toBe(true);
  await processes.stop();
  await sleep(1_200);
  expect(await accepts(spec.port)).toBe(false);
});

test('A service that cannot start is refused with its last words', async () => {
  const processes = await open();
  const spec = await server(`console.log('the kettle is empty'); process.exit(3)`);
  await expect(processes.start(spec)).rejects.toThrow(
    /server did not start[\s\S]*the kettle is empty/,
  );
  await processes.stop();
});

test('A second run on the same data is refused', async () => {
  const processes = await open();
  await expect(open()).rejects.toThrow('already runs on this data folder');
  await processes.stop();
});

test('What a killed run left behind is stopped; a stranger with a reused number is not', async () => {
  const idle = () =>
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
  const [left, stranger] = [idle(), idle()];
  const children = [
    { name: 'left', ...recordOf(left.pid ?? 0) },
    { name: 'stranger', pid: stranger.pid, identity: 'of another process' },
  ];
  const launcher = { pid: 1, identity: 'long gone' };
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ launcher, children }));
  const processes = await open();
  expect(isAlive(left.pid ?? 0)).toBe(false);
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
  stranger.kill();
  await processes.stop();
});
