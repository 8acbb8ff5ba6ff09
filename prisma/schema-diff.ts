import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { SchemaContainer, SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';

const prismaFolder = dirname(fileURLToPath(import.meta.url));

// PostgreSQL's internal one-byte "char", which the catalogues use and the stock adapter refuses to read.
const CHAR_OID = 18;
const TEXT_OID = 25;

// Neither Node's nor the ES library's types know it, and the browser's are not wanted in scripts.
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: WasmExports } }>;
};
type WasmExports = Record<string, () => void>;

/** The statements that would bring this database to what the models say. */
export async function schemaDiff(databaseUrl: string): Promise<string[]> {
  const pool = new CataloguePool({ connectionString: databaseUrl, max: 4 });
  try {
    const script = await diffScript(pool);
    const beyond = await objectsBeyondPrisma(pool);
    const statements: string[] = [];
    for (const statement of splitStatements(script).flatMap(splitChanges)) {
      if (isAbout(statement, beyond) || (await setsSameDefault(pool, statement))) continue;
      statements.push(statement);
    }
    return statements;
  } finally {
    await pool.end();
  }
}

class CataloguePool extends pg.Pool {
  readonly charColumns = new WeakMap<object, number[]>();

  override query = (async (config: pg.QueryConfig, values?: unknown[]) => {
    const result = await super.query(config, values);
    const fields = result.fields ?? [];
    const chars = [...fields.keys()].filter((index) => fields[index]?.dataTypeID === CHAR_OID);
    for (const index of chars) Object.assign(fields[index] ?? {}, { dataTypeID: TEXT_OID });
    this.charColumns.set(result.rows, chars);
    return result;
  }) as pg.Pool['query'];
}

/** The stock adapter, except that it tells the engine which columns are of PostgreSQL's type "char". */
class CatalogueAdapter extends PrismaPg {
  constructor(private readonly pool: CataloguePool) {
    super(pool);
  }

  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      for (const index of this.pool.charColumns.get(result.rows) ?? []) {
        result.columnTypes[index] = ColumnTypeEnum.Character;
      }
      return result;
    };
    return adapter;
  }
}

async function diffScript(pool: CataloguePool): Promise<string> {
  const files = readModels();
  const engine = await openEngine(pool, files);
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relispartition AND relkind IN ('r', 'p')`,
  );
  try {
    const result = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: prismaFolder },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: rows.map((row) => `public.${row.name}`), externalEnums: [] },
    });
    return result.stdout ?? '';
  } finally {
    engine.free();
  }
}

function readModels(): SchemaContainer[] {
  const models = join(prismaFolder, 'models');
  const names = existsSync(models) ? readdirSync(models) : [];
  const paths = names.filter((name) => name.endsWith('.prisma')).map((name) => join(models, name));
  return [join(prismaFolder, 'schema.prisma'), ...paths].map((path) => ({
    path,
    content: readFileSync(path, 'utf8'),
  }));
}

/** Prisma's engine compiled to WebAssembly: the same code as the native one, but an npm package. */
async function openEngine(pool: CataloguePool, files: SchemaContainer[]): Promise<SchemaEngine> {
  const require = createRequire(import.meta.url);
  const glueFile = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue = await import(glueFile);
  const binary = readFileSync(glueFile.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) },
  });
  instance.exports.__wbindgen_start?.();
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogueAdapter(pool));
  const datamodels = files.map(({ path, content }) => [path, content]);
  return glue.SchemaEngine.new({ datamodels }, () => {}, adapter);
}

/**
 * What migrations make by hand because the models have no words for it, and Prisma would therefore drop:
 * indexes over expressions or part of a table or with an operator class of their own, and generated columns.
 */
async function objectsBeyondPrisma(pool: pg.Pool): Promise<Set<string>> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE indexprs IS NOT NULL OR indpred IS NOT NULL OR indnullsnotdistinct OR indnatts <> indnkeyatts
        OR EXISTS (SELECT FROM unnest(indclass) AS class JOIN pg_opclass ON pg_opclass.oid = class
                   WHERE NOT opcdefault)
     UNION ALL
     SELECT relname || '.' || attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE attgenerated <> '' AND relkind IN ('r', 'p')`,
  );
  return new Set(rows.map((row) => row.name));
}

export function splitStatements(script: string): string[] {
  return script
    .split(/;\s*$/m)
    .map((statement) => statement.replace(/^\s*--.*$/gm, '').trim())
    .filter((statement) => statement !== '');
}

/** One statement per change of a table, so that each can be judged by itself. */
export function splitChanges(statement: string): string[] {
  const [head] = /^ALTER TABLE "[^"]+" /.exec(statement) ?? [];
  if (head === undefined) return [statement];
  return statement
    .slice(head.length)
    .split(',\n')
    .map((change) => head + change.trim());
}

/** Whether it drops, or takes the default from, one of the named indexes and `table.column`s. */
export function isAbout(statement: string, names: Set<string>): boolean {
  const index = /^DROP INDEX "([^"]+)"$/.exec(statement)?.[1];
  if (index !== undefined) return names.has(index);
  const [, table, column] =
    /^ALTER TABLE "([^"]+)" (?:DROP|ALTER) COLUMN +"([^"]+)"(?: DROP DEFAULT)?$/.exec(statement) ??
    [];
  return table !== undefined && names.has(`${table}.${column}`);
}

/** PostgreSQL prints expressions in its own way, and Prisma compares letter by letter: so let PostgreSQL compare. */
async function setsSameDefault(pool: pg.Pool, statement: string): Promise<boolean> {
  const [, table, column] =
    /^ALTER TABLE "([^"]+)" ALTER COLUMN "([^"]+)" SET DEFAULT /.exec(statement) ?? [];
  if (table === undefined) return false;
  const client = await pool.connect();
  const readDefault = async () => {
    const { rows } = await client.query(
      `SELECT column_default FROM information_schema.columns
       WHERE table_schema = current_schema() AND table_name = $1 AND column_name = $2`,
      [table, column],
    );
    return rows[0]?.column_default;
  };
  try {
    const before = await readDefault();
    await client.query('BEGIN');
    await client.query(statement);
    return (await readDefault()) === before;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
