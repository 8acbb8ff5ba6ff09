import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ServerProcess } from '../../apps/api/src/testing/processes.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { type Asker, Side, type SideFigures } from '../asking.ts';
import { globalId } from '../crowd.ts';
import { openHouse, writeReport } from '../house.ts';
import { milliseconds, printTable } from '../measure.ts';
import { PAGES, type Page } from './pages.ts';
import { buildTown, type Town } from './town.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const IN_FLIGHT = 8;

interface Row extends SideFigures {
  page: string;
  name: string;
  ratio: number;
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
      const { expected } = page;
      const order = { expected, transport: 'http' as const };
      const hand = { ...order, url: reference.url, askers: askersByHand(name, town) };
      const ours = { ...order, url: `${house.api.url}/graphql`, askers: askers(page, town) };
      const sides = [new Side(reference.pid, hand), new Side(house.api.pid, ours)] as const;
      for (let round = 0; round <= Number(values.rounds); round++)
        for (const side of sides) await side.ask(Number(values.seconds), round > 0);
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

function rowsOf(page: string, [hand, ours]: readonly [Side, Side]): Row[] {
  const [byHand, teahouse] = [hand.figures, ours.figures];
  return [
    { page, name: 'by hand', ...byHand, ratio: 1 },
    { page, name: 'Teahouse', ...teahouse, ratio: teahouse.rate / byHand.rate },
  ];
}

await main();
