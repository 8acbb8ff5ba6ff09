import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { prismaFolder } from './paths.ts';
import { type Say, seconds } from './terminal.ts';

export interface DemoAccount {
  username: string;
  password: string;
  name: string;
}

interface SeedModule {
  seed(databaseUrl: string): Promise<boolean>;
  demoAccounts: readonly DemoAccount[];
}

/** Fills a database without people with the demo town; answers who can be signed in as, if it ever did. */
export async function settleTown(
  databaseUrl: string,
  dataFolder: string,
  say: Say,
): Promise<readonly DemoAccount[]> {
  const settled = join(dataFolder, 'demo-town.json');
  // Asked here as well as by the seed itself, which takes longer to load than all the rest of a start.
  if (await hasPeople(databaseUrl)) {
    return existsSync(settled) ? JSON.parse(readFileSync(settled, 'utf8')) : [];
  }
  const since = Date.now();
  // Only now: it imports the generated client, which a fresh clone does not have at first.
  const file = pathToFileURL(join(prismaFolder, 'seed.ts')).href;
  const { seed, demoAccounts } = (await import(file)) as SeedModule;
  if (!(await seed(databaseUrl))) return [];
  writeFileSync(settled, `${JSON.stringify(demoAccounts, null, 2)}\n`, { mode: 0o600 });
  say(`Demo town settled (${seconds(since)}); SEED=false leaves it out.`);
  return demoAccounts;
}

async function hasPeople(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT EXISTS (SELECT FROM account) AS people');
    return rows[0].people;
  } finally {
    await client.end();
  }
}
