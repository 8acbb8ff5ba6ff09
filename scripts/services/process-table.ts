import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

// A dead child that nobody waits for still answers signal 0 (common in containers without an init).
function isZombie(pid: number): boolean {
  return statFields(pid)?.[0] === 'Z';
}

/** Fields of /proc/<pid>/stat after the command name, which may itself contain spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/**
 * Names one process for all time, unlike a pid, which the system hands out again.
 * The start time is what makes it certain; titles do not serve, since next and postgres rewrite theirs.
 */
export function identityOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const startedAt = statFields(pid)?.[19];
    if (!startedAt) return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${startedAt}`;
  }
  return psColumn(pid, 'lstart');
}

export interface ProcessRecord {
  pid: number;
  identity: string;
}

export function recordOf(pid: number): ProcessRecord {
  return { pid, identity: identityOf(pid) ?? '' };
}

export function stillRuns(record: ProcessRecord): boolean {
  return (
    record.identity !== '' && isAlive(record.pid) && identityOf(record.pid) === record.identity
  );
}

export function commandOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    } catch {
      return undefined;
    }
  }
  return psColumn(pid, 'command');
}

function psColumn(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** The processes that a process has started and that still run. */
export function childrenOf(pid: number): number[] {
  if (process.platform === 'linux') {
    const all = readdirSync('/proc').map(Number).filter(Boolean);
    return all.filter((one) => Number(statFields(one)?.[1]) === pid);
  }
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [child, parent] = line.trim().split(/\s+/).map(Number);
    return child && parent === pid ? [child] : [];
  });
}

export async function waitUntilGone(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/** Sends each signal in turn until the process is gone. A negative pid means the whole group. */
export async function stopProcess(
  pid: number,
  signals: readonly [NodeJS.Signals, waitMs: number][],
  { group = false } = {},
): Promise<boolean> {
  for (const [signal, wait] of signals) {
    try {
      process.kill(group ? -pid : pid, signal);
    } catch {
      return !isAlive(pid);
    }
    if (await waitUntilGone(pid, wait)) return true;
  }
  return !isAlive(pid);
}
