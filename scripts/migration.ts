import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrate, migrationsFolder } from '../prisma/migrate.ts';
import { schemaDiff } from '../prisma/schema-diff.ts';
import { ensureTestServices } from './services/test-services.ts';
import { Refusal, say } from './terminal.ts';

const USAGE =
  'Say what the migration does: npm run migration -- add_reactions (or --check to compare only).';

/** Writes the SQL that leads from the newest migration to the models, for its author to read and amend. */
export async function main(args: string[]): Promise<void> {
  if (args.includes('--check')) {
    report(await differences());
    return;
  }
  const name = args.filter((word) => !word.startsWith('-')).join('_');
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Refusal(USAGE);
  const statements = await differences();
  if (statements.length === 0) {
    say('The migrations already say what the models say.');
    return;
  }
  const folder = join(migrationsFolder, `${timestamp()}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeLockFile();
  writeFileSync(join(folder, 'migration.sql'), `${statements.join(';\n\n')};\n`);
  say(`Written: ${join(folder, 'migration.sql')}\nRead it, amend it, then run npm run dev.`);
}

/** Applies all migrations to an empty database and compares the outcome with the models. */
export async function differences(adminUrl?: string): Promise<string[]> {
  if (adminUrl) return withScratchDatabase(adminUrl, compare);
  const services = await ensureTestServices();
  try {
    return await withScratchDatabase(services.databaseUrl, compare);
  } finally {
    await services.stop();
  }
}

async function compare(databaseUrl: string): Promise<string[]> {
  await migrate(databaseUrl);
  return schemaDiff(databaseUrl);
}

async function withScratchDatabase<T>(
  adminUrl: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const name = `scratch_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  try {
    return await work(url.href);
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

function report(statements: string[]): void {
  if (statements.length > 0) {
    throw new Refusal(
      `Models and migrations disagree; npm run migration -- <name> would write:\n${statements.join(';\n')};`,
    );
  }
  say('Models and migrations agree.');
}

function timestamp(): string {
  return new Date().toISOString().replace(/\D/g, '').slice(0, 14);
}

/** Prisma's own tools want to be told the database once more. */
function writeLockFile(): void {
  const file = join(migrationsFolder, 'migration_lock.toml');
  if (!existsSync(file)) writeFileSync(file, 'provider = "postgresql"\n');
}
