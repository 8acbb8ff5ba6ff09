import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, type Say, silent } from '../terminal.ts';
import { findOnPath, installSystemPackages } from './packages.ts';
import { freePort, LOOPBACK } from './ports.ts';

export interface RunningRedis {
  url: string;
  port: number;
  pid(): number;
  /** The server program, for tests that run further servers of their own. */
  bin: string;
  stop(): Promise<void>;
  /** Dies as in a power cut; the address stays the same for `restart`. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

const PROGRAMS = ['redis-server', 'valkey-server'];

export function ensureRedisBinary(say: Say = silent): string {
  const found = findOnPath(...PROGRAMS);
  if (found) return found;
  installSystemPackages({ apt: ['redis-server'], brew: ['redis'] }, say);
  const installed = findOnPath(...PROGRAMS);
  if (installed) return installed;
  throw new Refusal(
    'redis-server is missing and could not be installed: install it (Debian: apt-get install redis-server, macOS: brew install redis) or set TEST_REDIS_URL.',
  );
}

export async function startRedis(
  options: { folder?: string; bin?: string; say?: Say } = {},
): Promise<RunningRedis> {
  const say = options.say ?? silent;
  const bin = options.bin ?? ensureRedisBinary(say);
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'teahouse-redis-'));
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  let server = await launch(bin, port, folder);
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    // While unreferenced it would let this process end in the middle of the wait.
    server.ref();
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  };
  say(`Redis: ${bin} on port ${port}, kept in memory only.`);
  return {
    url: `redis://${LOOPBACK}:${port}`,
    port,
    pid: () => server.pid ?? 0,
    bin,
    stop: async () => {
      await end('SIGTERM');
      if (!options.folder) rmSync(folder, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL');
      server = await launch(bin, port, folder);
    },
  };
}

async function launch(bin: string, port: number, folder: string): Promise<ChildProcess> {
  const flags = [
    ['--port', String(port)],
    ['--bind', LOOPBACK],
    ['--dir', folder],
    ['--save', ''],
    ['--appendonly', 'no'],
    ['--daemonize', 'no'],
    ['--loglevel', 'warning'],
  ].flat();
  const server = spawn(bin, flags, { cwd: folder, detached: true, stdio: 'ignore' });
  server.once('error', () => {});
  for (let attempt = 0; attempt < 500 && server.exitCode === null && server.pid; attempt += 1) {
    if (await answersPing(port)) {
      server.unref();
      return server;
    }
    await sleep(10);
  }
  server.kill('SIGKILL');
  throw new Refusal(`${bin} did not start on port ${port}.`);
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK, () => socket.write('PING\r\n'));
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(500, () => answer(false));
    socket.once('data', (data) => answer(data.toString().startsWith('+PONG')));
    socket.once('error', () => answer(false));
  });
}
