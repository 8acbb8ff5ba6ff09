import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ServerProcess } from '../../apps/api/src/testing/processes.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { type Guest, gather, invite, say } from '../crowd.ts';
import { EVENTS } from '../events.ts';
import { type House, memoryOf, openHouse, writeReport } from '../house.ts';
import { type Listen, Listeners } from '../listening.ts';
import { printTable } from '../measure.ts';

const FANOUT = fileURLToPath(new URL('../fanout/', import.meta.url));
const MEMBERS = 20;
/** Has a server collect its garbage when it is told to, and say what is left. */
const COLLECT = `process.on('SIGUSR2', () => {
  gc();
  const { heapUsed, external } = process.memoryUsage();
  console.log('used:' + (heapUsed + external));
})`;
const COLLECTING = [
  '--expose-gc',
  '--import',
  `data:text/javascript,${encodeURIComponent(COLLECT)}`,
];
const COLLECTED_MS = 1_000;
/** So many come and go before anything is measured: what a server makes for the first that come it makes once. */
const FIRST = 200;
/** Messages that are sent while everybody is away, each in another conversation. */
const MISSED = 200;

interface Row {
  server: string;
  /** What each socket keeps the server from giving back. */
  kilobytes: number;
  ratio: number;
  /** What of it is in use, on the heap and in buffers: the rest moves with how much room the collector leaves. */
  used: number;
  usedRatio: number;
  /** The same with what was left lying by their coming in. */
  withGarbage: number;
  /** Until all of them are in. */
  seconds: number;
  /** Until all of them are back after they were cut off at once, with everything they missed. */
  secondsBack: number | null;
}

/** Many people who are connected and say nothing: what each of them costs, beside a bare socket; and how fast all come back. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sockets: { type: 'string', default: '10000' },
      conversations: { type: 'string', default: '50' },
      /** Milliseconds after which nothing moves any more that came with the sockets, and what is left of it was swept up. */
      settle: { type: 'string', default: '12000' },
      json: { type: 'string' },
    },
  });
  const sockets = Number(values.sockets);
  const settle = Number(values.settle);
  const bare = await measureBare(sockets, settle);
  const nodeArgs = [process.env.SERVER_NODE_ARGS ?? '', ...COLLECTING].filter(Boolean);
  process.env.SERVER_NODE_ARGS = nodeArgs.join(' ');
  const house = await openHouse();
  try {
    const seated = await seat(house, sockets, Number(values.conversations));
    const teahouse = await measureTeahouse(house, seated, settle);
    const rows = [bare, teahouse].map((row) => ({
      ...row,
      ratio: row.kilobytes / bare.kilobytes,
      usedRatio: row.used / bare.used,
    }));
    printTable(
      [
        ...[
          `${sockets} sockets`,
          'kB each',
          'of a bare socket',
          'of it in use, kB',
          'of a bare one',
        ],
        ...['kB each with garbage', 'all in, s', 'all back, s'],
      ],
      rows.map((row) => [
        ...[row.server, row.kilobytes.toFixed(1), row.ratio.toFixed(2)],
        ...[row.used.toFixed(2), row.usedRatio.toFixed(2), row.withGarbage.toFixed(1)],
        ...[row.seconds.toFixed(1), row.secondsBack?.toFixed(1) ?? ''],
      ]),
    );
    writeReport(values.json, rows satisfies Row[]);
  } finally {
    await house.stop();
  }
}

type Figures = Omit<Row, 'ratio' | 'usedRatio'>;

const pause = (settle: number) => new Promise((resolve) => setTimeout(resolve, settle));

async function measureBare(sockets: number, settle: number): Promise<Figures> {
  const port = await freePort();
  const args = [...COLLECTING, '--import', 'tsx', 'reference.ts', 'ws', String(port)];
  const server = await new ServerProcess({
    args,
    cwd: FANOUT,
    env: {},
    port,
    readyPath: '/',
  }).start();
  try {
    const tokens = Array.from({ length: sockets }, () => '');
    const listen = { protocol: 'ws' as const, tokens, document: '' };
    const { listeners, ...filled } = await fill(server, listen, settle);
    listeners.close();
    return { server: 'bare sockets', ...filled, secondsBack: null };
  } finally {
    await server.stop();
  }
}

async function measureTeahouse(house: House, seated: Seated, settle: number): Promise<Figures> {
  const tokens = seated.guests.map(({ token }) => token);
  const listen = { protocol: 'graphql-ws' as const, tokens, document: EVENTS };
  const { listeners, ...filled } = await fill(house.api, listen, settle);
  await listeners.cut();
  await pause(settle);
  const missed = seated.talks.slice(0, MISSED);
  for (const { id, speaker } of missed)
    await say(house.api.url, speaker, id, 'You have missed this');
  const since = performance.now();
  await listeners.comeBack();
  await listeners.hear(missed.reduce((sum, { members }) => sum + members, 0));
  const secondsBack = (performance.now() - since) / 1_000;
  listeners.close();
  return { server: 'Teahouse', ...filled, secondsBack };
}

/** Opens them all, and reckons what each of them keeps the server from giving back. */
async function fill(server: ServerProcess, listen: Omit<Listen, 'url'>, settle: number) {
  const first = { ...listen, tokens: listen.tokens.slice(0, FIRST), url: server.url };
  (await Listeners.open(first)).close();
  await pause(settle);
  const before = { used: await collect(server), held: memoryOf(server.pid) };
  const since = performance.now();
  const listeners = await Listeners.open({ ...listen, url: server.url });
  const seconds = (performance.now() - since) / 1_000;
  await pause(settle);
  const each = (bytes: number) => bytes / 1_024 / listen.tokens.length;
  const withGarbage = each(memoryOf(server.pid) - before.held);
  const used = each((await collect(server)) - before.used);
  const kilobytes = each(memoryOf(server.pid) - before.held);
  return { listeners, kilobytes, used, withGarbage, seconds };
}

/** Resolves with the bytes that are in use then. */
async function collect(server: ServerProcess): Promise<number> {
  process.kill(server.pid, 'SIGUSR2');
  await pause(COLLECTED_MS);
  const said = /used:(\d+)\n(?!.*used:)/s.exec(server.output)?.[1];
  if (!said) throw new Error('The server has not said what it uses');
  return Number(said);
}

interface Seated {
  guests: Guest[];
  talks: { id: string; speaker: Guest; members: number }[];
}

/** Whether they have no divisor in common. */
const isPrimeTo = (one: number, other: number): boolean =>
  other === 0 ? one === 1 : isPrimeTo(other, one % other);

/** Everybody is in so many conversations, of twenty each. */
async function seat({ pool }: House, people: number, each: number): Promise<Seated> {
  const guests = await invite(pool, people);
  const members = Math.min(MEMBERS, people);
  // In every round other people sit together: the steps between them grow, and nobody is met twice.
  const steps = Array.from({ length: people }, (_, step) => step + 1)
    .filter((step) => isPrimeTo(step, people) && isPrimeTo(step, members))
    .slice(0, each);
  const groups = Array.from({ length: Math.ceil((people * each) / members) }, (_, group) => {
    const step = steps[Math.floor((group * members) / people) % steps.length] ?? 1;
    return Array.from(
      { length: members },
      (_member, place) => guests[(group * members + place * step) % people] as Guest,
    );
  });
  const ids = await gather(pool, groups);
  const talks = ids.map((id, group) => ({ id, speaker: groups[group]?.[0] as Guest, members }));
  return { guests, talks };
}

await main();
