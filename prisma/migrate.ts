import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** A state of the database that only a person can put right. Shown as one line, without a stack trace. */
export class MigrationRefusal extends Error {
  override name = 'Refusal';
}

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface Recorded {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

// The number `prisma migrate` locks with, so that the two never run at once.
const MIGRATION_LOCK = 72_707_369;

// Prisma's own definition: `prisma migrate status` understands what is written here.
const CREATE_RECORDS = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

export const migrationsFolder = join(dirname(fileURLToPath(import.meta.url)), 'migrations');

/** Brings the database up to this checkout and answers with the names of what it applied. */
export async function migrate(databaseUrl: string, folder = migrationsFolder): Promise<string[]> {
  const migrations = readMigrations(folder);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'migrate' });
  await connect(client);
  try {
    // Two servers starting together: the second waits, and then finds nothing left to do.
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('SET client_min_messages = warning');
    await client.query(CREATE_RECORDS);
    const pending = findPending(migrations, await readRecords(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

export function readMigrations(folder = migrationsFolder): Migration[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    const { message, code } = error as { message?: string; code?: string };
    throw new MigrationRefusal(
      `The database does not let us in (${message || code}): check DATABASE_URL, for example postgresql://user:password@localhost:5432/teahouse`,
    );
  }
}

async function readRecords(client: pg.Client): Promise<Recorded[]> {
  const { rows } = await client.query<Recorded>(
    `SELECT migration_name, checksum, finished_at FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

/** What is left to apply, or a refusal where history and this checkout contradict each other. */
export function findPending(migrations: Migration[], records: Recorded[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const record of records) {
    const name = record.migration_name;
    const migration = known.get(name);
    if (record.finished_at === null) {
      throw new MigrationRefusal(
        `Migration ${name} is recorded as failed half-way: repair the database, then delete its row from _prisma_migrations (or mark it with prisma migrate resolve).`,
      );
    }
    if (!migration) {
      throw new MigrationRefusal(
        `The database has the migration ${name}, which this version does not know: it belongs to a newer version. Update, or use another database.`,
      );
    }
    if (migration.checksum !== record.checksum) {
      throw new MigrationRefusal(
        `Migration ${name} was changed after it had been applied: put its file back as it was and write the change as a new migration.`,
      );
    }
  }
  const applied = new Set(records.map((record) => record.migration_name));
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const startedAt = new Date();
  try {
    await client.query('BEGIN');
    // Without parameters pg speaks the simple protocol, which takes many statements at once.
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name, startedAt],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    const { message, position } = error as pg.DatabaseError;
    const line = position ? migration.sql.slice(0, Number(position)).split('\n').length : undefined;
    throw new MigrationRefusal(
      `Migration ${migration.name} failed${line ? ` at line ${line}` : ''} and was undone: ${message}`,
    );
  }
}
