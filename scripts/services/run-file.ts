import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from '../terminal.ts';
import { type ProcessRecord, recordOf, stillRuns, stopProcess } from './process-table.ts';

export const startedByNpm = process.env.npm_lifecycle_event !== undefined;

interface Run {
  launcher: ProcessRecord;
  /** The npm that runs the launcher, which is an orphan without it. */
  npm?: ProcessRecord;
  children: Child[];
}

interface Child extends ProcessRecord {
  name: string;
}

/** Who runs on a data folder, written down so that the next start can clear up after a killed one. */
export class RunFile {
  private children: Child[] = [];

  private constructor(private readonly file: string) {}

  /** Refuses beside a living run; stops what a dead one left behind. */
  static async claim(file: string): Promise<RunFile> {
    const earlier = readRun(file);
    if (earlier && isOrphan(earlier)) {
      await stopProcess(earlier.launcher.pid, [
        ['SIGTERM', 20_000],
        ['SIGKILL', 2_000],
      ]);
    }
    if (earlier && stillRuns(earlier.launcher)) {
      throw new Refusal(
        `Teahouse already runs on this data folder (process ${earlier.launcher.pid}): stop it first, or set TEAHOUSE_DATA to another folder.`,
      );
    }
    for (const child of earlier?.children ?? []) {
      if (stillRuns(child)) await stopGroup(child.pid);
    }
    const run = new RunFile(file);
    mkdirSync(dirname(file), { recursive: true });
    run.write();
    return run;
  }

  add(name: string, pid: number): void {
    this.children = [
      ...this.children.filter((child) => child.name !== name),
      { name, ...recordOf(pid) },
    ];
    this.write();
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  private write(): void {
    const run: Run = {
      launcher: recordOf(process.pid),
      ...(startedByNpm ? { npm: recordOf(process.ppid) } : {}),
      children: this.children,
    };
    writeFileSync(this.file, JSON.stringify(run, null, 2));
  }
}

function isOrphan({ launcher, npm }: Run): boolean {
  return npm !== undefined && !stillRuns(npm) && stillRuns(launcher);
}

function readRun(file: string): Run | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Every child leads a group of its own, so that its own children go with it. */
export async function stopGroup(pid: number): Promise<void> {
  await stopProcess(
    pid,
    [
      ['SIGTERM', 10_000],
      ['SIGKILL', 2_000],
    ],
    { group: true },
  );
  killGroup(pid);
}

export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody left in it.
  }
}
