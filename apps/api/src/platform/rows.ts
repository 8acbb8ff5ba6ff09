import { getDatamodel } from '@teahouse/db/client';
import type { TransactionClient } from './db.ts';

/**
 * Rows as Prisma would have them, read by hand: what is read with every page takes a fraction of the time so. They come
 * as JSON, which is taken apart much faster than a column at a time, and lets one statement answer a page together with
 * all that stands on it.
 */

/** What JSON has no word for. */
const READERS: Record<string, (value: never) => unknown> = {
  DateTime: (value: string) => new Date(value),
  BigInt: (value: number) => BigInt(value),
};

const { models } = getDatamodel().datamodel;

interface Column {
  name: string;
  column: string;
  /** May be empty, and nearly always is: null, or a list of nothing. */
  rare: boolean;
  isList: boolean;
  read: ((value: unknown) => unknown) | undefined;
}

/** What is read of a model’s rows; whoever reads them has to be told the same. */
export interface Selection {
  /** These fields; all of them where nothing is said. */
  only?: readonly string[];
  /** Those that may be null and mostly are not. */
  often?: readonly string[];
}

function storedColumns(model: string, { only, often }: Selection = {}): Column[] {
  const fields = models[model]?.fields
    .filter(({ kind }) => kind === 'scalar' || kind === 'enum')
    .filter(({ name }) => only?.includes(name) ?? true);
  if (!fields?.length) throw new Error(`There is no model ${model}`);
  if (fields.some(({ type }) => type === 'Bytes' || type === 'Decimal'))
    throw new Error(`${model} has columns that do not come through JSON as they are`);
  return fields.map(({ name, type, isRequired, isList }) => ({
    name,
    column: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    rare: isList || !(isRequired || often?.includes(name)),
    isList,
    read: READERS[type] as Column['read'],
  }));
}

/**
 * SQL: the columns of a model as `rowReader` takes them; `alias` is what the statement calls its table. What is empty
 * goes without saying: each value costs as much to write, to send and to read again, whether anything is in it or not.
 */
export function columnsOf(model: string, alias: string, selection?: Selection): string {
  const columns = storedColumns(model, selection);
  const filled = ({ column, isList }: Column) =>
    isList ? `nullif(${alias}.${column}, '{}')` : `${alias}.${column}`;
  const rare = columns.filter((column) => column.rare);
  const usual = columns
    .filter((column) => !column.rare)
    .map(({ name, column }) => `${alias}.${column} AS "${name}"`);
  if (rare.length === 0) return usual.join(', ');
  const pairs = rare.map((column) => `'${column.name}', ${filled(column)}`).join(', ');
  return `${usual.join(', ')}, CASE WHEN num_nonnulls(${rare.map(filled).join(', ')}) > 0
    THEN json_build_object(${pairs}) END AS rare`;
}

/** SQL: all rows of a query as one value, in the query’s order; null without any. */
export const jsonRows = (query: string): string => `(SELECT json_agg(found) FROM (${query}) found)`;

/**
 * SQL: the same of a query of `columnsOf`, as `rowReader` takes it: a list for each column. PostgreSQL looks up how a type
 * is written once for such a list, and for rows again with every value.
 */
export const jsonColumns = (model: string, query: string, selection?: Selection): string =>
  asColumns(model, selection)(query);

function asColumns(model: string, selection?: Selection): (query: string) => string {
  const columns = storedColumns(model, selection);
  const names = columns.filter(({ rare }) => !rare).map(({ name }) => name);
  if (names.length < columns.length) names.push('rare');
  const lists = names.map((name) => `json_agg(found."${name}")`).join(', ');
  return (query) => `(SELECT json_build_array(${lists}) FROM (${query}) found)`;
}

type Lists = readonly (readonly unknown[] | null)[];

