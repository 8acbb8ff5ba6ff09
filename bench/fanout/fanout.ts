import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ServerProcess } from '../../apps/api/src/testing/processes.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { type Guest, gather, invite, say } from '../crowd.ts';
import { EVENTS } from '../events.ts';
import { cpuOf, type House, openHouse, writeReport } from '../house.ts';
import { clock, Listeners, type Protocol } from '../listening.ts';
import { printTable } from '../measure.ts';

const REFERENCES: Protocol[] = ['ws', 'graphql-ws', 'socket.io'];
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** One server that says the same to all who listen. */
interface Side {
  name: string;
  pid: number;
  listeners: Listeners;
  say(text: string): Promise<void>;
  /** Milliseconds of its processor time, one for each round. */
  cpu: number[];
}

/**
 * One message to everybody in a conversation: what it costs the server for each socket that it is written to, beside a
 * bare broadcast of the same bytes. Rounds go in turns, so that whatever else the machine does falls on all alike.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      members: { type: 'string', default: '100,1000,5000' },
      deliveries: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '3' },
      'warm-up': { type: 'string', default: '1000' },
      json: { type: 'string' },
    },
  });
  const figures: Row[] = [];
  for (const members of values.members.split(',').map(Number)) {
    const messages = Math.ceil(Number(values.deliveries) / members);
    const plan = { members, messages, rounds: Number(values.rounds) };
    figures.push(...(await bench({ ...plan, warmUp: Number(values['warm-up']) })));
  }
  printTable(
    ['members', 'server', 'µs of CPU a delivery', 'of a bare broadcast'],
    figures.map(({ members, name, microseconds, ratio }) => [
      String(members),
      name,
      microseconds.toFixed(1),
      ratio.toFixed(2),
    ]),
  );
  writeReport(values.json, figures);
}

interface Row {
  members: number;
  name: string;
  microseconds: number;
  ratio: number;
}

interface Plan {
  members: number;
  messages: number;
  rounds: number;
  /** Messages that each server has taken before any counts: the first thousand cost twice as much. */
  warmUp: number;
}

async function bench({ members, messages, rounds, warmUp }: Plan): Promise<Row[]> {
  const house = await openHouse();
  const references: ServerProcess[] = [];
  const sides: Side[] = [];
  try {
    const [speaker, deaf, ...ears] = (await invite(house.pool, members + 2)) as [Guest, Guest];
    const groups = [
      [speaker, ...ears],
      [speaker, deaf],
      [speaker, ...ears.slice(0, 1)],
    ];
    const [id = '', quiet = '', pair = ''] = await gather(house.pool, groups);
    const teahouse = await seat(house, ears, speaker, id);
    sides.push(teahouse);
    const warm = teahouse.listeners.hear(warmUp);
    for (let n = 0; n < warmUp; n++) await say(house.api.url, speaker, pair, 'A first cup');
    await warm;
    await teahouse.say('to begin with');
    const { sample } = await teahouse.listeners.hear(members);
    for (const protocol of REFERENCES) {
      const port = await freePort();
      const args = ['--import', 'tsx', 'reference.ts', protocol, String(port)];
      const server = new ServerProcess({ args, cwd: FOLDER, env: {}, port, readyPath: '/' });
      references.push(await server.start());
      for (let n = 0; n < warmUp; n++) await hand(server, sample);
      sides.push(await seatAt(server, protocol, members, sample));
    }
    for (let round = 0; round <= rounds; round++)
      for (const side of round % 2 ? sides : sides.toReversed()) {
        const cpu = await costOf(side, messages, members);
        // The first round warms up.
        if (round > 0) side.cpu.push(cpu);
      }
    const sending = await sendingAlone(house, speaker, quiet, messages);
    return rowsOf(members, messages, sides, sending);
  } finally {
    for (const { listeners } of sides) listeners.close();
    for (const server of references) await server.stop();
    await house.stop();
  }
}

async function costOf(side: Side, messages: number, members: number): Promise<number> {
  const before = cpuOf(side.pid);
  const heard = side.listeners.hear(messages * members);
  for (let message = 0; message < messages; message++)
    await side.say(`A cup of tea, sent at ${clock().toFixed(3)}`);
  await heard;
  return cpuOf(side.pid) - before;
}

async function seat(house: House, guests: Guest[], speaker: Guest, id: string): Promise<Side> {
  const tokens = guests.map(({ token }) => token);
  const listeners = await Listeners.open({
    url: house.api.url,
    protocol: 'graphql-ws',
    tokens,
    document: EVENTS,
  });
  return {
    name: 'Teahouse',
    pid: house.api.pid,
    listeners,
    say: (text) => say(house.api.url, speaker, id, text),
    cpu: [],
  };
}

/** The same number of sockets at another server, which is handed what Teahouse has written. */
async function seatAt(
  server: ServerProcess,
  protocol: Protocol,
  members: number,
  sample: string,
): Promise<Side> {
  const listeners = await Listeners.open({
    url: server.url,
    protocol,
    tokens: Array.from({ length: members }, () => ''),
    document: EVENTS,
  });
  const say = (text: string) => hand(server, sample.replace('to begin with', text));
  return { name: protocol, pid: server.pid, listeners, say, cpu: [] };
}

async function hand(server: ServerProcess, body: string): Promise<void> {
  await (await fetch(`${server.url}/say`, { method: 'POST', body })).text();
}

/** What it costs to take a message that nobody hears: it is paid once, however many do. */
async function sendingAlone(house: House, speaker: Guest, quiet: string, messages: number) {
  const before = cpuOf(house.api.pid);
  for (let message = 0; message < messages; message++)
    await say(house.api.url, speaker, quiet, 'Anybody?');
  return cpuOf(house.api.pid) - before;
}

function rowsOf(members: number, messages: number, sides: Side[], sending: number): Row[] {
  const median = (cpu: number[]) => cpu.toSorted((one, other) => one - other)[cpu.length >> 1] ?? 0;
  const perDelivery = (cpu: number) => (cpu * 1_000) / (members * messages);
  const taken = sides.map(({ name, cpu }) => [name, perDelivery(median(cpu))] as const);
  const bare = taken.find(([name]) => name === 'ws')?.[1] ?? Number.NaN;
  const [[, whole] = ['', Number.NaN]] = taken;
  const all = [['Teahouse, without the sending', whole - perDelivery(sending)] as const, ...taken];
  return all.map(([name, microseconds]) => ({
    members,
    name,
    microseconds,
    ratio: microseconds / bare,
  }));
}

await main();
