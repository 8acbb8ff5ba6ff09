import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../realtime/backend.ts';
import { uuidOf } from '../testing/ids.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';
import { type HitRange, type Search, searchMessages } from './service.ts';

/** Conversations so long that they are searched in several stretches, and these in several batches. */

const BEGIN = Date.parse('2026-01-01T00:00:00Z');
/** Of a conversation that began then: a message each second. */
const instantOf = (seq: number) => new Date(BEGIN + seq * 1_000);

let stage: Stage;
let pool: pg.Pool;
let mei: Person;
let chat: string;
beforeAll(async () => {
  stage = await startStage();
  pool = stage.backend.pool;
  const { one, chat: id } = await stage.world.friends('Mei', 'Tom');
  [mei, chat] = [one, id];
  await fill(chat, mei, 20_000, (seq) =>
    seq % 4_000 === 0 ? `我们去茶馆 rare${seq}` : `今天第${seq}次说话 hello number ${seq}`,
  );
  await pool.query('ANALYZE message');
}, 60_000);
afterAll(() => stage.close());

/** More messages than anybody wants to send one by one, up to `count` of them. */
async function fill(
  conversation: string,
  sender: Person,
  count: number,
  textOf: (seq: number) => string,
  begin = BEGIN,
): Promise<void> {
  const { rows } = await pool.query<{ last_seq: number }>(
    'SELECT last_seq FROM conversation WHERE id = $1',
    [uuidOf(conversation)],
  );
  const last = rows[0]?.last_seq ?? 0;
  const seqs = Array.from({ length: count - last }, (_, place) => last + place + 1);
  const instants = seqs.map((seq) => begin + seq * 1_000);
  await pool.query(
    `INSERT INTO message (id, conversation_id, seq, sender_id, client_id, text, created_at)
     SELECT id, $1, seq, $2, id, text, at
     FROM unnest($3::uuid[], $4::int[], $5::text[], $6::timestamptz[]) AS x (id, seq, text, at)`,
    [
      uuidOf(conversation),
      uuidOf(sender.id),
      instants.map((msecs) => uuid({ msecs })),
      seqs,
      seqs.map(textOf),
      instants.map((instant) => new Date(instant)),
    ],
  );
  await pool.query('UPDATE conversation SET last_seq = $2 WHERE id = $1', [
    uuidOf(conversation),
    count,
  ]);
}

/** Searches, and tells which statements it took and which sequences it found. */
async function watch(person: Person, search: Search, range: Partial<HitRange> = {}) {
  const statements: pg.QueryConfig[] = [];
  const watched = Object.assign(Object.create(pool), {
    query: (statement: pg.QueryConfig) => {
      statements.push(statement);
      return pool.query(statement);
    },
  });
  const backend: Backend = { ...stage.backend, pool: watched };
  const viewer = { accountId: uuidOf(person.id), sessionId: uuidOf(person.sessionId) };
  const hits = await searchMessages(backend, viewer, search, {
    limit: 100,
    oldestFirst: false,
    ...range,
  });
  return { statements, seqs: hits.map(({ message }) => message.seq) };
}

const seqsOf = async (...given: Parameters<typeof watch>) => (await watch(...given)).seqs;

describe('a search reads an index', () => {
  test.each(['茶', '茶馆', '我们去茶馆', 'rare', 'rare4000', '"rare4000"', 'nowhere', '今天', 'h'])(
    '%s',
    async (query) => {
      const { statements } = await watch(mei, { query });
      expect(statements[0]?.name).toBe('search-stretches');
      expect(statements.length).toBeGreaterThan(1);
      for (const { name, text, values } of statements) {
        const { rows } = await pool.query(`EXPLAIN ${text}`, values);
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        const index =
          name === 'search-stretches' ? 'message_conversation_id_seq' : 'message_search';
        expect(plan).toMatch(new RegExp(`Scan.* (on|using) ${index}`));
        expect(plan).not.toMatch(/Seq Scan on message\b/);
      }
    },
  );

  test('and no more of it than a page takes', async () => {
    const common = await watch(mei, { query: '今天' }, { limit: 20 });
    expect(common.seqs).toEqual(Array.from({ length: 20 }, (_, place) => 19_999 - place));
    const rare = await watch(mei, { query: 'rare4000' }, { limit: 20 });
    expect(rare.seqs).toEqual([4_000]);
    expect(rare.statements.length).toBeGreaterThan(common.statements.length);
  });
});

