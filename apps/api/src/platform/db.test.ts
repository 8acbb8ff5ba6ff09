import { expect, inject, test } from 'vitest';
import { openDatabase } from './db.ts';

test('a connection that breaks in the moment it is handed over ends nothing', async () => {
  const { pool, close } = openDatabase({
    DATABASE_URL: inject('databaseUrl'),
    DATABASE_POOL: 1,
  });
  const client = await pool.connect();
  expect(() => client.emit('error', new Error('terminating connection'))).not.toThrow();
  client.release(true);
  await close();
});

test('statements that come again are prepared, and rare ones are not kept', async () => {
  const { db, pool, close } = openDatabase({
    DATABASE_URL: inject('databaseUrl'),
    DATABASE_POOL: 1,
  });
  const again = 'SELECT 1 AS again';
  const prepared = async () => {
    const { rows } = await pool.query('SELECT statement FROM pg_prepared_statements');
    return rows.map(({ statement }: { statement: string }) => statement);
  };
  await db.$queryRawUnsafe(again);
  await db.$queryRawUnsafe(again);
  expect(await prepared()).not.toContain(again);
  await db.$queryRawUnsafe(again);
  await db.$queryRawUnsafe(again);
  expect(await prepared()).toEqual([again]);
  for (let number = 0; number < 600; number++) {
    const text = `SELECT ${number} AS number`;
    for (let times = 0; times < 3; times++) await db.$queryRawUnsafe(text);
  }
  expect(await prepared()).toHaveLength(500);
  expect(await db.$queryRawUnsafe('SELECT 600 AS number')).toEqual([{ number: 600 }]);
  await close();
});
