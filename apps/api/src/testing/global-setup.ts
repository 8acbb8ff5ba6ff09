import { migrate } from '@teahouse/db/migrate';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { ensureTestServices } from '../../../../scripts/services/test-services.ts';
import { TEMPLATE } from './database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
    redisUrl: string;
    redisServerBin: string;
  }
}

/** Real servers, and one migrated database that every stage is cloned from. */
export default async function setup(project: TestProject) {
  const services = await ensureTestServices();
  const client = new pg.Client(services.databaseUrl);
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  const template = new URL(services.databaseUrl);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href);
  project.provide('databaseUrl', services.databaseUrl);
  project.provide('redisUrl', services.redisUrl);
  project.provide('redisServerBin', services.redisServerBin);
  return async () => {
    const made = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE '${TEMPLATE}%'`,
    );
    for (const { datname } of made.rows)
      await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
    await client.end();
    await services.stop();
  };
}