describe('in a long conversation', () => {
  const ALL = [20_000, 16_000, 12_000, 8_000, 4_000];

  test('every message is found, wherever it is', async () => {
    for (const seq of [1, 4_095, 4_096, 4_097, 8_191, 8_192, 12_287, 12_288, 19_999])
      expect(await seqsOf(mei, { query: `"第${seq}次"` })).toEqual([seq]);
    expect(await seqsOf(mei, { query: '"茶馆"' })).toEqual(ALL);
  });

  test('from one page to the next, in both directions', async () => {
    const conversationId = uuidOf(chat);
    const place = (seq: number) => ({ at: instantOf(seq), conversationId, seq });
    const asked = { query: 'rare' };
    expect(await seqsOf(mei, asked, { limit: 2 })).toEqual(ALL.slice(0, 2));
    expect(await seqsOf(mei, asked, { limit: 2, olderThan: place(16_000) })).toEqual(
      ALL.slice(2, 4),
    );
    expect(await seqsOf(mei, asked, { limit: 2, olderThan: place(8_000) })).toEqual(ALL.slice(4));
    expect(
      await seqsOf(mei, asked, { limit: 2, newerThan: place(8_000), oldestFirst: true }),
    ).toEqual([12_000, 16_000]);
    expect(await seqsOf(mei, asked, { olderThan: place(16_000), newerThan: place(4_000) })).toEqual(
      ALL.slice(2, 4),
    );
  });

  test('of a span of time, which begins with it and ends before it', async () => {
    const [since, until] = [instantOf(8_000), instantOf(16_000)];
    expect(await seqsOf(mei, { query: '茶', since })).toEqual(ALL.slice(0, 4));
    expect(await seqsOf(mei, { query: '茶', until })).toEqual(ALL.slice(2));
    expect(await seqsOf(mei, { query: '茶', since, until })).toEqual(ALL.slice(2, 4));
    expect(await seqsOf(mei, { query: '今天', since: instantOf(20_001) })).toEqual([]);
    expect(await seqsOf(mei, { query: '今天', until: instantOf(1) })).toEqual([]);
    expect(await seqsOf(mei, { query: '今天', until: instantOf(2) })).toEqual([1]);
  });

  test('by who came in the middle, from where they came', async () => {
    const joined = (seq: number) =>
      pool.query(
        `UPDATE member SET joined_seq = $3, read_seq = 20000, delivered_seq = 20000
         WHERE account_id = $1 AND conversation_id = $2`,
        [uuidOf(mei.id), uuidOf(chat), seq],
      );
    for (const [seq, expected] of [
      [7_999, ALL.slice(0, 4)],
      [8_000, ALL.slice(0, 3)],
      [19_999, ALL.slice(0, 1)],
      [20_000, []],
      [0, ALL],
    ] as const) {
      await joined(seq);
      expect(await seqsOf(mei, { query: '茶馆' })).toEqual(expected);
    }
  });
});

test('the newest come first, even from the conversation that is looked at last', async () => {
  const { one: lin, other: tom, chat: quiet } = await stage.world.friends('Lin', 'Tom');
  const busy = [await lin.group('One', [tom]), await lin.group('Two', [tom])];
  // Two stretches that fill a batch and end last, with what is searched for at their beginning.
  for (const conversation of busy)
    await fill(conversation, tom, 8_191, (seq) =>
      seq >= 4_096 && seq < 4_126 ? 'an old lantern' : 'small talk',
    );
  await fill(quiet, tom, 10, () => 'a new lantern', BEGIN + 8_100_000);
  const { seqs, statements } = await watch(lin, { query: 'lantern' }, { limit: 20 });
  expect(seqs.slice(0, 10)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(seqs.slice(10)).toEqual([
    4_125, 4_125, 4_124, 4_124, 4_123, 4_123, 4_122, 4_122, 4_121, 4_121,
  ]);
  expect(statements.length).toBeGreaterThan(2);
});
