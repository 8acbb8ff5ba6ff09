import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ServerProcess } from '../../apps/api/src/testing/processes.ts';
import { freePort } from '../../scripts/services/ports.ts';
import { type Guest, gather, invite } from '../crowd.ts';
import { EVENTS } from '../events.ts';
import { cpuOf, type House, openHouse, writeReport } from '../house.ts';
import { Listeners } from '../listening.ts';
import { milliseconds, printTable, shareOf } from '../measure.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const MEMBERS = 20;

interface Side {
  name: string;
  pid: number;
  listeners: Listeners;
  /** Milliseconds from opening the socket until the last of what was missed is there, one for each round. */
  times: number[];
  cpu: number[];
}

interface Talk {
  id: string;
  members: Guest[];
}

/**
 * Somebody comes back to ten thousand missed messages in two hundred of their five hundred conversations: how long it
 * takes until all of them are there, beside one statement by hand that reads the same rows through `pg` and writes the
 * same words to a bare socket.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '10000' },
      conversations: { type: 'string', default: '500' },
      missed: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '5' },
      json: { type: 'string' },
    },
  });
  const house = await openHouse();
  const port = await freePort();
  const args = ['--import', 'tsx', 'reference.ts', String(port), house.databaseUrl];
  const hand = new ServerProcess({ args, cwd: FOLDER, env: {}, port, readyPath: '/' });
  const sides: Side[] = [];
  try {
    await hand.start();
    const { reader, talks } = await seat(house, Number(values.conversations));
    const missed = talks.slice(0, Number(values.missed));
    const each = Math.ceil(Number(values.events) / missed.length);
    sides.push(await open('by hand', hand, reader.accountId));
    sides.push(await open('Teahouse', house.api, reader.token));
    for (let round = 0; round <= Number(values.rounds); round++) {
      for (const { listeners } of sides) await listeners.cut();
      for (const talk of missed) await speak(house, talk, each);
      // The first round warms up.
      for (const side of round % 2 ? sides : sides.toReversed())
        await resume(side, missed.length * each, round > 0);
    }
    report(sides, missed.length * each, values.json);
  } finally {
    for (const { listeners } of sides) listeners.close();
    await hand.stop();
    await house.stop();
  }
}

/** The reader is in every conversation. */
async function seat({ pool }: House, conversations: number) {
  const [reader, ...others] = await invite(pool, 1_000);
  if (!reader) throw new Error('Somebody has to read');
  const groups = Array.from({ length: conversations }, (_, place) => [
    reader,
    ...Array.from(
      { length: MEMBERS - 1 },
      (_, step) => others[(place * 7 + step) % others.length] as Guest,
    ),
  ]);
  const ids = await gather(pool, groups);
  const talks = groups.map((members, place): Talk => ({ id: ids[place] ?? '', members }));
  return { reader, talks };
}

async function open(name: string, server: ServerProcess, token: string): Promise<Side> {
  const listen = { protocol: 'graphql-ws' as const, tokens: [token], document: EVENTS };
  const listeners = await Listeners.open({ ...listen, url: server.url });
  return { name, pid: server.pid, listeners, times: [], cpu: [] };
}

/** Messages with their events, as sending leaves them behind: all of a conversation's in one transaction. */
async function speak({ pool }: House, { id, members }: Talk, messages: number): Promise<void> {
  await pool.query(
    `WITH head AS (
       INSERT INTO stream (id, seq) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seq = stream.seq + $2 RETURNING seq
     ), placed AS (
       UPDATE conversation SET last_seq = last_seq + $2::int, active_at = now() WHERE id = $1 RETURNING last_seq
     ), said AS (
       INSERT INTO message (id, conversation_id, seq, sender_id, client_id, kind, text)
       SELECT uuidv7(), $1, last_seq - $2::int + place, ($3::uuid[])[1 + place % cardinality($3::uuid[])],
              gen_random_uuid(), 'TEXT', 'Message ' || place || ': 今天下午三点喝茶吗? I will bring the good cups.'
       FROM placed, generate_series(1, $2::int) AS place
       RETURNING id, seq
     )
     INSERT INTO event (stream_id, seq, xid, kind, payload)
     SELECT $1, head.seq - $2::int + row_number() OVER (ORDER BY said.seq), pg_current_xact_id()::text::bigint,
            'MessageSent', jsonb_build_object('messageId', said.id)
     FROM said, head`,
    [id, messages, members.map(({ accountId }) => accountId)],
  );
}

async function resume(side: Side, events: number, counts: boolean): Promise<void> {
  const before = cpuOf(side.pid);
  const since = performance.now();
  await side.listeners.comeBack();
  const time = performance.now() - since;
  const { count } = await side.listeners.hear(events);
  if (count !== events) throw new Error(`${side.name} told ${count} events instead of ${events}`);
  if (!counts) return;
  side.times.push(time);
  side.cpu.push(cpuOf(side.pid) - before);
}

function report(sides: readonly Side[], events: number, json: string | undefined): void {
  const median = (of: readonly number[]) => shareOf(of, 0.5);
  const byHand = median(sides[0]?.times ?? []);
  const rows = sides.map(({ name, times, cpu }) => {
    const time = median(times);
    const perEvent = (median(cpu) * 1_000) / events;
    return { name, events, time, ratio: time / byHand, microseconds: perEvent };
  });
  printTable(
    [`${events} missed events`, 'ms', 'times by hand', 'µs of server CPU an event'],
    rows.map(({ name, time, ratio, microseconds }) => [
      ...[name, milliseconds(time), ratio.toFixed(2), microseconds.toFixed(0)],
    ]),
  );
  writeReport(json, rows);
}

await main();
