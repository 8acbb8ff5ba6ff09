import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requireFile } from '../media/access.ts';
import { globalId, manyPeople } from '../testing/authorisation/people.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { MomentModel, type Posted, type Visibility } from '../testing/moment-model.ts';
import { album, feed } from '../testing/moments.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';
import { momentAudience } from './audiences.ts';

/** Every visibility, to every relation, at every age: what the API answers is what the plain model says. */

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Many = graphql(`
  query ManyMoments($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Moment { id } } }
`);

/** What lies between a viewer and every author. */
interface Between {
  friend: boolean;
  inCategory: boolean;
  named: boolean;
  block: 'NONE' | 'THEIRS' | 'OURS';
  hidesMine: boolean;
  hidesTheirs: boolean;
}

const BOTH = [true, false];
const RELATIONS: Between[] = [
  { friend: true, inCategory: true },
  { friend: true, inCategory: false },
  { friend: false, inCategory: false },
].flatMap((one) =>
  (['NONE', 'THEIRS', 'OURS'] as const).flatMap((block) =>
    BOTH.flatMap((hidesMine) =>
      BOTH.flatMap((hidesTheirs) =>
        BOTH.map((named) => ({ ...one, named, block, hidesMine, hidesTheirs })),
      ),
    ),
  ),
);
const WINDOWS = [null, 3, 30];
/** What the authors have chosen, one each. */
const CHOICES = WINDOWS.flatMap((window) => BOTH.map((open) => ({ window, open })));
/** In days. Of now, just within the author's window, and just beyond it. */
const agesOf = (window: number | null) =>
  window === null ? [0, 400] : [0, window - 0.01, window + 0.01];
const NAMING: [Visibility, boolean, boolean][] = [
  ['PUBLIC', false, false],
  ['FRIENDS', false, false],
  ['PRIVATE', false, false],
  ...(['ONLY', 'EXCEPT'] as const).flatMap((visibility): [Visibility, boolean, boolean][] => [
    [visibility, true, false],
    [visibility, false, true],
    [visibility, true, true],
    // As when a category that it named is deleted.
    [visibility, false, false],
  ]),
];

/** More public ones than strangers see. */
const POSTED = [
  ...NAMING,
  ...Array.from({ length: 5 }, (): (typeof NAMING)[number] => ['PUBLIC', false, false]),
];

interface Village {
  model: MomentModel;
  authors: Person[];
  viewers: Person[];
  categories: string[];
  /** By post. */
  files: Map<string, string>;
}