/** Makes rows of a model, as Prisma would have them, out of what `jsonColumns` of the same has found. */
export function rowReader<Row extends object>(
  model: string,
  selection?: Selection,
): (found: unknown) => Row[] {
  const columns = storedColumns(model, selection);
  const usual = columns.filter(({ rare }) => !rare);
  const rare = columns.filter((column) => column.rare);
  const lists = columns.filter(({ isList }) => isList);
  // A copy has its fields in their places already: to add them one by one takes three times as long.
  const empty: Record<string, unknown> = Object.fromEntries(
    columns.map(({ name }) => [name, null]),
  );
  const readAs = ({ read }: Column, value: unknown) =>
    read && value !== null ? read(value) : value;
  return (found) => {
    const values = (found ?? []) as Lists;
    const rarely = values[usual.length] as (Record<string, unknown> | null)[] | null | undefined;
    return (values[0] ?? []).map((_, index) => {
      const row = { ...empty };
      for (const { name } of lists) row[name] = [];
      usual.forEach((column, place) => {
        row[column.name] = readAs(column, values[place]?.[index] ?? null);
      });
      const seldom = rarely?.[index];
      if (seldom)
        for (const column of rare) {
          const value = seldom[column.name] ?? null;
          if (value !== null) row[column.name] = readAs(column, value);
        }
      return row as Row;
    });
  };
}

interface Statement {
  /** Names the text for good, so that PostgreSQL reads and plans it once for each connection. */
  name?: string;
  text: string;
  values: unknown[];
}

/** Where to read: in a transaction or, by prepared statements, outside of one. */
export type Reading =
  | { db: Pick<TransactionClient, '$queryRawUnsafe'> }
  | { pool: { query(statement: Statement): Promise<{ rows: unknown[] }> } };

async function query(reading: Reading, statement: Statement): Promise<Record<string, unknown>> {
  const rows =
    'pool' in reading
      ? (await reading.pool.query(statement)).rows
      : await reading.db.$queryRawUnsafe<unknown[]>(statement.text, ...statement.values);
  return (rows[0] ?? {}) as Record<string, unknown>;
}

/** The rows of a model that a query of `columnsOf` the same finds. */
export function rowsOf<Row extends object>(model: string, selection?: Selection) {
  const read = rowReader<Row>(model, selection);
  const columnsIn = asColumns(model, selection);
  return async (reading: Reading, { text, ...rest }: Statement): Promise<Row[]> =>
    read((await query(reading, { ...rest, text: `SELECT ${columnsIn(text)} AS rows` })).rows);
}

/** PostgreSQL keeps a plan for each of them on every connection; there are as many pages as ways to ask for them. */
const MOST_NAMED = 60;
const named = new Map<string, { name: string; text: string }>();

/**
 * The statement of that kind with a short name, as PostgreSQL takes no more than 63 characters of it; none for what is
 * rare. The text is made once: the driver compares it each time with what it has prepared.
 */
function statementOf(kind: string, textOf: () => string): { name?: string; text: string } {
  const known = named.get(kind);
  if (known) return known;
  const text = textOf();
  if (named.size >= MOST_NAMED) return { text };
  const statement = { name: `page-${named.size + 1}`, text };
  named.set(kind, statement);
  return statement;
}

export interface Page {
  /** What kind of page it is: the same for the same text and the same company. */
  name: string;
  /** A query whose rows are whole rows of the model’s table, in their order. */
  text: string;
  values: unknown[];
  /** SQL, by the names under which it is answered: each one value about the table `page`, which holds the rows. */
  along: Record<string, string>;
}

/**
 * A page of a model’s rows, and in the same statement what is to come along with it. What is materialised is read in the
 * order in which it was found.
 */
export function pagesOf<Row extends object>(model: string, selection?: Selection) {
  const read = rowReader<Row>(model, selection);
  const rows = jsonColumns(
    model,
    `SELECT ${columnsOf(model, 'page', selection)} FROM page`,
    selection,
  );
  return async (
    reading: Reading,
    { name, text, values, along }: Page,
  ): Promise<{ rows: Row[]; along: Record<string, unknown> }> => {
    const company = Object.keys(along).sort();
    const statement = statementOf([name, ...company].join(' '), () => {
      const columns = [`${rows} AS page`, ...company.map((one) => `${along[one]} AS "${one}"`)];
      return `WITH page AS MATERIALIZED (${text}) SELECT ${columns.join(', ')}`;
    });
    const { page, ...found } = await query(reading, { ...statement, values });
    return { rows: read(page), along: found };
  };
}
