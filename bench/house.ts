import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import pg from 'pg';
import { ApiProcess } from '../apps/api/src/testing/processes.ts';
import { migrate } from '../prisma/migrate.ts';
import { generate } from '../scripts/generate.ts';
import { freePort } from '../scripts/services/ports.ts';
import { ThrowawayServers } from '../scripts/services/test-services.ts';

/** An empty database of the newest schema. */
export interface Store {
  databaseUrl: string;
  /** Another database with everything that is in it now. Nobody may be connected meanwhile. */
  copy(): Promise<string>;
  stop(): Promise<void>;
}

export interface House {
  api: ApiProcess;
  databaseUrl: string;
  pool: pg.Pool;
  /** Ends with the benchmark, or when it is interrupted. */
  stop(): Promise<void>;
}

/** For benchmarks of what needs no server: PostgreSQL alone, which writes to the disk before it says that it has. */
export async function openStore(): Promise<Store> {
  const store = await makeStore();
  stopWhenInterrupted(store.stop);
  return store;
}

/**
 * The server as `npm start` runs it, on an empty PostgreSQL that writes to the disk before it says that it has. Limits are
 * counted as always, and so wide that one machine may play a thousand. `furnish`: puts into the database what is to be
 * there before the server is.
 */
export async function openHouse(
  settings: Record<string, string> = {},
  furnish?: (pool: pg.Pool) => Promise<void>,
): Promise<House> {
  const store = await makeStore();
  const { databaseUrl } = store;
  // For example `--cpu-prof --cpu-prof-dir=/tmp/profiles`, to see where the server's time goes.
  const nodeArgs = process.env.SERVER_NODE_ARGS?.split(' ') ?? [];
  const env = { DATABASE_URL: databaseUrl, ACCESS_TOKEN_MINUTES: '600', ...settings };
  const api = new ApiProcess(await freePort(), env, nodeArgs);
  const pool = new pg.Pool({ connectionString: databaseUrl });
  // Those that idle when PostgreSQL stops.
  pool.on('error', () => {});
  const stop = async () => {
    await api.stop('SIGTERM');
    await pool.end();
    await store.stop();
  };
  stopWhenInterrupted(stop);
  try {
    await furnish?.(pool);
    await api.start();
    return { api, databaseUrl, pool, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const stopWhenInterrupted = (stop: () => Promise<void>) =>
  process.once('SIGINT', () => void stop().finally(() => process.exit(130)));

async function makeStore(): Promise<Store> {
  await generate(console.log);
  const { adminUrl, close } = await openServer();
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const made: string[] = [];
  const make = async (name: string, options = '') => {
    await run(adminUrl, `CREATE DATABASE ${name} ${options}`);
    made.push(name);
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
  const databaseUrl = await make(name);
  await migrate(databaseUrl);
  return {
    databaseUrl,
    copy: () => make(`${name}_${made.length}`, `TEMPLATE ${name} STRATEGY file_copy`),
    stop: () => close(made.splice(0)),
  };
}

interface DatabaseServer {
  adminUrl: string;
  /** Leaves nothing of these databases behind. */
  close(databases: readonly string[]): Promise<void>;
}

/**
 * A server of one's own. Whoever only wants to know whether benchmarks still run names one in BENCH_DATABASE_URL by an
 * administrator's URL, and spares them the start.
 */
async function openServer(): Promise<DatabaseServer> {
  const { BENCH_DATABASE_URL } = process.env;
  if (!BENCH_DATABASE_URL) {
    const services = new ThrowawayServers();
    const { adminUrl } = await services.postgres({ fsync: true });
    return { adminUrl, close: () => services.stop() };
  }
  const close = async (databases: readonly string[]) => {
    for (const name of databases)
      await run(BENCH_DATABASE_URL, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { adminUrl: BENCH_DATABASE_URL, close };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Of `USER_HZ`, which Linux has promised its programs for ever: 100 a second. */
const TICK_MS = 10;

/** Milliseconds of processor time that a process has taken so far. */
export function cpuOf(pid: number): number {
  if (process.platform !== 'linux') {
    // Minutes and seconds, or hours before them.
    const parts = asked('time', pid).split(':');
    return parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000;
  }
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Bytes of memory that a process holds. */
export function memoryOf(pid: number): number {
  if (process.platform !== 'linux') return Number(asked('rss', pid)) * 1_024;
  const [, kilobytes] =
    /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}

const asked = (keyword: string, pid: number) =>
  execFileSync('ps', ['-o', `${keyword}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();

/** Beside the table: the same figures for programs, with what they were taken on. */
export function writeReport(file: string | undefined, figures: unknown): void {
  if (!file) return;
  const [processor] = cpus();
  const machine = { processor: processor?.model, cores: cpus().length, node: process.version };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2)}\n`,
  );
}
