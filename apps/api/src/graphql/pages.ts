import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { GraphQLError } from 'graphql';
import { checkPage, PAGE_DEFAULT, PAGE_MAX } from './limits.ts';

/** The rows strictly between two keys, the nearest to the beginning first, or to the end where `inverted`. */
export interface KeyRange {
  after?: string;
  before?: string;
  limit: number;
  inverted: boolean;
}

interface Keyset<Row> {
  args: {
    first?: number | null;
    last?: number | null;
    after?: string | null;
    before?: string | null;
  };
  /** What the rows are ordered by; unique. */
  key: (row: Row) => string;
  /** What a key looks like, so that a made-up cursor is refused before it reaches the database. */
  form: RegExp;
  load: (range: KeyRange) => Promise<Row[]>;
}

function readKey(cursor: string | undefined, form: RegExp): string | undefined {
  if (cursor === undefined) return undefined;
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!form.test(key))
    throw new GraphQLError(
      'This is not a cursor of this list. Take `startCursor`, `endCursor` or an edge’s `cursor` as it is.',
      { extensions: { code: 'BAD_USER_INPUT' } },
    );
  return key;
}

/** A Relay connection whose pages cost the same wherever they are: by key, never by offset. */
export function keysetConnection<Row extends object>({ args, key, form, load }: Keyset<Row>) {
  checkPage(args);
  return resolveCursorConnection(
    {
      args,
      defaultSize: PAGE_DEFAULT,
      maxSize: PAGE_MAX,
      toCursor: (row: Row) => Buffer.from(key(row)).toString('base64url'),
    },
    ({ after, before, limit, inverted }: ResolveCursorConnectionArgs): Promise<Row[]> =>
      load({ after: readKey(after, form), before: readKey(before, form), limit, inverted }),
  );
}

/** Rows ordered by an instant and, within it, by id. */
export const INSTANT_AND_ID_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [0-9a-f-]{36}$/;

export const instantAndId = (instant: Date, id: string) => `${instant.toISOString()} ${id}`;

export function splitInstantAndId(key: string): { instant: Date; id: string } {
  const [instant = '', id = ''] = key.split(' ');
  return { instant: new Date(instant), id };
}
