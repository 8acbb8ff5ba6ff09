import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from './command.ts';
import { root } from './paths.ts';
import { type Step, verdict } from './steps.ts';
import { Refusal } from './terminal.ts';

/** A benchmark, so small that it says nothing but whether it still runs. */
interface SmallRun {
  args: string[];
  /** Least number of rows of its report, in all its tables together. */
  rows: number;
  inBrowser?: boolean;
}

/** None takes a quarter of it where it runs beside others on two cores. One that hangs says how far it has come. */
const LIMIT_MS = 6 * 60_000;

const run = (options: string, rows: number): SmallRun => ({ args: options.split(' '), rows });

/** Those that take longest come first. */
const SMALL_RUNS: Record<string, SmallRun> = {
  browser: {
    ...run('--rounds 1 --warm-up 0 --stay 0 --slowed 1 --switches 2 --seconds 1 --rate 5', 7),
    inBrowser: true,
  },
  start: { ...run('--rounds 1 --seed false', 3), inBrowser: true },
  scroll: {
    ...run('--messages 300 --loaded 60 --rounds 1 --far 200 --only up,', 3),
    inBrowser: true,
  },
  growth: run('--only messages,members --messages 1000 --members 2,3 --rounds 1 --seconds 0.1', 11),
  search: run('--messages 10000 --rounds 1 --queries 1 --seconds 0.1', 40),
  moments: run('--friends 20 --posts 5 --worst 400 --rounds 1', 18),
  people: run('--people 2000 --rounds 1', 10),
  read: run('--messages 30 --seconds 0.1 --rounds 1', 6),
  send: run('--people 100 --seconds 0.2 --rounds 1', 8),
  latency: run('--people 20 --rate 60 --seconds 0.3 --rounds 1', 2),
  resume: run('--events 40 --conversations 6 --missed 2 --rounds 1', 2),
  idle: run('--sockets 50 --conversations 5 --settle 100', 2),
  fanout: run('--members 20 --deliveries 200 --rounds 1 --warm-up 5', 5),
};

/**
 * Each benchmark once, or only those of these names. They share a server, which writes nothing to the disk that has to stay.
 * `readyBrowser`: gets ready what a benchmark in a browser needs, and answers its settings.
 */
export function benchSteps(
  names: readonly string[],
  databaseUrl: string,
  readyBrowser: () => Promise<NodeJS.ProcessEnv>,
): Step[] {
  const unknown = names.find((name) => !(name in SMALL_RUNS));
  if (unknown)
    throw new Refusal(`There is no ${unknown}; there are ${Object.keys(SMALL_RUNS).join(', ')}.`);
  return Object.entries(SMALL_RUNS)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .map(([name, small]) => ({
      name: `bench:${name}`,
      run: async () => {
        const env = small.inBrowser ? await readyBrowser() : {};
        return verdict(await problemsOf(name, small, { ...env, BENCH_DATABASE_URL: databaseUrl }));
      },
    }));
}

async function problemsOf(name: string, { args, rows }: SmallRun, env: NodeJS.ProcessEnv) {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-bench-'));
  const report = join(folder, 'report.json');
  try {
    const command = ['--import', 'tsx', `bench/${name}/${name}.ts`, ...args, '--json', report];
    const { code, output } = await runNode(command, { cwd: root, env, limitMs: LIMIT_MS });
    if (code !== 0) return [output.trim() || `ended with code ${code}`];
    const found = rowsOf(JSON.parse(readFileSync(report, 'utf8')).figures);
    return found >= rows ? [] : [`${found} rows instead of ${rows}:\n${output}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of one table, or of several by their names. */
function rowsOf(figures: unknown): number {
  if (Array.isArray(figures)) return figures.length;
  return Object.values(figures as object).reduce(
    (sum, table) => sum + (Array.isArray(table) ? table.length : 0),
    0,
  );
}
