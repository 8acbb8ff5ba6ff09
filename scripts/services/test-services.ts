import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Say, silent } from '../terminal.ts';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres.ts';
import { type ProcessRecord, recordOf, stillRuns, stopProcess } from './process-table.ts';
import { ensureRedisBinary, startRedis } from './redis.ts';

export interface TestServices {
  /** A superuser's URL of the database `postgres`: tests make databases of their own through it. */
  databaseUrl: string;
  redisUrl: string;
  /** For tests that kill and restart a Redis of their own. */
  redisServerBin: string;
  stop(): Promise<void>;
}

/** What a folder of throwaway servers says about itself, for the run after a killed one. */
interface FolderNote {
  owner: ProcessRecord;
  servers: ProcessRecord[];
  dataDirs: string[];
}

const PREFIX = 'teahouse-test-';
const NOTE = 'note.json';

/** Uses the servers named in the environment, or starts real ones in a temporary folder. */
export async function ensureTestServices(say: Say = silent): Promise<TestServices> {
  const { TEST_DATABASE_URL, TEST_REDIS_URL, REDIS_SERVER_BIN } = process.env;
  const redisServerBin = REDIS_SERVER_BIN || ensureRedisBinary(say);
  if (TEST_DATABASE_URL && TEST_REDIS_URL) {
    const stop = async () => {};
    return { databaseUrl: TEST_DATABASE_URL, redisUrl: TEST_REDIS_URL, redisServerBin, stop };
  }
  await sweepLeftovers();
  const servers = new ThrowawayServers();
  try {
    const databaseUrl = TEST_DATABASE_URL || (await servers.postgres({ say })).adminUrl;
    const redisUrl = TEST_REDIS_URL || (await servers.redis(redisServerBin, say));
    return { databaseUrl, redisUrl, redisServerBin, stop: () => servers.stop() };
  } catch (error) {
    await servers.stop();
    throw error;
  }
}

/** Servers in a temporary folder. What a killed process leaves of them is swept away by the next one. */
export class ThrowawayServers {
  private readonly folder = mkdtempSync(join(tmpdir(), PREFIX));
  private readonly note: FolderNote = { owner: recordOf(process.pid), servers: [], dataDirs: [] };
  private readonly password = randomBytes(16).toString('hex');
  private readonly stops: (() => Promise<void>)[] = [];

  constructor() {
    chmodSync(this.folder, 0o755);
    this.writeNote();
  }

  /** Starts it; again, on the same data, after it was killed. */
  async postgres(
    options: Pick<PostgresOptions, 'say' | 'settings' | 'fsync'> = {},
  ): Promise<RunningPostgres> {
    const postgres = await startPostgres({
      dataDir: join(this.folder, 'postgres'),
      logFile: join(this.folder, 'postgres.log'),
      password: this.password,
      // Only the machine's own death could lose anything by this: what a killed process has written stays written.
      fsync: false,
      ...options,
    });
    this.stops.push(postgres.stop);
    this.note.dataDirs.push(postgres.dataDir);
    this.note.servers.push(recordOf(postgres.pid));
    this.writeNote();
    return postgres;
  }

  async redis(bin: string, say: Say): Promise<string> {
    const redis = await startRedis({ folder: join(this.folder, 'redis'), bin, say });
    this.stops.push(redis.stop);
    this.note.servers.push(recordOf(redis.pid()));
    this.writeNote();
    return redis.url;
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0).reverse()) await stop();
    removeAll([...this.note.dataDirs, this.folder]);
  }

  private writeNote(): void {
    writeFileSync(join(this.folder, NOTE), JSON.stringify(this.note));
  }
}

/** A killed test run could not stop its servers; the next one does. */
async function sweepLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    try {
      const note = JSON.parse(readFileSync(join(folder, NOTE), 'utf8')) as FolderNote;
      if (stillRuns(note.owner)) continue;
      for (const server of note.servers.filter(stillRuns)) {
        await stopProcess(server.pid, [
          ['SIGINT', 5_000],
          ['SIGKILL', 1_000],
        ]);
      }
      removeAll([...note.dataDirs, folder]);
    } catch {
      // Another user's, or one that is just being made or removed: not ours to tidy.
    }
  }
}

function removeAll(folders: string[]): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
