import { parseArgs } from 'node:util';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { momentAudience } from '../../apps/api/src/moments/audiences.ts';
import { countThreads, readComments } from '../../apps/api/src/moments/threads.ts';
import { readAlbum, readFeed } from '../../apps/api/src/moments/timelines.ts';
import { type Db, openDatabase } from '../../apps/api/src/platform/db.ts';
import { openStore, writeReport } from '../house.ts';
import { type Figures, measure, milliseconds, printTable } from '../measure.ts';
import { worstCases } from './worst-cases.ts';

const PAGE = 21;
const BATCH = 100_000;

/**
 * One person with thousands of friends, each of whom has posted hundreds of times: their feed, against the plainest and
 * the best statements that know nothing of who may see what.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      friends: { type: 'string', default: '5000' },
      posts: { type: 'string', default: '200' },
      /** In each of the worst cases. */
      worst: { type: 'string', default: '100000' },
      /** How each of the worst cases comes about. */
      plans: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '20' },
      json: { type: 'string' },
    },
  });
  const [friends, posts] = [Number(values.friends), Number(values.posts)];
  const rounds = Number(values.rounds);
  const store = await openStore();
  try {
    const database = openDatabase({ DATABASE_URL: store.databaseUrl, DATABASE_POOL: 4 });
    try {
      const feed = posts > 0 ? await bench(database, friends, posts, rounds) : [];
      const worst = await worstCases(database.pool, Number(values.worst), values.plans);
      writeReport(values.json, { feed, worst });
    } finally {
      await database.close();
    }
  } finally {
    await store.stop();
  }
}

/**
 * Everybody is a friend of the first person. Of ten posts one is public, one for some by name, one for all but some, one
 * private, and the rest for friends; every tenth friend shows a month, every twentieth hides theirs, every fiftieth is blocked.
 */
async function fill(pool: pg.Pool, friends: number, posts: number): Promise<string> {
  const ids = Array.from({ length: friends + 1 }, () => uuid());
  const [me = '', ...others] = ids;
  await pool.query(
    `INSERT INTO account (id, username, nickname) SELECT id, 'friend_' || place, 'Friend ' || place
     FROM unnest($1::uuid[]) WITH ORDINALITY AS given(id, place)`,
    [ids],
  );
  await pool.query(
    `INSERT INTO friendship (account_id, friend_id)
     SELECT $1::uuid, unnest($2::uuid[]) UNION ALL SELECT unnest($2::uuid[]), $1::uuid`,
    [me, others],
  );
  const every = (nth: number) => others.filter((_, index) => index % nth === 0);
  await pool.query(
    'INSERT INTO moment_settings (account_id, shown_days) SELECT unnest($1::uuid[]), 30',
    [every(10)],
  );
  await pool.query(
    'INSERT INTO moment_relation (account_id, other_id, hides_mine) SELECT unnest($1::uuid[]), $2, true',
    [every(20), me],
  );
  await pool.query('INSERT INTO block (account_id, blocked_id) SELECT unnest($1::uuid[]), $2', [
    every(50),
    me,
  ]);
  for (let from = 0; from < friends * posts; from += BATCH)
    await pool.query(
      `INSERT INTO moment (id, author_id, client_id, text, visibility, created_at)
       SELECT uuidv7(), ($1::uuid[])[1 + place % $2], gen_random_uuid(), 'The ' || place || 'th cup of tea',
         (CASE place / $2 % 10 WHEN 0 THEN 'PUBLIC' WHEN 1 THEN 'ONLY' WHEN 2 THEN 'EXCEPT' WHEN 3 THEN 'PRIVATE'
          ELSE 'FRIENDS' END)::moment_visibility,
         now() - (place * 37 % ($2 * $3)) * interval '20 s'
       FROM generate_series($4::int, $4 + $5 - 1) AS place`,
      [others, friends, posts, from, Math.min(BATCH, friends * posts - from)],
    );
  await pool.query(
    `INSERT INTO moment_audience (id, moment_id, account_id)
     SELECT gen_random_uuid(), id, CASE WHEN hashtext(id::text) % 2 = 0 THEN $1::uuid ELSE author_id END
     FROM moment WHERE visibility IN ('ONLY', 'EXCEPT')`,
    [me],
  );
  await respond(pool, others);
  await pool.query('VACUUM ANALYZE');
  return me;
}

/** On the newest posts of all: likes of fifty friends and comments of twenty, who know each other. */
async function respond(pool: pg.Pool, others: readonly string[]): Promise<void> {
  const busy = others.slice(-50);
  await pool.query(
    `INSERT INTO friendship (account_id, friend_id)
     SELECT one, other FROM unnest($1::uuid[]) one, unnest($2::uuid[]) other WHERE one <> other
     UNION SELECT other, one FROM unnest($1::uuid[]) one, unnest($2::uuid[]) other WHERE one <> other
     ON CONFLICT DO NOTHING`,
    [busy, others],
  );
  await pool.query(
    `INSERT INTO moment_like (id, moment_id, account_id)
     SELECT uuidv7(), m.id, liker FROM (SELECT id FROM moment ORDER BY created_at DESC LIMIT 200) m, unnest($1::uuid[]) liker`,
    [busy],
  );
  await pool.query(
    `INSERT INTO moment_comment (id, moment_id, author_id, client_id, text)
     SELECT uuidv7(), m.id, writer, gen_random_uuid(), 'Cheers'
     FROM (SELECT id FROM moment ORDER BY created_at DESC LIMIT 200) m, unnest($1::uuid[]) writer`,
    [busy.slice(0, 20)],
  );
}

