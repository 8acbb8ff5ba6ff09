import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { cloneDatabase } from '../testing/database.ts';
import { openDatabase } from './db.ts';
import type { Pool } from './pool.ts';

let tables: Awaited<ReturnType<typeof cloneDatabase>>;
let database: ReturnType<typeof openDatabase>;
let pool: Pool;
beforeAll(async () => {
  tables = await cloneDatabase(inject('databaseUrl'));
  database = openDatabase({ DATABASE_URL: tables.url, DATABASE_POOL: 4 });
  pool = database.pool;
});
afterAll(async () => {
  await database.close();
  await tables.drop();
});

const BACKEND = 'SELECT pg_backend_pid() AS backend';
const pidOf = async (query: Promise<{ rows: { backend: number }[] }>) =>
  (await query).rows[0]?.backend;
const echo = (value: unknown) =>
  pool.query<{ value: string | null }>({
    name: 'pool-echo',
    text: 'SELECT $1::text AS value',
    values: [value],
  });

test('what is asked together goes to one connection, and what is asked apart does not wait for it', async () => {
  const { together, apart } = pool.together(() => ({
    together: [pidOf(pool.query({ text: BACKEND })), pidOf(pool.query({ text: BACKEND }))],
    apart: [] as Promise<number | undefined>[],
  }));
  apart.push(pidOf(pool.query({ text: `${BACKEND}, pg_sleep(0.05)` })));
  const [first, second] = await Promise.all(together);
  expect(first).toBeGreaterThan(0);
  expect(second).toBe(first);
  expect(await apart[0]).not.toBe(first);
});

test('each is answered by its own rows, prepared or not, whatever its values are', async () => {
  const long = '茶'.repeat(20_000);
  const values = ['', null, 'a', long, '😀', null];
  for (let time = 0; time < 2; time++) {
    const answers = pool.together(() => values.map(echo));
    const found = (await Promise.all(answers)).map(({ rows }) => rows);
    expect(found).toEqual(values.map((value) => [{ value }]));
  }
  const nothing = await pool.together(() => pool.query({ text: 'SELECT 1 WHERE false' }));
  expect([nothing.rows, nothing.rowCount]).toEqual([[], 0]);
});

test('one that fails takes none of the others with it, and is no worse the next time', async () => {
  const broken = () =>
    pool.query({ name: 'pool-broken', text: 'SELECT 1 / $1::int AS value', values: [0] });
  const unreadable = () => pool.query({ name: 'pool-unreadable', text: 'SELEC $1', values: [1] });
  for (let time = 0; time < 2; time++) {
    const settled = await Promise.allSettled(
      pool.together(() => [echo('before'), broken(), echo('between'), unreadable(), echo('after')]),
    );
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  }
});

test('what has been written before one that fails stays written', async () => {
  const id = randomUUID();
  const key = `pool-test:${id}`;
  const settled = await Promise.allSettled(
    pool.together(() => [
      pool.query({
        text: 'INSERT INTO rate (key, used_until, granted) VALUES ($1, now(), true)',
        values: [key],
      }),
      pool.query({ text: 'SELECT 1 / $1::int', values: [0] }),
    ]),
  );
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  const { rowCount } = await pool.query({
    text: 'DELETE FROM rate WHERE key = $1',
    values: [key],
  });
  expect(rowCount).toBe(1);
});

test('a connection that breaks in the midst ends what was sent on it, and is replaced', async () => {
  const settled = await Promise.allSettled(
    pool.together(() => [
      echo('before'),
      pool.query({ text: 'SELECT pg_terminate_backend(pg_backend_pid()), $1::int', values: [1] }),
      echo('after'),
    ]),
  );
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  const answers = await Promise.all(Array.from({ length: 8 }, () => echo('again')));
  expect(answers.every(({ rows }) => rows[0]?.value === 'again')).toBe(true);
});

test('where there is no connection all of them say so', async () => {
  const elsewhere = openDatabase({
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
    DATABASE_POOL: 1,
  });
  const settled = await Promise.allSettled(
    elsewhere.pool.together(() => [1, 2].map((n) => elsewhere.pool.query({ text: `SELECT ${n}` }))),
  );
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await elsewhere.close();
});
