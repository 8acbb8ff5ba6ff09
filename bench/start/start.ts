import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/paths.ts';
import { freePort, LOOPBACK } from '../../scripts/services/ports.ts';
import { startPostgres } from '../../scripts/services/postgres.ts';
import { writeReport } from '../house.ts';
import { figuresOf, milliseconds, printTable, timed } from '../measure.ts';

const LOOK_EVERY_MS = 20;
/** The first start may install, build, and furnish a town. */
const PATIENCE_MS = 15 * 60_000;

interface Installation {
  folder: string;
  settings: NodeJS.ProcessEnv;
  /** Answer once everything is ready: the API with its database, and the page for signing in. */
  addresses: string[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      /** Whether the demo town is there, as it is unless somebody says otherwise. */
      seed: { type: 'string', default: 'true' },
      json: { type: 'string' },
    },
  });
  const rounds = Number(values.rounds);
  const installation = await plan(values.seed);
  try {
    const first = await startOnce(installation);
    console.log(`The first start took ${(first / 1_000).toFixed(1)} s.`);
    const taken = { node: [] as number[], postgres: [] as number[], start: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      taken.node.push(await timed(startNode));
      taken.postgres.push(await startDatabase(installation));
      taken.start.push(await startOnce(installation));
    }
    report(taken, values.json);
  } finally {
    await rm(installation.folder, { recursive: true, force: true });
  }
}

async function plan(seed: string): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'teahouse-start-'));
  const [port, apiPort] = [await freePort(), await freePort()];
  return {
    folder,
    settings: {
      ...process.env,
      TEAHOUSE_DATA: folder,
      PORT: String(port),
      API_PORT: String(apiPort),
      PUBLIC_URL: `http://${LOOPBACK}:${port}`,
      SEED: seed,
    },
    addresses: [`http://${LOOPBACK}:${apiPort}/health/ready`, `http://${LOOPBACK}:${port}/sign-in`],
  };
}

/** `npm start` until everything answers, in milliseconds; and then it is closed again. */
async function startOnce({ settings, addresses }: Installation): Promise<number> {
  const since = performance.now();
  const child = spawn('npm', ['start'], { cwd: root, env: settings, detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += text;
    });
  try {
    await Promise.all(addresses.map((address) => untilReady(address, child)));
    return performance.now() - since;
  } catch (error) {
    throw new Error(`Teahouse did not open:\n${output}`, { cause: error });
  } finally {
    await close(child);
  }
}

async function untilReady(address: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`ended with code ${child.exitCode}`);
    const answer = await fetch(address, { redirect: 'error' }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`${address} is not ready.`);
}

/** As Ctrl-C does, which everything that the terminal has started hears. */
async function close(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || !child.pid) return;
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGINT');
  await closed;
}

async function startNode(): Promise<void> {
  await once(spawn(process.execPath, ['-e', '0']), 'close');
}

/** The database server alone, on the same data. */
async function startDatabase({ folder }: Installation): Promise<number> {
  const { POSTGRES_PASSWORD } = JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8'));
  const since = performance.now();
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    password: POSTGRES_PASSWORD,
    logFile: join(folder, 'postgres-alone.log'),
  });
  const time = performance.now() - since;
  await postgres.stop();
  return time;
}

function report(taken: Record<'node' | 'postgres' | 'start', number[]>, file?: string): void {
  const rows = [
    { what: 'reference: node -e 0', ...figuresOf(taken.node) },
    { what: 'reference: PostgreSQL alone', ...figuresOf(taken.postgres) },
    { what: 'npm start, not for the first time', ...figuresOf(taken.start) },
  ];
  console.log();
  printTable(
    ['Until ready', 'p50 ms', 'worst ms', 'times'],
    rows.map(({ what, p50, most, runs }) => [
      what,
      milliseconds(p50),
      milliseconds(most),
      String(runs),
    ]),
  );
  writeReport(file, rows);
}

await main();
