import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export const TEMPLATE = 'teahouse_test';

export interface TestDatabase {
  url: string;
  name: string;
  drop(): Promise<void>;
}

/** A fresh copy of the migrated template, for one test file alone. `adminUrl` is a superuser's. */
export async function cloneDatabase(
  adminUrl: string,
  template: string = TEMPLATE,
): Promise<TestDatabase> {
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  const run = async (sql: string) => {
    const client = new pg.Client(adminUrl);
    await client.connect();
    // Copies are made one at a time: PostgreSQL refuses a template that somebody else is copying.
    await client.query('SELECT pg_advisory_lock(20261121)');
    await client.query(sql);
    await client.end();
  };
  // As files: each page through the log of the server would take three times as long.
  await run(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, name, drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Files are kept beside a database: by whoever comes to it too. */
export const storageOf = (databaseUrl: string): string =>
  join(tmpdir(), `teahouse-files${new URL(databaseUrl).pathname.replace('/', '-')}`);
