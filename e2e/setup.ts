import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FullConfig } from '@playwright/test';
import { SECRETS } from '@teahouse/api/testing/secrets';
import { migrate } from '@teahouse/db/migrate';
import { seed } from '@teahouse/db/seed';
import pg from 'pg';
import { furnishing } from '../apps/api/src/furnishing.ts';
import { freePort } from '../scripts/services/ports.ts';
import { ensureTestServices } from '../scripts/services/test-services.ts';
import { say } from '../scripts/terminal.ts';
import { ensureWebBuilt, PORTS_PER_HOUSE } from './servers.ts';
import { TOWN_TIME, TOWN_ZONE } from './town.ts';

// The town lives by its own clock, wherever this runs.
process.env.TZ = TOWN_ZONE;

/** Once for all workers: PostgreSQL, a migrated database to copy, and the web client as it is delivered. */
export default async function setup({ workers }: FullConfig): Promise<() => Promise<void>> {
  await ensureWebBuilt();
  const services = await ensureTestServices(say);
  // Of its own for each run: two runs may share one PostgreSQL.
  const template = `teahouse_e2e_${randomBytes(4).toString('hex')}`;
  const client = new pg.Client(services.databaseUrl);
  await client.connect();
  await client.query(`CREATE DATABASE ${template}`);
  const templateUrl = new URL(services.databaseUrl);
  templateUrl.pathname = `/${template}`;
  await migrate(templateUrl.href);
  const files = await mkdtemp(join(tmpdir(), 'teahouse-town-'));
  const settings = { DATABASE_URL: templateUrl.href, STORAGE_DIR: files, ...SECRETS };
  await seed(templateUrl.href, furnishing(settings), TOWN_TIME);
  process.env.E2E_ADMIN_URL = services.databaseUrl;
  process.env.E2E_TEMPLATE = template;
  process.env.E2E_FILES = files;
  const ports: number[] = [];
  while (ports.length < workers * PORTS_PER_HOUSE) ports.push(await freePort());
  process.env.E2E_PORTS = ports.join(' ');
  process.env.REDIS_SERVER_BIN = services.redisServerBin;
  return async () => {
    const { rows } = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE starts_with(datname, '${template}')`,
    );
    for (const { datname } of rows)
      await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
    await client.end();
    await rm(files, { recursive: true, force: true });
    await services.stop();
  };
}