/** By hand, and without any rule: the newest posts of friends, in the ways one would think of. */
const BY_HAND = {
  'the newest posts that are of a friend': `
    SELECT m.* FROM moment m WHERE m.author_id IN (SELECT friend_id FROM friendship WHERE account_id = $1)
    ORDER BY m.created_at DESC, m.id DESC LIMIT ${PAGE}`,
  'a page of each friend, the newest of all': `
    SELECT page.* FROM friendship f CROSS JOIN LATERAL (
      SELECT * FROM moment m WHERE m.author_id = f.friend_id AND m.deleted_at IS NULL
      ORDER BY m.created_at DESC, m.id DESC LIMIT ${PAGE}
    ) page
    WHERE f.account_id = $1 ORDER BY page.created_at DESC, page.id DESC LIMIT ${PAGE}`,
  'the newest of each friend, a page of the newest': `
    WITH foremost AS (
      SELECT f.friend_id FROM friendship f CROSS JOIN LATERAL (
        SELECT m.created_at, m.id FROM moment m WHERE m.author_id = f.friend_id AND m.deleted_at IS NULL
        ORDER BY m.created_at DESC, m.id DESC LIMIT 1
      ) head
      WHERE f.account_id = $1 ORDER BY head.created_at DESC, head.id DESC LIMIT ${PAGE}
    )
    SELECT page.* FROM foremost CROSS JOIN LATERAL (
      SELECT * FROM moment m WHERE m.author_id = foremost.friend_id AND m.deleted_at IS NULL
      ORDER BY m.created_at DESC, m.id DESC LIMIT ${PAGE}
    ) page ORDER BY page.created_at DESC, page.id DESC LIMIT ${PAGE}`,
};

async function bench(
  { pool, db }: { pool: pg.Pool; db: Db },
  friends: number,
  posts: number,
  rounds: number,
): Promise<unknown[]> {
  const me = await fill(pool, friends, posts);
  const viewer = { accountId: me, sessionId: me };
  const newest = { olderThan: null, newerThan: null, oldestFirst: false, limit: PAGE };
  const page = await readFeed({ pool }, viewer, newest);
  const later = { ...newest, olderThan: await placeAt(pool, friends * posts) };
  const [first] = page;
  if (!first) throw new Error('The feed is empty');
  const ids = page.map(({ id }) => id);
  const here = await some(pool);
  const between = { limit: 11, inverted: false };
  const pieces: Record<string, () => Promise<unknown>> = {
    ...Object.fromEntries(
      Object.entries(BY_HAND).map(([name, text], index) => [
        `by hand: ${name}`,
        () => pool.query({ name: `hand-${index}`, text, values: [me] }),
      ]),
    ),
    'feed: first page': () => readFeed({ pool }, viewer, newest),
    'feed: a page in the middle': () => readFeed({ pool }, viewer, later),
    'page of one friend': () => readAlbum({ pool }, viewer, first.authorId, newest),
    'counts of a page': () => countThreads({ pool, db }, viewer, ids),
    'comments of a page, 10 each': () => readComments({ pool, db }, viewer, ids, between),
    'whom of 1,000 a post concerns': () =>
      momentAudience(db, { kind: 'MomentPosted', payload: { momentId: first.id } }, here),
  };
  const figures: [string, Figures][] = [];
  for (const [name, piece] of Object.entries(pieces))
    figures.push([name, await measure([piece], rounds)]);
  const best = Math.min(
    ...figures.filter(([name]) => name.startsWith('by hand')).map(([, { p50 }]) => p50),
  );
  printTable(
    [`${friends} friends, ${friends * posts} posts`, 'p50 ms', 'p95 ms', 'times the best by hand'],
    figures.map(([name, { p50, p95 }]) => [
      name,
      milliseconds(p50),
      milliseconds(p95),
      (p50 / best).toFixed(2),
    ]),
  );
  return figures.map(([what, { p50, p95 }]) => ({ what, p50, p95, ratio: p50 / best }));
}

async function placeAt(pool: pg.Pool, all: number) {
  const { rows } = await pool.query<{ instant: Date; id: string }>(
    'SELECT created_at AS instant, id FROM moment ORDER BY created_at DESC, id DESC OFFSET $1 LIMIT 1',
    [Math.floor(all / 2)],
  );
  return rows[0] ?? null;
}

async function some(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM account LIMIT 1000');
  return rows.map(({ id }) => id);
}

await main();
