import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { readFeed } from '../../apps/api/src/moments/timelines.ts';
import { milliseconds, printTable } from '../measure.ts';

/** Feeds of which little or nothing may be shown, so that much has to be looked at. */

const PAGE = 21;
const ROUNDS = 5;

interface Case {
  friends: number;
  /** Of each friend. */
  posts: number;
  /** How many posts of ten the person may see. */
  seen: number;
  /** How many friends of a hundred hide theirs from the person. */
  hiding: number;
  /** For how many days friends show what they post; null: for good. */
  days: number | null;
}

/** Cases with so many posts in all. */
function casesOf(all: number): Record<string, Case> {
  const crowd = Math.min(5_000, all / 20);
  const plain: Case = { friends: crowd, posts: all / crowd, seen: 10, hiding: 0, days: null };
  const one: Case = { ...plain, friends: 1, posts: all };
  return {
    'nobody, and nothing': { ...plain, friends: 0 },
    [`one friend, ${all} posts, all seen`]: one,
    [`one friend, ${all} posts, none for the newcomer`]: { ...one, seen: 0 },
    [`one friend, ${all} posts, all older than shown`]: { ...one, days: 3 },
    [`${crowd} friends, ${all} posts, all seen`]: plain,
    [`${crowd} friends, 19 of 20 hide theirs`]: { ...plain, hiding: 95 },
    [`${crowd} friends, one post of ten for the person`]: { ...plain, seen: 1 },
    [`${crowd} friends, none for the person`]: { ...plain, seen: 0 },
    [`${crowd} friends, all older than shown`]: { ...plain, days: 3 },
  };
}

/** Answers the viewer. The posts lie a month and more back. */
async function fill(pool: pg.Pool, { friends, posts, seen, hiding, days }: Case): Promise<string> {
  const [me = '', ...others] = Array.from({ length: friends + 1 }, () => uuid());
  await pool.query(
    `INSERT INTO account (id, username, nickname) SELECT id, left(replace(id::text, '-', ''), 30), 'Somebody'
     FROM unnest($1::uuid[]) id`,
    [[me, ...others]],
  );
  await pool.query(
    `INSERT INTO friendship (account_id, friend_id)
     SELECT $1::uuid, unnest($2::uuid[]) UNION ALL SELECT unnest($2::uuid[]), $1::uuid`,
    [me, others],
  );
  await pool.query(
    'INSERT INTO moment_settings (account_id, shown_days) SELECT unnest($1::uuid[]), $2::int',
    [others, days],
  );
  await pool.query(
    'INSERT INTO moment_relation (account_id, other_id, hides_mine) SELECT unnest($1::uuid[]), $2, true',
    [others.filter((_, index) => index % 100 < hiding), me],
  );
  // Those that are not for the person name somebody else, which has to be looked up.
  await pool.query(
    `WITH made AS (
       INSERT INTO moment (id, author_id, client_id, text, visibility, created_at)
       SELECT uuidv7(), author, gen_random_uuid(), 'A cup of tea',
         (CASE WHEN n % 10 < $3 THEN 'FRIENDS' ELSE 'ONLY' END)::moment_visibility,
         now() - interval '30 days' - random() * interval '300 days'
       FROM unnest($1::uuid[]) author, generate_series(1, $2::int) n
       RETURNING id, author_id, visibility)
     INSERT INTO moment_audience (id, moment_id, account_id)
     SELECT gen_random_uuid(), id, author_id FROM made WHERE visibility = 'ONLY'`,
    [others, posts, seen],
  );
  return me;
}

interface Plan {
  'Execution Time': number;
  'Planning Time': number;
  Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };
}

/** The same statement, explained instead of answered. */
async function explain(pool: pg.Pool, me: string, form: 'TEXT' | 'JSON'): Promise<unknown[]> {
  const asked: { text: string; values: unknown[] }[] = [];
  const listening = {
    query: async (given: { text: string; values: unknown[] }) => {
      asked.push(given);
      return { rows: [] };
    },
  };
  const newest = { olderThan: null, newerThan: null, oldestFirst: false, limit: PAGE };
  const viewer = { accountId: me, sessionId: me };
  await readFeed({ pool: listening as unknown as pg.Pool }, viewer, newest);
  const [{ text, values } = { text: '', values: [] }] = asked;
  const { rows } = await pool.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT ${form}) ${text}`, values);
  return rows.map((row) => row['QUERY PLAN']);
}

interface Row {
  what: string;
  milliseconds: number;
  planning: number;
  blocks: number;
}

/** Prints what the feed costs in each case with so many posts; `plans`: and how it comes about. */
export async function worstCases(pool: pg.Pool, all: number, plans: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, one] of Object.entries(casesOf(all))) {
    const me = await fill(pool, one);
    await pool.query('VACUUM ANALYZE');
    const times: Plan[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [[plan]] = (await explain(pool, me, 'JSON')) as [[Plan]];
      times.push(plan);
    }
    times.sort((a, b) => a['Execution Time'] - b['Execution Time']);
    const middle = times[Math.floor(ROUNDS / 2)];
    if (!middle) continue;
    const { Plan: top } = middle;
    rows.push({
      what,
      milliseconds: middle['Execution Time'],
      planning: middle['Planning Time'],
      blocks: top['Shared Hit Blocks'] + top['Shared Read Blocks'],
    });
    if (plans) console.log(`\n${what}\n${(await explain(pool, me, 'TEXT')).join('\n')}`);
  }
  printTable(
    ['feed: first page', 'ms', 'planning ms', 'blocks of 8 kB'],
    rows.map((row) => [
      ...[row.what, milliseconds(row.milliseconds), milliseconds(row.planning)],
      String(row.blocks),
    ]),
  );
  return rows;
}
