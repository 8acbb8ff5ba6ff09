import {
  instantAndId,
  type KeyRange,
  keysetConnection,
  splitInstantAndId,
} from '../../graphql/pages.ts';
import { INSTANT_AND_UUID_FORM } from '../../graphql/scalars.ts';

type PageArguments = Parameters<typeof keysetConnection>[0]['args'];

/** What a query of rows by a time and their id is to be narrowed by, ordered by and cut at. */
interface TimePage<Time extends string> {
  AND: object[];
  orderBy: ({ [T in Time]?: 'asc' | 'desc' } | { id: 'asc' | 'desc' })[];
  take: number;
}

/** Rows by a time of theirs, the soonest first. */
export const soonestFirst = <Time extends string, Row extends { id: string } & Record<Time, Date>>(
  args: PageArguments,
  time: Time,
  load: (page: TimePage<Time>) => Promise<Row[]>,
) => {
  const beyond = (direction: 'gt' | 'lt', key: string | undefined) => {
    if (key === undefined) return {};
    const { instant, id } = splitInstantAndId(key);
    return {
      OR: [{ [time]: { [direction]: instant } }, { [time]: instant, id: { [direction]: id } }],
    };
  };
  return keysetConnection({
    args,
    key: (row: Row) => instantAndId(row[time], row.id),
    form: INSTANT_AND_UUID_FORM,
    load: ({ after, before, limit, inverted }: KeyRange) => {
      const order = inverted ? 'desc' : 'asc';
      return load({
        AND: [beyond('gt', after), beyond('lt', before)],
        orderBy: [{ [time]: order } as { [T in Time]?: 'asc' | 'desc' }, { id: order }],
        take: limit,
      });
    },
  });
};
