import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manyPeople } from '../testing/authorisation/people.ts';
import { uuidOf } from '../testing/ids.ts';
import { feed } from '../testing/moments.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

/**
 * Among many friends the feed asks some of them first, to know how far back the others have to be looked at. Whom it asks
 * and what it finds there must not show: not where those have posted least, or nothing at all, or all at one instant.
 */

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const FRIENDS = 60;
const DAY_MS = 86_400_000;

interface Post {
  id: string;
  author_id: string;
  created_at: number;
  visibility: 'FRIENDS' | 'PRIVATE';
}

const insert = (table: string, rows: readonly object[]) =>
  stage.backend.pool.query(
    `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );

/** Posts of that many friends: so many of each, by the friend’s place, and dated by their place and that of the post. */
async function friendsWho(
  posts: (place: number) => number,
  daysAgo: (place: number, post: number) => number,
): Promise<{ reader: Person; expected: string[] }> {
  const [reader, ...friends] = (await manyPeople(stage, FRIENDS + 1)) as [Person, ...Person[]];
  const [me, them] = [uuidOf(reader.id), friends.map(({ id }) => uuidOf(id)).sort()];
  const now = Date.now();
  await insert(
    'friendship',
    them.flatMap((id) => [
      { account_id: me, friend_id: id, created_at: new Date(now) },
      { account_id: id, friend_id: me, created_at: new Date(now) },
    ]),
  );
  const all = them.flatMap((author_id, place) =>
    Array.from({ length: posts(place) }, (_, post): Post => {
      const id = randomUUID();
      const created_at = now - Math.round(daysAgo(place, post) * DAY_MS) - 60_000;
      const visibility = (place + post) % 7 === 3 ? 'PRIVATE' : 'FRIENDS';
      return { id, author_id, created_at, visibility };
    }),
  );
  await insert(
    'moment',
    all.map((post) => ({
      ...{ client_id: randomUUID(), text: 'tea', ...post },
      created_at: new Date(post.created_at),
    })),
  );
  // Every ninth shows two days, every eleventh is blocked, every thirteenth is not wanted in the feed.
  const shown = (place: number) => (place % 9 === 4 ? now - 2 * DAY_MS : 0);
  const apart = (place: number) => place % 11 === 5 || place % 13 === 6;
  const those = (holds: (place: number) => boolean) => them.filter((_, place) => holds(place));
  await insert(
    'moment_settings',
    those((place) => shown(place) > 0).map((account_id) => ({
      ...{ account_id, shown_days: 2, shown_to_strangers: true },
    })),
  );
  await insert(
    'block',
    those((place) => place % 11 === 5).map((blocked_id) => ({
      ...{ account_id: me, blocked_id, created_at: new Date(now) },
    })),
  );
  await insert(
    'moment_relation',
    those((place) => place % 13 === 6).map((other_id) => ({
      ...{ account_id: me, other_id, hides_mine: false, hides_theirs: true },
    })),
  );
  const expected = all
    .filter(({ author_id, visibility, created_at }) => {
      const place = them.indexOf(author_id);
      return visibility === 'FRIENDS' && !apart(place) && created_at > shown(place);
    })
    .sort((one, other) => other.created_at - one.created_at || (one.id < other.id ? 1 : -1))
    .map(({ id }) => id);
  return { reader, expected };
}

const idsOf = ({ nodes }: Awaited<ReturnType<typeof feed>>) => nodes.map(({ id }) => uuidOf(id));

async function forwards(reader: Person, first: number): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await feed(reader, { first, after });
    found.push(...idsOf(page));
    if (!page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor;
  }
}

async function backwards(reader: Person, last: number): Promise<string[]> {
  const found: string[] = [];
  for (let before: string | null = null; ; ) {
    const page = await feed(reader, { last, before });
    found.unshift(...idsOf(page));
    if (!page.pageInfo.hasPreviousPage) return found;
    before = page.pageInfo.startCursor;
  }
}

describe('the feed of somebody with many friends', () => {
  test.each<[string, Parameters<typeof friendsWho>]>([
    ['who post in turn', [() => 3, (place, post) => 0.1 + (place % 20) * 0.05 + post * 1.3]],
    ['of whom the first post least', [(place) => place % 4, (place, post) => 9 - place / 8 + post]],
    ['of whom the first have posted nothing', [(place) => (place < 30 ? 0 : 3), (_, post) => post]],
    ['who all post at the same instants', [() => 2, (_, post) => 0.5 + post]],
    ['of whom one posts most', [(place) => (place === 1 ? 60 : 1), (_, post) => 0.1 + post / 70]],
  ])('%s', { timeout: 120_000 }, async (_name, [posts, daysAgo]) => {
    const { reader, expected } = await friendsWho(posts, daysAgo);
    expect(expected.length).toBeGreaterThan(30);
    for (const size of [1, 3, 4]) {
      expect(await forwards(reader, size)).toEqual(expected);
      expect(await backwards(reader, size)).toEqual(expected);
    }
  });
});
