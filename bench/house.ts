import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import pg from 'pg';
import { ApiProcess } from '../apps/api/src/testing/processes.ts';
import { migrate } from '../prisma/migrate.ts';
import { generate } from '../scripts/generate.ts';
import { freePort } from '../scripts/services/ports.ts';
import { ThrowawayServers } from '../scripts/services/test-services.ts';

export interface House {
  api: ApiProcess;
  databaseUrl: string;
  pool: pg.Pool;
  /** Ends with the benchmark, or when it is interrupted. */
  stop(): Promise<void>;
}

/**
 * The server as `npm start` runs it, on an empty PostgreSQL that writes to the disk before it says that it has. Limits are
 * counted as always, and so wide that one machine may play a thousand.
 */
export async function openHouse(settings: Record<string, string> = {}): Promise<House> {
  await generate(console.log);
  const services = new ThrowawayServers();
  const { url: databaseUrl } = await services.postgres({ fsync: true });
  await migrate(databaseUrl);
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
    await services.stop();
  };
  process.once('SIGINT', () => void stop().finally(() => process.exit(130)));
  try {
    await api.start();
    return { api, databaseUrl, pool, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Of `USER_HZ`, which Linux has promised its programs for ever: 100 a second. */
const TICK_MS = 10;

/** Milliseconds of processor time that a process has taken so far. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Bytes of memory that a process holds. */
export function memoryOf(pid: number): number {
  const [, kilobytes] =
    /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}

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
