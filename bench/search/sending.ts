import { randomUUID } from 'node:crypto';
import { sendMessage } from '../../apps/api/src/messages/service/send.ts';
import type { RunningBackend } from '../../apps/api/src/realtime/backend.ts';
import { figuresOf, milliseconds, printTable, timed } from '../measure.ts';
import { Corpus, Dice } from './corpus.ts';

const SENDERS = 16;
const TURNS = 10;

interface Row {
  side: string;
  /** Messages a second. */
  rate: number;
  p50: number;
  p95: number;
  /** How many times as many go through without the index. */
  ratio: number;
}

/**
 * What the index costs whoever sends: the same sends, turn by turn, into a database with it and into its copy without.
 * Turns alternate, so that whatever else this machine does falls on both.
 */
export async function measureSending(
  withIndex: RunningBackend,
  without: RunningBackend,
  seconds: number,
): Promise<Row[]> {
  const sides = [
    { name: 'without the index', backend: without, sent: 0, times: [] as number[] },
    { name: 'with it', backend: withIndex, sent: 0, times: [] as number[] },
  ];
  const corpus = new Corpus(new Dice(7));
  const texts = Array.from({ length: 20_000 }, () => corpus.message()).filter(
    (text) => !text.includes('://'),
  );
  const { rows: members } = await withIndex.pool.query<{ conversation: string; account: string }>(
    'SELECT conversation_id AS conversation, account_id AS account FROM member ORDER BY joined_xid, account_id, conversation_id LIMIT 20000',
  );
  const dice = new Dice(11);
  const turn = async (backend: RunningBackend) => {
    const times: number[] = [];
    const end = performance.now() + seconds * 1_000;
    const sender = async () => {
      while (performance.now() < end) {
        const { conversation: conversationId, account: accountId } = dice.pick(members);
        const message = { conversationId, clientId: randomUUID(), text: dice.pick(texts) };
        times.push(
          await timed(() => sendMessage(backend, { accountId, sessionId: accountId }, message)),
        );
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
    return times;
  };
  for (const { backend } of sides) await turn(backend);
  for (let turns = 0; turns < TURNS; turns++)
    for (const side of turns % 2 ? sides : [...sides].reverse())
      side.times.push(...(await turn(side.backend)));
  const rates = sides.map(({ times }) => times.length / (TURNS * seconds));
  const rows = sides.map(({ name, times }, place): Row => {
    const { p50, p95 } = figuresOf(times);
    const rate = rates[place] ?? 0;
    return { side: name, rate, p50, p95, ratio: (rates[0] ?? 0) / rate };
  });
  console.log(`\nSending, ${SENDERS} at once, ${TURNS} alternating turns of ${seconds} s each:\n`);
  printTable(
    ['', 'messages/s', 'p50 ms', 'p95 ms', 'ratio'],
    rows.map(({ side, rate, p50, p95, ratio }) => [
      ...[side, rate.toFixed(0), milliseconds(p50), milliseconds(p95), ratio.toFixed(2)],
    ]),
  );
  return rows;
}
