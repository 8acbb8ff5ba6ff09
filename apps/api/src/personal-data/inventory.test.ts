import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, startStage } from '../testing/stage.ts';
import { INVENTORY } from './inventory.ts';
import { LATE_ROWS, OWN_ROWS } from './service/erase-job.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

/** What the runner of migrations keeps of itself. */
const NOT_OURS = ['_prisma_migrations', 'migration'];

interface Column {
  table: string;
  column: string;
  /** Holds words or bytes, or the id of what no foreign key names, or of an account. */
  telling: boolean;
}

/** Every column there is, from the database's own catalogue: a new one comes in by itself. */
async function columns(): Promise<Column[]> {
  const { rows } = await stage.backend.pool.query<Column>(`
    SELECT c.table_name AS table, c.column_name AS column,
      c.udt_name IN ('text', 'citext', 'varchar', 'bpchar', 'json', 'jsonb', 'bytea', '_text', '_citext', '_uuid', 'inet')
      OR c.udt_name = 'uuid' AND c.column_name <> 'id' AND NOT EXISTS (
        SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        WHERE k.contype = 'f' AND cardinality(k.conkey) = 1 AND k.conrelid = quote_ident(c.table_name)::regclass
          AND a.attname = c.column_name AND k.confrelid <> 'account'::regclass) AS telling
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
    ORDER BY 1, 2`);
  return rows.filter(({ table }) => !NOT_OURS.includes(table));
}

test('of every table, and of every column that refers to somebody or holds words, it is said what becomes of it', async () => {
  const there = await columns();
  const undecided = there.filter(
    ({ table, column, telling }) => telling && !INVENTORY[table]?.[column],
  );
  const silent = [...new Set(there.map(({ table }) => table))].filter((table) => !INVENTORY[table]);
  expect({ undecided: undecided.map(({ table, column }) => `${table}.${column}`), silent }).toEqual(
    {
      undecided: [],
      silent: [],
    },
  );
});

test('nothing is decided about what is not there', async () => {
  const there = await columns();
  const named = Object.entries(INVENTORY).flatMap(([table, decided]) =>
    Object.keys(decided).map((column) => ({ table, column })),
  );
  const lost = named.filter(
    (one) =>
      !there.some(
        ({ table, column }) => table === one.table && (column === one.column || one.column === '*'),
      ),
  );
  expect(lost).toEqual([]);
});

test('every decision says which it is, and where something is kept or not given out, why', () => {
  const decisions = Object.values(INVENTORY).flatMap((decided) => Object.values(decided));
  for (const { erase, export: given } of decisions) {
    expect(erase).toMatch(/^(ROW|BLANK|NONE)(: .|\. |$)|^KEPT: ./);
    expect(given).toMatch(/^NO: .|^[\w-]+\.\w+/);
  }
});

test('whatever is removed by its column is said to go', () => {
  for (const [table, column] of [...OWN_ROWS, ...LATE_ROWS])
    expect(INVENTORY[table]?.[column]?.erase, `${table}.${column}`).toMatch(/^ROW/);
});
