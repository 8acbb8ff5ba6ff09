import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { ensureTestServices, type TestServices } from '../scripts/services/test-services.ts';
import { migrate } from './migrate.ts';
import { type Furnish, seed as seedWith } from './seed.ts';

export interface Database {
  url: string;
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
}

/** Nothing is drawn here, and nothing stored: apps/api/src/town.test.ts looks at what is. */
const furnish: Furnish = async (thing) => {
  const { width, height } = thing.kind === 'IMAGE' ? thing.draw() : { width: null, height: null };
  const durationMs = thing.kind === 'VOICE' ? 1_000 : null;
  return { file: { mediaType: 'a/b', bytes: 1, width, height, durationMs }, variants: [] };
};

export const seed = (databaseUrl: string) => seedWith(databaseUrl, furnish);

/** Databases of one test file, each with the newest schema. */
export class Databases {
  private services: TestServices | undefined;
  private admin: pg.Client | undefined;
  private readonly opened: { name: string; client: pg.Client }[] = [];

  /** One in which nobody has an account. */
  async open(): Promise<Database> {
    this.services ??= await ensureTestServices();
    if (!this.admin) {
      this.admin = new pg.Client({ connectionString: this.services.databaseUrl });
      await this.admin.connect();
    }
    const name = `seed_${randomBytes(6).toString('hex')}`;
    await this.admin.query(`CREATE DATABASE ${name}`);
    const address = new URL(this.services.databaseUrl);
    address.pathname = `/${name}`;
    const url = address.href;
    await migrate(url);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    this.opened.push({ name, client });
    return { url, query: async (sql, values) => (await client.query(sql, values)).rows };
  }

  /** One with the town in it. */
  async settle(): Promise<Database> {
    const database = await this.open();
    if (!(await seed(database.url))) throw new Error('Somebody was there already.');
    return database;
  }

  async close(): Promise<void> {
    for (const { name, client } of this.opened) {
      await client.end();
      await this.admin?.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
    await this.admin?.end();
    await this.services?.stop();
  }
}

const TABLES = `SELECT table_name AS name FROM information_schema.tables
  WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;

/** Everything in a database, as one value per table that changes when anything does. */
export async function contents({ query }: Database): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const { name } of await query<{ name: string }>(TABLES)) {
    const [row] = await query(
      `SELECT count(*)::int AS rows, md5(string_agg(t::text, '' ORDER BY t::text)) FROM "${name}" t`,
    );
    found[name] = row;
  }
  return found;
}
