import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SEND_STATEMENT } from '../../apps/api/src/messages/service/send.ts';

const DEBIAN = '/usr/lib/postgresql';

/** PostgreSQL's own load generator, which comes with the server's package; null where there is none. */
function findPgbench(): string | null {
  const versions = existsSync(DEBIAN)
    ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin'))
    : [];
  const folder = [...(process.env.PATH ?? '').split(':'), ...versions].find((bin) =>
    existsSync(join(bin, 'pgbench')),
  );
  return folder ? join(folder, 'pgbench') : null;
}

const pgbench = findPgbench();
if (!pgbench)
  console.warn(
    'pgbench is missing, so nothing is said of the statement alone (Debian: apt-get install postgresql).',
  );

/** The benchmark's people and conversations have ids that can be counted to, for pgbench knows no others. */
export const countedId = (kind: 'conversation' | 'account', number: number) =>
  `00000000-0000-7000-${kind === 'conversation' ? '8' : '9'}000-${String(number).padStart(12, '0')}`;

const idOf = (kind: 'conversation' | 'account', variable: string) =>
  `('${countedId(kind, 0).slice(0, 24)}' || lpad(${variable}::text, 12, '0'))::uuid`;

/** The very statement that the API sends with, with something in the place of each parameter. */
function script(conversations: number): string {
  const values: Record<number, string> = {
    1: idOf('conversation', ':c'),
    2: idOf('account', ':c'),
    3: 'uuidv7()',
    4: 'md5(:k::text)::uuid',
    5: "'TEXT'",
    6: "'喝茶 at the corner table?'",
    7: 'NULL',
    8: 'NULL::uuid',
    9: 'false',
    10: 'false',
    11: "'{}'",
    12: "'{}'",
    13: "'{}'",
    14: 'NULL',
    15: '0.06',
    16: 'false',
  };
  const statement = SEND_STATEMENT.replace(/\$(\d+)/g, (_, number: string) => {
    const value = values[Number(number)];
    if (!value)
      throw new Error(`The statement has a parameter $${number} that this benchmark does not know`);
    return value;
  });
  return `\\set c random(1, ${conversations})
\\set k random(1, 9000000000000000000)
${statement.replace(/\s*\n\s*/g, ' ')};
`;
}

export interface Reference {
  /** Messages a second. */
  rate: number;
  /** How long each took, in milliseconds. */
  times: number[];
}

/** The same statement, driven by nothing but pgbench; null where there is none. */
export async function driveStatement(
  databaseUrl: string,
  {
    conversations,
    inFlight,
    seconds,
  }: { conversations: number; inFlight: number; seconds: number },
): Promise<Reference | null> {
  if (!pgbench) return null;
  const folder = await mkdtemp(join(tmpdir(), 'teahouse-bench-'));
  try {
    const file = join(folder, 'send.sql');
    await writeFile(file, script(conversations));
    const flags = [
      '-n',
      '-M',
      'prepared',
      '-f',
      file,
      // It knows whole seconds only; less is a look at whether it runs.
      ...(seconds < 1 ? ['-t', '20'] : ['-T', String(Math.ceil(seconds))]),
      '-c',
      String(inFlight),
      '-j',
      '1',
      '--log',
      `--log-prefix=${join(folder, LOG)}`,
    ];
    const { stdout } = await promisify(execFile)(pgbench, [...flags, databaseUrl]);
    const figure = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1]);
    if (figure(/number of failed transactions: (\d+)/) > 0) throw new Error(stdout);
    return { rate: figure(/^tps = ([\d.]+)/m), times: await timesIn(folder) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const LOG = 'transactions';

/** A line for each: of which client, its number, and how many microseconds it took. */
async function timesIn(folder: string): Promise<number[]> {
  const [log = ''] = (await readdir(folder)).filter((file) => file.startsWith(LOG));
  const lines = (await readFile(join(folder, log), 'utf8')).trim().split('\n');
  return lines.map((line) => Number(line.split(' ')[2]) / 1_000);
}
