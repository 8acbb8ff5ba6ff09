import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { apiFolder, prismaFolder } from './paths.ts';
import { type Say, seconds } from './terminal.ts';

export interface DemoAccount {
  username: string;
  password: string;
  name: string;
}

interface SeedModule {
  seed(databaseUrl: string, furnish: unknown): Promise<boolean>;
  demoAccounts: readonly DemoAccount[];
}

interface FurnishingModule {
  furnishing(settings: NodeJS.ProcessEnv): unknown;
}

/**
 * Fills a database without people with the demo town, and the storage of the API, whose settings these are, with its
 * pictures; answers who can be signed in as, if it ever did.
 */
export async function settleTown(
  settings: NodeJS.ProcessEnv,
  dataFolder: string,
  say: Say,
): Promise<readonly DemoAccount[]> {
  const databaseUrl = settings.DATABASE_URL ?? '';
  const settled = join(dataFolder, 'demo-town.json');
  // Asked here as well as by the seed itself, which takes longer to load than all the rest of a start.
  if (await hasPeople(databaseUrl)) {
    return existsSync(settled) ? JSON.parse(readFileSync(settled, 'utf8')) : [];
  }
  const since = Date.now();
  // Only now: they import the generated client, which a fresh clone does not have at first.
  const load = (folder: string, file: string) => import(pathToFileURL(join(folder, file)).href);
  const { seed, demoAccounts } = (await load(prismaFolder, 'seed.ts')) as SeedModule;
  const { furnishing } = (await load(apiFolder, 'src/furnishing.ts')) as FurnishingModule;
  if (!(await seed(databaseUrl, furnishing(settings)))) return [];
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
