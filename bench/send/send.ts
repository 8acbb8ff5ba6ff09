import { parseArgs } from 'node:util';
import { type Asker, NEW_ID, Side } from '../asking.ts';
import { gather, globalId, invite } from '../crowd.ts';
import { SEND } from '../events.ts';
import { type House, openHouse, writeReport } from '../house.ts';
import { milliseconds, printTable, shareOf } from '../measure.ts';
import { countedId, driveStatement, type Reference } from './reference.ts';

const MEMBERS = 10;

interface Case {
  name: string;
  inFlight: number;
  /** Whether all of them speak in the same conversation. */
  together?: true;
}

const CASES: Case[] = [
  { name: '1 in flight', inFlight: 1 },
  { name: '16 in flight', inFlight: 16 },
  { name: '64 in flight', inFlight: 64 },
  { name: '16 in flight, one conversation', inFlight: 16, together: true },
];

interface Row {
  name: string;
  transport: string;
  rate: number;
  p50: number;
  p99: number;
  /** Of what the statement alone reaches, where that could be driven. */
  ratio: number | null;
  /** Milliseconds of the server's processor time for a message. */
  cpu: number | null;
}

/** How many messages a second are taken, stored and acknowledged, beside the statement that stores them by itself. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'string' },
    },
  });
  const house = await openHouse();
  try {
    const speakers = await seat(house, Number(values.people));
    const rows: Row[] = [];
    for (const one of CASES)
      rows.push(
        ...(await bench(house, speakers, one, Number(values.seconds), Number(values.rounds))),
      );
    printTable(
      [
        '',
        'over',
        'messages/s',
        'of the statement alone',
        'p50 ms',
        'p99 ms',
        'server CPU ms each',
      ],
      rows.map(({ name, transport, rate, ratio, p50, p99, cpu }) => [
        ...[name, transport, rate.toFixed(0), ratio?.toFixed(2) ?? '', milliseconds(p50)],
        ...[milliseconds(p99), cpu?.toFixed(2) ?? ''],
      ]),
    );
    writeReport(values.json, rows);
  } finally {
    await house.stop();
  }
}

/** As many conversations as people: each is in ten of them, with nine others, and all are in the first. */
async function seat({ pool }: House, people: number): Promise<Asker[]> {
  const guests = await invite(pool, people, (place) => countedId('account', place));
  const around = (place: number, step: number) => (place + step + guests.length) % guests.length;
  const steps = Array.from({ length: MEMBERS }, (_, step) => step);
  const groups = guests.map((guest, place) =>
    steps.map((step) => guests[around(place, step)] ?? guest),
  );
  const ids = await gather(pool, groups, (place) => countedId('conversation', place));
  await pool.query(
    'INSERT INTO member (conversation_id, account_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
    [ids[0], guests.map(({ accountId }) => accountId)],
  );
  const operations = ids.map(sending);
  return guests.map(({ token }, place) => ({
    token,
    operations: steps.map((step) => operations[around(place, -step)] ?? ''),
  }));
}

function sending(conversation: string): string {
  const conversationId = globalId('Conversation', conversation);
  const input = { conversationId, clientId: NEW_ID, text: '喝茶 at the corner table?' };
  return JSON.stringify({ query: SEND, variables: { input } });
}

async function bench(
  house: House,
  speakers: Asker[],
  { name, inFlight, together }: Case,
  seconds: number,
  rounds: number,
): Promise<Row[]> {
  const chosen = Array.from({ length: inFlight }, (_, seat) => {
    const speaker = speakers[Math.floor((seat * speakers.length) / inFlight)] as Asker;
    const [first = ''] = speakers[0]?.operations ?? [];
    return together ? { ...speaker, operations: [first] } : speaker;
  });
  const conversations = together ? 1 : speakers.length;
  const url = `${house.api.url}/graphql`;
  const order = { url, askers: chosen, expected: '"SendMessagePayload"' };
  const sides = (['http', 'websocket'] as const).map((transport) => ({
    transport,
    side: new Side(house.api.pid, { ...order, transport }),
  }));
  const alone: Reference[] = [];
  for (let round = 0; round <= rounds; round++) {
    const reference = await driveStatement(house.databaseUrl, { conversations, inFlight, seconds });
    // The first round warms up.
    if (round > 0 && reference) alone.push(reference);
    for (const { side } of sides) await side.ask(seconds, round > 0);
  }
  const statement = alone.length > 0 ? statementOf(name, alone) : null;
  const ours = sides.map(({ transport, side }): Row => {
    const { rate, p50, p99, cpu } = side.figures;
    const label = transport === 'http' ? 'HTTP' : 'WebSocket';
    const ratio = statement && rate / statement.rate;
    return { name, transport: label, rate, ratio, p50, p99, cpu };
  });
  return statement ? [statement, ...ours] : ours;
}

function statementOf(name: string, rounds: Reference[]): Row {
  const times = rounds.flatMap((reference) => reference.times);
  return {
    ...{ name, transport: 'the statement alone', ratio: 1, cpu: null },
    rate: rounds.reduce((sum, { rate }) => sum + rate, 0) / rounds.length,
    p50: shareOf(times, 0.5),
    p99: shareOf(times, 0.99),
  };
}

await main();
