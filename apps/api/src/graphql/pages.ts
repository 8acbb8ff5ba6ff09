import {
  type ResolveCursorConnectionArgs,
  resolveCursorConnection,
  resolveOffsetConnection,
} from '@pothos/plugin-relay';
import { GraphQLError } from 'graphql';
import { isoOf } from '../platform/instants.ts';
import { checkPage, PAGE_DEFAULT, PAGE_MAX } from './limits.ts';
import { UUID_FORM } from './scalars.ts';

/** The rows strictly between two keys, the nearest to the beginning first, or to the end where `inverted`. */
export interface KeyRange {
  after?: string;
  before?: string;
  limit: number;
  inverted: boolean;
}

interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

export interface Keyset<Row> {
  args: PageArguments;
  /** What the rows are ordered by; unique. */
  key: (row: Row) => string;
  /** What a key looks like, so that a made-up cursor is refused before it reaches the database. */
  form: RegExp;
  load: (range: KeyRange) => Promise<Row[]>;
}

function readKey(cursor: string | null | undefined, form: RegExp): string | undefined {
  if (cursor == null) return undefined;
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!form.test(key))
    throw new GraphQLError(
      'This is not a cursor of this list. Take `startCursor`, `endCursor` or an edge’s `cursor` as it is.',
      { extensions: { code: 'BAD_USER_INPUT' } },
    );
  return key;
}

const toCursor = (key: string) => Buffer.from(key).toString('base64url');

/** A Relay connection whose pages cost the same wherever they are: by key, never by offset. */
export async function keysetConnection<Row extends object>({ args, key, form, load }: Keyset<Row>) {
  checkPage(args);
  const page = await resolveCursorConnection(
    {
      args,
      defaultSize: PAGE_DEFAULT,
      maxSize: PAGE_MAX,
      toCursor: (row: Row) => toCursor(key(row)),
    },
    ({ after, before, limit, inverted }: ResolveCursorConnectionArgs): Promise<Row[]> =>
      load({ after: readKey(after, form), before: readKey(before, form), limit, inverted }),
  );
  // The plugin says '' of a page without entries, which is no cursor.
  const { startCursor, endCursor } = page.pageInfo;
  page.pageInfo.startCursor = startCursor || null;
  page.pageInfo.endCursor = endCursor || null;
  return page;
}

/** A page that was found in another way than by cursors, with those of its list, from which to go on both ways. */
export function pageOf<Row extends object>(
  rows: readonly Row[],
  key: (row: Row) => string,
  { hasPreviousPage, hasNextPage }: { hasPreviousPage: boolean; hasNextPage: boolean },
) {
  const edges = rows.map((node) => ({ cursor: toCursor(key(node)), node }));
  const [startCursor, endCursor] = [edges.at(0)?.cursor ?? null, edges.at(-1)?.cursor ?? null];
  return { edges, pageInfo: { hasPreviousPage, hasNextPage, startCursor, endCursor } };
}

/** What a query of rows by id is to be narrowed by, ordered by and cut at. */
export interface IdPage {
  id: { gt?: string; lt?: string };
  orderBy: { id: 'asc' | 'desc' };
  take: number;
}

/** Rows by id, the newest first: the ids of version 7 are in the order of time. */
export const newestFirst = <Row extends { id: string }>(
  args: PageArguments,
  load: (page: IdPage) => Promise<Row[]>,
) =>
  keysetConnection({
    args,
    key: (row: Row) => row.id,
    form: UUID_FORM,
    load: ({ after, before, limit, inverted }) =>
      load({
        id: { gt: before, lt: after },
        orderBy: { id: inverted ? 'asc' : 'desc' },
        take: limit,
      }),
  });

/** As Pothos writes it; −1 is the end of an empty page. */
const OFFSET_FORM = /^OffsetConnection:(?:-1|\d{1,9})$/;

/** A Relay connection of what has no key to go by, such as the results of a search. */
export function offsetConnection<Row extends object>(
  args: PageArguments,
  load: (page: { offset: number; limit: number }) => Promise<Row[]>,
) {
  checkPage(args);
  for (const cursor of [args.after, args.before]) readKey(cursor, OFFSET_FORM);
  return resolveOffsetConnection({ args, defaultSize: PAGE_DEFAULT, maxSize: PAGE_MAX }, load);
}

/** Rows ordered by an instant and, within it, by id. */
export const instantAndId = (instant: Date, id: string) => `${isoOf(instant)} ${id}`;

export function splitInstantAndId(key: string): { instant: Date; id: string } {
  const [instant = '', id = ''] = key.split(' ');
  return { instant: new Date(instant), id };
}
