import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ServerProcess } from '../../apps/api/src/testing/processes.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { type Asker, ask } from '../asking.ts';
import { globalId } from '../crowd.ts';
import { cpuOf, openHouse, writeReport } from '../house.ts';
import { milliseconds, printTable, shareOf } from '../measure.ts';
import { PAGES, type Page } from './pages.ts';
import { buildTown, type Town } from './town.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const IN_FLIGHT = 8;

interface Side {
  name: string;
  url: string;
  pid: number;
  askers: Asker[];
  times: number[];
  elapsed: number;
  cpu: number;
  characters: number;
}

interface Row {
  page: string;
  name: string;
  rate: number;
  ratio: number;
  p50: number;
  p99: number;
  cpu: number;
  characters: number;
}

/** How many pages a second are read, through everything there is, beside one statement by hand whose rows are written as they are. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string', default: '' },
      json: { type: 'string' },
    },
  });
  const house = await openHouse();
  const port = await freePort();
  const args = ['--import', 'tsx', 'reference.ts', String(port), house.databaseUrl];
  const reference = new ServerProcess({ args, cwd: FOLDER, env: {}, port, readyPath: '/' });
  try {
    const messages = Number(values.messages);
    const sizes = { people: 1_000, conversations: 500, members: 20, messages, moments: 100 };
    const town = await buildTown(house.pool, sizes);
    await reference.start();
    const rows: Row[] = [];
    for (const [name, page] of Object.entries(PAGES).filter(([name]) =>
      name.includes(values.only),
    )) {
      const sides = [
        side('by hand', reference.url, reference.pid, askersByHand(name, town)),
        side('Teahouse', `${house.api.url}/graphql`, house.api.pid, askers(page, town)),
      ];
      for (let round = 0; round <= Number(values.rounds); round++)
        for (const one of sides) await measure(one, page, Number(values.seconds), round > 0);
      rows.push(...rowsOf(name, sides));
    }
    printTable(
      [
        '',
        'by',
        'pages/s',
        'of the statement by hand',
        'p50 ms',
        'p99 ms',
        'server CPU ms each',
        'kB',
      ],
      rows.map(({ page, name, rate, ratio, p50, p99, cpu, characters }) => [
        ...[page, name, rate.toFixed(0), ratio.toFixed(2), milliseconds(p50), milliseconds(p99)],
        ...[cpu.toFixed(2), (characters / 1_000).toFixed(1)],
      ]),
    );
    writeReport(values.json, rows);
  } finally {
    await reference.stop();
    await house.stop();
  }
}

const side = (name: string, url: string, pid: number, askers: Asker[]): Side => ({
  ...{ name, url, pid, askers, times: [], elapsed: 0, cpu: 0, characters: 0 },
});

/** Everybody in flight reads other conversations. */
const shares = (operations: string[]): string[][] =>
  Array.from({ length: IN_FLIGHT }, (_, seat) =>
    operations.filter((_operation, place) => place % IN_FLIGHT === seat),
  );

const askers = ({ query }: Page, { reader, conversations }: Town): Asker[] =>
  shares(
    conversations.map((id) =>
      JSON.stringify({
        query,
        variables: query.startsWith('query(') ? { id: globalId('Conversation', id) } : {},
      }),
    ),
  ).map((operations) => ({ token: reader.token, operations }));

const askersByHand = (page: string, { reader, conversations }: Town): Asker[] =>
  shares(conversations.map((id) => JSON.stringify({ page, values: [reader.accountId, id] }))).map(
    (operations) => ({ token: '', operations }),
  );

async function measure(one: Side, { expected }: Page, seconds: number, counts: boolean) {
  const before = cpuOf(one.pid);
  const { url, askers } = one;
  const order = { url, askers, expected, transport: 'http' as const };
  const taken = await ask({ ...order, milliseconds: seconds * 1_000 });
  // The first round warms up.
  if (!counts) return;
  one.cpu += cpuOf(one.pid) - before;
  one.elapsed += taken.milliseconds;
  one.characters = taken.characters;
  for (const time of taken.times) one.times.push(time);
}

function rowsOf(page: string, sides: Side[]): Row[] {
  const rates = sides.map(({ times, elapsed }) => times.length / (elapsed / 1_000));
  return sides.map(({ name, times, cpu, characters }, place) => ({
    ...{ page, name, characters },
    rate: rates[place] ?? Number.NaN,
    ratio: (rates[place] ?? Number.NaN) / (rates[0] ?? Number.NaN),
    p50: shareOf(times, 0.5),
    p99: shareOf(times, 0.99),
    cpu: cpu / times.length,
  }));
}

await main();
