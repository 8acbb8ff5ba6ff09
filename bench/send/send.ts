import { parseArgs } from 'node:util';
import { type Asker, ask, NEW_ID } from '../asking.ts';
import { gather, globalId, invite } from '../crowd.ts';
import { SEND } from '../events.ts';
import { cpuOf, type House, openHouse, writeReport } from '../house.ts';
import { milliseconds, printTable, shareOf } from '../measure.ts';
import { countedId, driveStatement } from './reference.ts';

const CONVERSATIONS = 1_000;
const MEMBERS = 10;

interface Case {
  name: string;
  inFlight: number;
  conversations: number;
}

const CASES: Case[] = [
  { name: '1 in flight', inFlight: 1, conversations: CONVERSATIONS },
  { name: '16 in flight', inFlight: 16, conversations: CONVERSATIONS },
  { name: '64 in flight', inFlight: 64, conversations: CONVERSATIONS },
  { name: '16 in flight, one conversation', inFlight: 16, conversations: 1 },
];

interface Row {
  name: string;
  transport: string;
  rate: number;
  p50: number;
  p99: number;
  /** Of what the statement alone reaches. */
  ratio: number;
  /** Milliseconds of the server's processor time for a message. */
  cpu: number;
}

/** How many messages a second are taken, stored and acknowledged, beside the statement that stores them by itself. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'string' },
    },
  });
  const house = await openHouse();
  try {
    const speakers = await seat(house);
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
        name,
        transport,
        rate.toFixed(0),
        ratio.toFixed(2),
        milliseconds(p50),
        Number.isNaN(p99) ? '' : milliseconds(p99),
        Number.isNaN(cpu) ? '' : cpu.toFixed(2),
      ]),
    );
    writeReport(values.json, rows);
  } finally {
    await house.stop();
  }
}

/** As many conversations as people: each is in ten of them, with nine others, and all are in the first. */
async function seat({ pool }: House): Promise<Asker[]> {
  const guests = await invite(pool, CONVERSATIONS, (place) => countedId('account', place));
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
  { name, inFlight, conversations }: Case,
  seconds: number,
  rounds: number,
): Promise<Row[]> {
  const chosen = Array.from({ length: inFlight }, (_, seat) => {
    const speaker = speakers[Math.floor((seat * speakers.length) / inFlight)] as Asker;
    const [first = ''] = speakers[0]?.operations ?? [];
    return conversations === 1 ? { ...speaker, operations: [first] } : speaker;
  });
  const sides = (['http', 'websocket'] as const).map((transport) => ({
    transport,
    times: [] as number[],
    elapsed: 0,
    cpu: 0,
  }));
  const alone: { rate: number; latency: number }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const reference = await driveStatement(house.databaseUrl, { conversations, inFlight, seconds });
    if (round > 0) alone.push(reference);
    for (const side of sides) {
      const before = cpuOf(house.api.pid);
      const taken = await ask({
        url: `${house.api.url}/graphql`,
        transport: side.transport,
        askers: chosen,
        expected: '"SendMessagePayload"',
        milliseconds: seconds * 1_000,
      });
      // The first round warms up.
      if (round === 0) continue;
      side.cpu += cpuOf(house.api.pid) - before;
      for (const time of taken.times) side.times.push(time);
      side.elapsed += taken.milliseconds;
    }
  }
  const mean = (of: (reference: { rate: number; latency: number }) => number) =>
    alone.reduce((sum, reference) => sum + of(reference), 0) / alone.length;
  const bare = mean(({ rate }) => rate);
  return [
    {
      name,
      transport: 'the statement alone',
      rate: bare,
      ratio: 1,
      p50: mean(({ latency }) => latency),
      p99: Number.NaN,
      cpu: Number.NaN,
    },
    ...sides.map(({ transport, times, elapsed, cpu }) => {
      const rate = times.length / (elapsed / 1_000);
      return {
        name,
        transport,
        rate,
        ratio: rate / bare,
        p50: shareOf(times, 0.5),
        p99: shareOf(times, 0.99),
        cpu: cpu / times.length,
      };
    }),
  ];
}

await main();
