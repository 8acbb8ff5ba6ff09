import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ServerProcess } from '../../apps/api/src/testing/processes.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { type Guest, gather, invite, say } from '../crowd.ts';
import { EVENTS } from '../events.ts';
import { cpuOf, type House, openHouse, writeReport } from '../house.ts';
import { clock, Listeners } from '../listening.ts';
import { milliseconds, printTable, shareOf } from '../measure.ts';

const FANOUT = fileURLToPath(new URL('../fanout/', import.meta.url));

/** How many members conversations have, and which part of all messages is said in such ones. */
const SIZES = [
  { members: 2, share: 0.6 },
  { members: 8, share: 0.25 },
  { members: 40, share: 0.1 },
  { members: 200, share: 0.05 },
];
/** Of each size: nobody has to wait for whoever is speaking before them. */
const CONVERSATIONS = 40;

interface Talk {
  id: string;
  speaker: Guest;
  members: number;
}

interface Side {
  name: string;
  pid: number;
  listeners: Listeners;
  say(talk: Talk, text: string): Promise<void>;
  /** Milliseconds from the call to each socket that it came to. */
  delays: number[];
  cpu: number;
  sent: number;
}

/**
 * How long it takes from the call of `sendMessage` until the message is there on the others' sockets, while a thousand
 * people are online and a hundred messages are sent each second; beside a bare server that hands the same bytes to as many
 * sockets and keeps nothing. Both are heard by the same kind of process, so what that one takes is in both.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '1000' },
      rate: { type: 'string', default: '100' },
      seconds: { type: 'string', default: '15' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'string' },
    },
  });
  const seconds = Number(values.seconds);
  const plan = { rate: Number(values.rate), seconds };
  const house = await openHouse();
  const port = await freePort();
  const args = ['--import', 'tsx', 'reference.ts', 'ws', String(port)];
  const bare = new ServerProcess({ args, cwd: FANOUT, env: {}, port, readyPath: '/' });
  const sides: Side[] = [];
  try {
    await bare.start();
    const guests = await invite(house.pool, Number(values.people));
    const talks = await seat(house, guests);
    const teahouse = await open(house, guests);
    sides.push(teahouse);
    const [first] = talks;
    if (!first) throw new Error('Somebody has to talk');
    const heard = teahouse.listeners.hear(first.members);
    await teahouse.say(first, 'to begin with');
    sides.push(await openBare(bare, guests.length, (await heard).sample));
    for (let round = 0; round <= Number(values.rounds); round++)
      // The first round warms up.
      for (const side of round % 2 ? sides : sides.toReversed())
        await talk(side, talks, plan, round > 0);
    report(sides, values.json);
  } finally {
    for (const { listeners } of sides) listeners.close();
    await bare.stop();
    await house.stop();
  }
}

/** Conversations of every size, in the order in which they will be spoken in: as often as their size has a share. */
async function seat({ pool }: House, guests: Guest[]): Promise<Talk[]> {
  const sizes = SIZES.flatMap(({ members }) =>
    Array.from({ length: CONVERSATIONS }, () => Math.min(members, guests.length)),
  );
  const groups = sizes.map((members, place) =>
    Array.from(
      { length: members },
      (_, step) => guests[(place * 29 + step) % guests.length] as Guest,
    ),
  );
  const ids = await gather(pool, groups);
  return groups.map((group, place) => ({
    id: ids[place] ?? '',
    speaker: group[0] as Guest,
    members: group.length,
  }));
}

/** The next conversation to be spoken in: each size comes as often as it has a share, each conversation of it in turn. */
function* turns(talks: readonly Talk[]): Generator<Talk> {
  const due = SIZES.map(() => 0);
  const said = SIZES.map(() => 0);
  for (;;) {
    SIZES.forEach(({ share }, size) => {
      due[size] = (due[size] ?? 0) + share;
    });
    const size = due.indexOf(Math.max(...due));
    due[size] = (due[size] ?? 0) - 1;
    const place = size * CONVERSATIONS + ((said[size] ?? 0) % CONVERSATIONS);
    said[size] = (said[size] ?? 0) + 1;
    yield talks[place] as Talk;
  }
}

async function open(house: House, guests: Guest[]): Promise<Side> {
  const tokens = guests.map(({ token }) => token);
  const listen = { protocol: 'graphql-ws' as const, tokens, document: EVENTS };
  const listeners = await Listeners.open({ ...listen, url: house.api.url });
  return {
    ...{ name: 'Teahouse', pid: house.api.pid, listeners, delays: [], cpu: 0, sent: 0 },
    say: ({ id, speaker }, text) => say(house.api.url, speaker, id, text),
  };
}

async function openBare(server: ServerProcess, people: number, sample: string): Promise<Side> {
  const tokens = Array.from({ length: people }, () => '');
  const listen = { protocol: 'ws' as const, tokens, document: '' };
  const listeners = await Listeners.open({ ...listen, url: server.url });
  return {
    ...{ name: 'bare broadcast', pid: server.pid, listeners, delays: [], cpu: 0, sent: 0 },
    say: async ({ members }, text) => {
      const body = sample.replace('to begin with', text);
      await (await fetch(`${server.url}/say?to=${members}`, { method: 'POST', body })).text();
    },
  };
}

/** Sends at its own pace, whatever becomes of what was sent before: a server that is slow does not get less to do. */
async function talk(
  side: Side,
  talks: readonly Talk[],
  { rate, seconds }: { rate: number; seconds: number },
  counts: boolean,
): Promise<void> {
  const turn = turns(talks);
  const plan = Array.from({ length: Math.ceil(rate * seconds) }, () => turn.next().value as Talk);
  const heard = side.listeners.hear(plan.reduce((sum, { members }) => sum + members, 0));
  const before = cpuOf(side.pid);
  const since = performance.now();
  const said: Promise<void>[] = [];
  for (const [place, one] of plan.entries()) {
    const wait = since + (place * 1_000) / rate - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    said.push(side.say(one, `A cup of tea, sent at ${clock().toFixed(3)}`));
  }
  await Promise.all(said);
  const { delays } = await heard;
  if (!counts) return;
  side.cpu += cpuOf(side.pid) - before;
  side.sent += plan.length;
  for (const delay of delays) side.delays.push(delay);
}

function report(sides: readonly Side[], json: string | undefined): void {
  const rows = sides.map(({ name, delays, cpu, sent }) => ({
    name,
    deliveries: delays.length,
    p50: shareOf(delays, 0.5),
    p95: shareOf(delays, 0.95),
    p99: shareOf(delays, 0.99),
    most: shareOf(delays, 1),
    cpu: cpu / sent,
  }));
  printTable(
    ['', 'deliveries', 'p50 ms', 'p95 ms', 'p99 ms', 'most ms', 'server CPU ms a message'],
    rows.map(({ name, deliveries, p50, p95, p99, most, cpu }) => [
      ...[name, String(deliveries), ...[p50, p95, p99, most].map(milliseconds)],
      cpu.toFixed(2),
    ]),
  );
  writeReport(json, rows);
}

await main();
