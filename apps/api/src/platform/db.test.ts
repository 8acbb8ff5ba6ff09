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