const insert = (table: string, rows: readonly object[]) =>
  stage.backend.pool.query(
    `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );

const account = ({ id }: Person) => uuidOf(id);

async function village(): Promise<Village> {
  const model = new MomentModel();
  const authors = await manyPeople(stage, CHOICES.length);
  const viewers = await manyPeople(stage, RELATIONS.length);
  const categories = authors.map(() => randomUUID());
  const rows: Record<string, object[]> = {};
  const add = (table: string, row: object) => {
    rows[table] = [...(rows[table] ?? []), row];
  };
  for (const [index, author] of authors.entries()) {
    const a = account(author);
    const category = categories[index] ?? '';
    const { window, open } = CHOICES[index] ?? { window: null, open: true };
    const settings = { account_id: a, shown_days: window, shown_to_strangers: open };
    add('moment_settings', settings);
    add('friend_category', {
      ...{ id: category, account_id: a, name: 'Tea', position: 1, created_at: new Date() },
    });
    if (window !== null) model.windows.set(a, window);
    if (!open) model.closedToStrangers.add(a);
    model.categories.set(category, new Set());
    for (const [place, viewer] of viewers.entries()) {
      const v = account(viewer);
      const between = RELATIONS[place] as Between;
      relate(model, add, { a, v, category, between });
    }
  }
  for (const table of ['friend_category', 'friendship', 'friend_category_member', 'block'])
    await insert(table, rows[table] ?? []);
  for (const table of ['moment_settings', 'moment_relation'])
    await insert(table, rows[table] ?? []);
  const files = await postAll(model, authors, viewers, categories);
  return { model, authors, viewers, categories, files };
}

function relate(
  model: MomentModel,
  add: (table: string, row: object) => void,
  { a, v, category, between }: { a: string; v: string; category: string; between: Between },
): void {
  const now = new Date();
  if (between.friend) {
    model.befriend(a, v);
    add('friendship', { account_id: a, friend_id: v, created_at: now });
    add('friendship', { account_id: v, friend_id: a, created_at: now });
  }
  if (between.inCategory) {
    model.categories.get(category)?.add(v);
    add('friend_category_member', { category_id: category, account_id: a, friend_id: v });
  }
  const [from, to] = between.block === 'THEIRS' ? [a, v] : [v, a];
  if (between.block !== 'NONE') {
    model.blocks.add(`${from}>${to}`);
    add('block', { account_id: from, blocked_id: to, created_at: now });
  }
  if (between.hidesMine) {
    model.hidesMine.add(`${a}>${v}`);
    add('moment_relation', {
      ...{ account_id: a, other_id: v, hides_mine: true, hides_theirs: false },
    });
  }
  if (between.hidesTheirs) {
    model.hidesTheirs.add(`${v}>${a}`);
    add('moment_relation', {
      ...{ account_id: v, other_id: a, hides_mine: false, hides_theirs: true },
    });
  }
}

/** Of each author a post of every visibility and age, twice as many public ones as strangers see, and a picture on each. */
async function postAll(
  model: MomentModel,
  authors: readonly Person[],
  viewers: readonly Person[],
  categories: readonly string[],
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const people = viewers.map(account).filter((_, place) => RELATIONS[place]?.named);
  const [moments, audience, stored, shown]: object[][] = [[], [], [], []];
  const tables = {
    moments: moments ?? [],
    audience: audience ?? [],
    stored: stored ?? [],
    shown: shown ?? [],
  };
  for (const [index, author] of authors.entries())
    for (const [visibility, byName, byCategory] of POSTED)
      for (const age of agesOf(CHOICES[index]?.window ?? null)) {
        const [a, id, fileId, category] = [
          account(author),
          randomUUID(),
          randomUUID(),
          categories[index] ?? '',
        ];
        const named = {
          people: new Set(byName ? people : []),
          categories: new Set(byCategory ? [category] : []),
        };
        const nothing = { likers: [], comments: [], mentioned: [] };
        model.posts.push({ id, author: a, visibility, named, age, ...nothing });
        files.set(id, fileId);
        const created_at = new Date(Date.now() - age * 86_400_000 + model.posts.length);
        tables.moments.push({
          id,
          author_id: a,
          client_id: id,
          text: 'tea',
          visibility,
          created_at,
        });
        for (const person of named.people)
          tables.audience.push({ id: randomUUID(), moment_id: id, account_id: person });
        for (const one of named.categories)
          tables.audience.push({ id: randomUUID(), moment_id: id, category_id: one });
        tables.stored.push({
          ...{ id: fileId, kind: 'IMAGE', state: 'READY', owner_id: a, name: 'a.jpg' },
          ...{ media_type: 'image/jpeg', bytes: 1, width: 1, height: 1, animated: false },
          ...{
            waveform: [],
            storage_key: fileId,
            expires_at: created_at,
            used_at: created_at,
            created_at,
          },
        });
        tables.shown.push({ moment_id: id, place: 1, file_id: fileId });
      }
  await insert('moment', tables.moments);
  await insert('moment_audience', tables.audience);
  await insert('stored_file', tables.stored);
  await insert('moment_file', tables.shown);
  return files;
}

async function pages(
  read: (after: string | null) => Promise<{
    nodes: readonly { id: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  }>,
): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo } = await read(after);
    ids.push(...nodes.map(({ id }) => uuidOf(id)));
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor;
  }
}

const label = (viewer: Person, { viewers }: Village) =>
  JSON.stringify(RELATIONS[viewers.indexOf(viewer)] ?? 'an author');

/** A third of the posts each, so that every post comes to be asked for by every sort of viewer. */
const thirdOf = (posts: readonly Posted[], place: number) =>
  posts.filter((_, index) => (index + place) % 3 === 0);

async function byId(viewer: Person, posts: readonly Posted[]): Promise<string[]> {
  const found: string[] = [];
  for (let from = 0; from < posts.length; from += 100) {
    const ids = posts.slice(from, from + 100).map(({ id }) => globalId('Moment', id));
    const { data } = await viewer.attempt(Many, { ids });
    for (const node of data?.nodes ?? [])
      if (node?.__typename === 'Moment') found.push(uuidOf(node.id));
  }
  return found;
}

const expected = ({ model }: Village, viewer: Person, posts: readonly Posted[]): string[] =>
  posts.filter((post) => model.sees(post, account(viewer))).map(({ id }) => id);

describe('everybody sees what the model says', () => {
  let all: Village;
  let everybody: Person[];
  beforeAll(async () => {
    all = await village();
    everybody = [...all.viewers, ...all.authors];
  }, 120_000);

  test('by the id of a post', async () => {
    for (const [place, viewer] of everybody.entries()) {
      const some = thirdOf(all.model.posts, place);
      expect(await byId(viewer, some), label(viewer, all)).toEqual(expected(all, viewer, some));
    }
  }, 240_000);

  test('in the feed', async () => {
    for (const viewer of everybody)
      expect(
        await pages((after) => feed(viewer, { first: 40, after })),
        label(viewer, all),
      ).toEqual(all.model.feed(account(viewer)));
  }, 240_000);

  test('on the page of each author', async () => {
    for (const viewer of everybody)
      for (const author of all.authors)
        expect(
          await pages((after) => album(viewer, author, { first: 40, after })),
          label(viewer, all),
        ).toEqual(all.model.album(account(author), account(viewer)));
  }, 240_000);

  test('in the files that a post shows', async () => {
    for (const [place, viewer] of everybody.entries()) {
      const who = { accountId: account(viewer), sessionId: viewer.sessionId };
      const some = thirdOf(all.model.posts, place);
      const read = some.map(({ id }) =>
        requireFile(stage.backend, who, all.files.get(id) ?? '').then(
          () => [id],
          () => [],
        ),
      );
      expect((await Promise.all(read)).flat(), label(viewer, all)).toEqual(
        expected(all, viewer, some),
      );
    }
  }, 240_000);

  test('as those who are told of a new post, and of what is on it', async () => {
    const { db } = stage.backend;
    const here = everybody.map(account);
    const order = (ids: readonly string[]) => [...ids].sort();
    for (const post of all.model.posts) {
      const payload = { momentId: post.id, personIds: [post.author], accountIds: [] };
      const posted = await momentAudience(db, { kind: 'MomentPosted', payload }, here);
      const touched = await momentAudience(db, { kind: 'MomentTouched', payload }, here);
      const near = here.filter((one) => all.model.areFriends(post.author, one));
      expect(order(posted), JSON.stringify(post)).toEqual(
        order(near.filter((one) => all.model.feed(one).includes(post.id))),
      );
      expect(order(touched), JSON.stringify(post)).toEqual(
        order([post.author, ...near.filter((one) => all.model.sees(post, one))]),
      );
    }
  }, 240_000);

  test('after the categories are gone', async () => {
    for (const id of all.categories) {
      await stage.backend.pool.query('DELETE FROM friend_category WHERE id = $1', [id]);
      all.model.deleteCategory(id);
    }
    const naming = all.model.posts.filter(({ visibility }) => /ONLY|EXCEPT/.test(visibility));
    for (const [place, viewer] of everybody.entries()) {
      const some = thirdOf(naming, place);
      expect(await byId(viewer, some), label(viewer, all)).toEqual(expected(all, viewer, some));
    }
  }, 240_000);
});
