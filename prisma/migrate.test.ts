import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ensureTestServices, type TestServices } from '../scripts/services/test-services.ts';
import { migrate } from './migrate.ts';

let services: TestServices;
let admin: pg.Client;
let url: string;
let folder: string;

beforeAll(async () => {
  services = await ensureTestServices();
  admin = new pg.Client({ connectionString: services.databaseUrl });
  await admin.connect();
}, 60_000);

afterAll(async () => {
  await admin?.end();
  await services?.stop();
});

beforeEach(async () => {
  const name = `migrate_${randomBytes(6).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const address = new URL(services.databaseUrl);
  address.pathname = `/${name}`;
  url = address.href;
  folder = mkdtempSync(join(tmpdir(), 'teahouse-migrations-'));
  return async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    rmSync(folder, { recursive: true });
  };
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

const FUNCTION = `CREATE FUNCTION one() RETURNS int AS $$ BEGIN RETURN 1; END; $$ LANGUAGE plpgsql;`;

test('Applies what is missing, in order, once, functions and many statements included', async () => {
  write('2_second', 'INSERT INTO tea SELECT one();');
  write('1_first', `CREATE TABLE tea (cups int);\n${FUNCTION}`);
  expect(await migrate(url, folder)).toEqual(['1_first', '2_second']);
  expect(await migrate(url, folder)).toEqual([]);
  expect(await query('SELECT cups FROM tea')).toEqual([{ cups: 1 }]);
});

test('Two servers that start together apply everything once', async () => {
  write('1_first', 'CREATE TABLE tea (cups int);');
  const applied = await Promise.all([migrate(url, folder), migrate(url, folder)]);
  expect(applied.flat()).toEqual(['1_first']);
});

test('A migration that fails leaves nothing behind and says where', async () => {
  write('1_first', 'CREATE TABLE tea (cups int);\n\nINSERT INTO coffee VALUES (1);');
  await expect(migrate(url, folder)).rejects.toThrow('1_first failed at line 3 and was undone');
  expect(await query(`SELECT to_regclass('tea') AS tea`)).toEqual([{ tea: null }]);
  write('1_first', 'CREATE TABLE tea (cups int);');
  expect(await migrate(url, folder)).toEqual(['1_first']);
});

test('Refuses when an applied migration was changed', async () => {
  write('1_first', 'CREATE TABLE tea (cups int);');
  await migrate(url, folder);
  write('1_first', 'CREATE TABLE tea (pots int);');
  await expect(migrate(url, folder)).rejects.toThrow(
    '1_first was changed after it had been applied',
  );
});

test('Refuses a database of a newer version', async () => {
  write('1_first', 'CREATE TABLE tea (cups int);');
  await migrate(url, folder);
  rmSync(join(folder, '1_first'), { recursive: true });
  await expect(migrate(url, folder)).rejects.toThrow('belongs to a newer version');
});

test("Refuses when Prisma's own tool left a migration half-way", async () => {
  await migrate(url, folder);
  await query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'y', '1_first')`,
  );
  await expect(migrate(url, folder)).rejects.toThrow('1_first is recorded as failed half-way');
});
