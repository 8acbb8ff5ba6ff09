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
/** After so long nothing moves any more that came with the sockets. */
const SETTLE_MS = 3_000;
const MEMBERS = 20;
/** Messages that are sent while everybody is away, each in another conversation. */
const MISSED = 200;

interface Row {
  server: string;
  kilobytes: number;
  ratio: number;
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
      json: { type: 'string' },
    },
  });
  const sockets = Number(values.sockets);
  const bare = await measureBare(sockets);
  const house = await openHouse();
  try {
    const seated = await seat(house, sockets, Number(values.conversations));
    const teahouse = await measureTeahouse(house, seated);
    const rows = [bare, teahouse].map((row) => ({ ...row, ratio: row.kilobytes / bare.kilobytes }));
    printTable(
      [`${sockets} sockets`, 'kB each', 'of a bare socket', 'all in, s', 'all back, s'],
      rows.map(({ server, kilobytes, ratio, seconds, secondsBack }) => [
        ...[server, kilobytes.toFixed(1), ratio.toFixed(2), seconds.toFixed(1)],
        secondsBack?.toFixed(1) ?? '',
      ]),
    );
    writeReport(values.json, rows satisfies Row[]);
  } finally {
    await house.stop();
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, SETTLE_MS));

async function measureBare(sockets: number): Promise<Omit<Row, 'ratio'>> {
  const port = await freePort();
  const args = ['--expose-gc', '--import', 'tsx', 'reference.ts', 'ws', String(port)];
  const server = await new ServerProcess({
    args,
    cwd: FANOUT,
    env: {},
    port,
    readyPath: '/',
  }).start();
  try {
    const tokens = Array.from({ length: sockets }, () => '');
    const { listeners, kilobytes, seconds } = await fill(server, {
      protocol: 'ws',
      tokens,
      document: '',
    });
    listeners.close();
    return { server: 'bare sockets', kilobytes, seconds, secondsBack: null };
  } finally {
    await server.stop();
  }
}

async function measureTeahouse(house: House, seated: Seated): Promise<Omit<Row, 'ratio'>> {
  const tokens = seated.guests.map(({ token }) => token);
  const listen = { protocol: 'graphql-ws' as const, tokens, document: EVENTS };
  const { listeners, kilobytes, seconds } = await fill(house.api, listen);
  await listeners.cut();
  await settled();
  for (const { id, speaker } of seated.talks.slice(0, MISSED))
    await say(house.api.url, speaker, id, 'You have missed this');
  const since = performance.now();
  await listeners.comeBack();
  await listeners.hear(MISSED * MEMBERS);
  const secondsBack = (performance.now() - since) / 1_000;
  listeners.close();
  return { server: 'Teahouse', kilobytes, seconds, secondsBack };
}

/** Opens them all, and reckons what each of them keeps the server from giving back. */
async function fill(server: ServerProcess, listen: Omit<Listen, 'url'>) {
  await settled();
  const before = memoryOf(server.pid);
  const since = performance.now();
  const listeners = await Listeners.open({ ...listen, url: server.url });
  const seconds = (performance.now() - since) / 1_000;
  await settled();
  const kilobytes = (memoryOf(server.pid) - before) / 1_024 / listen.tokens.length;
  return { listeners, kilobytes, seconds };
}

interface Seated {
  guests: Guest[];
  talks: { id: string; speaker: Guest }[];
}

/** Everybody is in so many conversations, of twenty each. */
async function seat({ pool }: House, people: number, each: number): Promise<Seated> {
  const guests = await invite(pool, people);
  const groups = Array.from({ length: Math.ceil((people * each) / MEMBERS) }, (_, group) =>
    Array.from({ length: MEMBERS }, (_member, step) => {
      // In every round other people: the steps between them grow.
      const round = Math.floor((group * MEMBERS) / people);
      return guests[(group * MEMBERS + step * (2 * round + 1)) % people] as Guest;
    }),
  );
  const ids = await gather(pool, groups);
  const talks = ids.map((id, group) => ({ id, speaker: groups[group]?.[0] as Guest }));
  return { guests, talks };
}

await main();
