import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { messageOf, Refusal, type Say, silent } from '../terminal.ts';
import { freePort, isFree, LOOPBACK } from './ports.ts';
import { type PostgresHome, postgresHome } from './postgres-home.ts';
import { childrenOf, commandOf, isAlive, stopProcess, waitUntilGone } from './process-table.ts';

export interface PostgresOptions {
  /** Made on first use. Root may be sent elsewhere: see `dataDir` of the answer. */
  dataDir: string;
  password: string;
  logFile: string;
  /** Off only for data that may be lost: tests. */
  fsync?: boolean;
  settings?: Record<string, string>;
  say?: Say;
}

export interface RunningPostgres {
  url: string;
  adminUrl: string;
  port: number;
  pid: number;
  dataDir: string;
  stop(): Promise<void>;
  /** Dies at once and with everything it has started; starting it again on the same data recovers them. */
  kill(): Promise<void>;
}

const SUPERUSER = 'teahouse';
const DATABASE = 'teahouse';
// Fast shutdown first; the later signals cost a recovery at the next start, never data.
const SHUTDOWN: readonly [NodeJS.Signals, number][] = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 2_000],
];

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const home = postgresHome(options.dataDir, options.say ?? silent);
  mkdirSync(dirname(options.logFile), { recursive: true });
  if (!existsSync(join(home.dataDir, 'PG_VERSION'))) initialise(home, options);
  refuseOtherMajor(home);
  await stopLeftover(home.dataDir);
  const { port, pid } = await launch(home, options);
  const stop = async () => {
    await stopProcess(pid, SHUTDOWN);
  };
  const address = addressOf(options.password, port);
  try {
    await ensureDatabase(`${address}/postgres`, home.dataDir);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `${address}/${DATABASE}`,
    adminUrl: `${address}/postgres`,
    port,
    pid,
    dataDir: home.dataDir,
    stop,
    kill: () => kill(pid),
  };
}

/** The address of the server that runs on this data folder, or null when none does. */
export function findPostgres({
  dataDir,
  password,
}: Pick<PostgresOptions, 'dataDir' | 'password'>): string | null {
  const home = postgresHome(dataDir, silent);
  const pidFile = join(home.dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return null;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!(pid > 0 && isAlive(pid) && commandOf(pid)?.includes(home.dataDir))) return null;
  return `${addressOf(password, port)}/${DATABASE}`;
}

const addressOf = (password: string, port: number) =>
  `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@${LOOPBACK}:${port}`;

/** Its children are no group of its own, and would go on for a moment without it. */
async function kill(pid: number): Promise<void> {
  const all = [pid, ...childrenOf(pid)];
  for (const one of all) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // Gone by itself in between.
    }
  }
  for (const one of all) await waitUntilGone(one, 5_000);
}

/** Built beside its place and then renamed, so that an interrupted first start leaves nothing half-made. */
function initialise(home: PostgresHome, options: PostgresOptions): void {
  const unfinished = `${home.dataDir}.new`;
  const passwordFile = `${home.dataDir}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, options.password, { mode: 0o600 });
  if (home.owner) {
    for (const path of [unfinished, passwordFile]) chownSync(path, home.owner.uid, home.owner.gid);
  }
  const flags = [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(options.fsync === false ? ['--no-sync'] : []),
  ];
  const result = spawnSync(join(home.bin, 'initdb'), flags, {
    ...home.owner,
    cwd: unfinished,
    env: environment(),
    encoding: 'utf8',
  });
  rmSync(passwordFile, { force: true });
  if (result.error || result.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    const reason = result.error?.message ?? lastLines(result.stderr, 3);
    throw new Refusal(
      `PostgreSQL could not make its data folder ${home.dataDir}: ${reason}. Set DATABASE_URL to use a PostgreSQL of your own.`,
    );
  }
  renameSync(unfinished, home.dataDir);
}

function refuseOtherMajor(home: PostgresHome): void {
  const found = readFileSync(join(home.dataDir, 'PG_VERSION'), 'utf8').trim();
  const version = spawnSync(join(home.bin, 'postgres'), ['--version'], {
    ...home.owner,
    cwd: home.dataDir,
    env: environment(),
    encoding: 'utf8',
  });
  const major = /(\d+)/.exec(version.stdout ?? '')?.[1];
  if (major === undefined) {
    throw new Refusal(
      `The bundled PostgreSQL does not run here: ${version.error?.message ?? lastLines(version.stderr ?? '', 2)}. Set DATABASE_URL to use a PostgreSQL of your own.`,
    );
  }
  if (major === found) return;
  throw new Refusal(
    `The database in ${home.dataDir} was made by PostgreSQL ${found}, this is ${major}: dump it with the old version and restore it, or set TEAHOUSE_DATA to another folder.`,
  );
}

async function stopLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const ours = pid > 0 && isAlive(pid) && commandOf(pid)?.includes(dataDir);
  if (ours && !(await stopProcess(pid, SHUTDOWN))) {
    throw new Refusal(`An earlier PostgreSQL (process ${pid}) holds ${dataDir} and does not stop.`);
  }
  // The pid may belong to a stranger by now; PostgreSQL itself would refuse to start then.
  rmSync(pidFile, { force: true });
}

async function launch(
  home: PostgresHome,
  options: PostgresOptions,
): Promise<{ port: number; pid: number }> {
  let reason = '';
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const port = await choosePort(home.dataDir, attempt > 0 && /could not bind/i.test(reason));
    const child = spawnServer(home, options, port);
    if (child.pid && (await becomesReady(child, home.dataDir))) {
      child.unref();
      return { port, pid: child.pid };
    }
    reason = lastLines(readFileSync(options.logFile, 'utf8'), 4);
    // Backends of a killed server hold its memory for a moment; a port may be taken in between.
    if (!/pre-existing shared memory|could not bind/i.test(reason)) break;
    await sleep(250);
  }
  throw new Refusal(`PostgreSQL did not start: ${reason}\n(more in ${options.logFile})`);
}

async function choosePort(dataDir: string, another: boolean): Promise<number> {
  const file = join(dataDir, 'teahouse.port');
  const remembered = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (remembered > 0 && !another && (await isFree(remembered))) return remembered;
  const port = await freePort();
  writeFileSync(file, String(port));
  return port;
}

function spawnServer(home: PostgresHome, options: PostgresOptions, port: number): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: LOOPBACK,
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.fsync === false ? { fsync: 'off', full_page_writes: 'off' } : {}),
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(options.logFile, 'a');
  // Its own group: Ctrl-C in the terminal must reach the database last, through stop().
  const child = spawn(join(home.bin, 'postgres'), ['-D', home.dataDir, ...flags], {
    ...home.owner,
    cwd: home.dataDir,
    env: environment(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.once('error', () => {});
  closeSync(log);
  return child;
}

async function becomesReady(child: ChildProcess, dataDir: string): Promise<boolean> {
  const pidFile = join(dataDir, 'postmaster.pid');
  // No deadline: recovery after a crash takes as long as it takes, and a failure ends the process.
  while (child.exitCode === null && child.signalCode === null) {
    if (existsSync(pidFile)) {
      const lines = readFileSync(pidFile, 'utf8').split('\n');
      if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    }
    await sleep(10);
  }
  return false;
}

async function ensureDatabase(adminUrl: string, dataDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  try {
    await client.connect();
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') throw error;
    throw new Refusal(
      `The database in ${dataDir} has another password than secrets.json: put the old secrets.json back, or set TEAHOUSE_DATA to another folder.`,
    );
  } finally {
    await client.end().catch((error: unknown) => messageOf(error));
  }
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join(' | ');
}
