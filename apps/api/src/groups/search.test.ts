import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../schema.ts';
import { ask } from '../testing/client.ts';
import { graphql } from '../testing/graphql.ts';
import { dissolve, join, leave, PreviewFields, update } from '../testing/joining.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
let mei: Person;
let tom: Person;
let eve: Person;
beforeAll(async () => {
  stage = await startStage();
  ({ one: mei, other: tom } = await stage.world.friends('Mei', 'Tom'));
  eve = await stage.world.user('Eve');
});
afterAll(() => stage.close());

const Search = graphql(
  `query SearchGroups($query: String!, $first: Int, $after: String) {
    searchGroups(query: $query, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { ...PreviewFields } }
    }
  }`,
  [PreviewFields],
);

const PublicGroup = graphql(
  `query PublicGroup($id: ID!) { publicGroup(id: $id) { ...PreviewFields } }`,
  [PreviewFields],
);

const found = async (query: string, person = eve) =>
  (await person.ask(Search, { query, first: null, after: null })).searchGroups.edges.map(
    ({ node }) => node,
  );

const names = async (query: string) => (await found(query)).map((group) => group.name);

const open = { visibility: 'PUBLIC', joinPolicy: 'OPEN' } as const;

async function publicGroups(...groupNames: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of groupNames) ids.push(await mei.group(name, [tom], open));
  return ids;
}

describe('searching groups', () => {
  test('finds public ones, and tells an outsider what is in the preview and nothing else', async () => {
    const id = await mei.group('Harbour lights', [tom], {
      ...open,
      description: 'Boats 🚤',
      avatarEmoji: '🚤',
    });
    expect(await found('harbour')).toEqual([
      {
        id,
        name: 'Harbour lights',
        description: 'Boats 🚤',
        avatarEmoji: '🚤',
        memberCount: 2,
        visibility: 'PUBLIC',
        joinPolicy: 'OPEN',
        viewerIsMember: false,
        viewerRequest: null,
      },
    ]);
    expect(await found('harbour', tom)).toMatchObject([{ id, viewerIsMember: true }]);
    const preview = schema.getType('GroupPreview');
    if (!preview || !('getFields' in preview)) throw new Error('There is no GroupPreview');
    expect(Object.keys(preview.getFields()).sort()).toEqual([
      'avatar',
      'avatarEmoji',
      'description',
      'id',
      'joinPolicy',
      'memberCount',
      'name',
      'viewerIsMember',
      'viewerRequest',
      'visibility',
    ]);
  });

  test('puts the name itself first, then what begins with the words, what contains them, what is nearly so', async () => {
    await publicGroups(
      'The old kingfisher',
      'Kingfisher watchers of the north',
      'Kingfsher typo club',
      'Kingfisher',
    );
    expect(await names('kingFISHER')).toEqual([
      'Kingfisher',
      'Kingfisher watchers of the north',
      'The old kingfisher',
      'Kingfsher typo club',
    ]);
  });

  test('puts what contains the words within a longer one before what is more like them', async () => {
    await publicGroups('Mapl grove', 'Sugarmaplesyrup');
    expect(await names('maple')).toEqual(['Sugarmaplesyrup', 'Mapl grove']);
  });

  test('forgives slips of the finger from four letters on', async () => {
    await publicGroups('Blackberry orchard');
    for (const slip of ['blackbery', 'balckberry', 'blakcberry', 'orchrad', 'blackberry orcard'])
      expect(await names(slip), slip).toEqual(['Blackberry orchard']);
    for (const other of ['blq', 'strawhat', 'xylophone']) expect(await names(other)).toEqual([]);
  });

  test('puts the larger first among those that are equally like', async () => {
    const [, second, third] = await publicGroups('Saffron one', 'Saffron two', 'Saffron six');
    const lin = await stage.world.user('Lin');
    for (const person of [eve, lin]) expectType(await join(person, third!), 'JoinGroupPayload');
    expectType(await join(lin, second!), 'JoinGroupPayload');
    expect((await found('saffron')).map(({ name, memberCount }) => [name, memberCount])).toEqual([
      ['Saffron six', 4],
      ['Saffron two', 3],
      ['Saffron one', 2],
    ]);
  });

  test('finds Chinese by one character, wherever it stands', async () => {
    await publicGroups('苏州老街', '老街坊读书会', '龙井茶友');
    expect((await names('街')).sort()).toEqual(['老街坊读书会', '苏州老街'].sort());
    expect(await names('老街')).toEqual(['老街坊读书会', '苏州老街']);
    expect(await names('茶')).toEqual(['龙井茶友']);
    expect(await names('苏州老街')).toEqual(['苏州老街']);
    expect(await names('咖')).toEqual([]);
  });

  test('takes what LIKE would take for wildcards at their word', async () => {
    await publicGroups('100% cotton', 'snake_case', 'back\\slash', 'plain');
    expect(await names('%')).toEqual(['100% cotton']);
    expect(await names('_')).toEqual(['snake_case']);
    expect(await names('\\')).toEqual(['back\\slash']);
    expect(await names('0% c')).toEqual(['100% cotton']);
  });

  test('finds nothing private, dissolved, deserted or renamed, and no conversation of two', async () => {
    await mei.group('Walnut secret', [tom]);
    const [gone, deserted, renamed, shut] = await publicGroups(
      'Walnut gone',
      'Walnut deserted',
      'Walnut renamed',
      'Walnut shut',
    );
    await dissolve(mei, gone!);
    for (const person of [mei, tom]) await leave(person, deserted!);
    await update(mei, renamed!, { name: 'Pine cone' });
    await update(mei, shut!, { visibility: 'PRIVATE' });
    expect(await names('walnut')).toEqual([]);
    expect(await names('pine')).toEqual(['Pine cone']);
    await update(mei, shut!, { visibility: 'PUBLIC' });
    expect(await names('walnut')).toEqual(['Walnut shut']);
    expectType(await join(eve, deserted!), 'NotFoundError');
  });

  test('comes in pages, each group once', async () => {
    const all = Array.from({ length: 7 }, (_, index) => `Quince ${index}`);
    await publicGroups(...all);
    for (const name of ['Quince', 'Quince 3 hidden']) await mei.group(name, [tom]);
    const sizes: number[] = [];
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(after);
      seen.push(...page.edges.map(({ node }) => node.name));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      sizes.push(page.edges.length);
    } while (after);
    expect(sizes).toEqual([3, 3, 1]);
    expect([...seen].sort()).toEqual(all);
  });

  const pageOf = async (after: string | null) =>
    (await eve.ask(Search, { query: 'quince', first: 3, after })).searchGroups;

  test('for nothing or far too much finds nothing, and is for people who are signed in', async () => {
    for (const query of ['', '  ', '\0', 'x'.repeat(101)]) expect(await names(query)).toEqual([]);
    const variables = { query: 'tea', first: null, after: null };
    const { errors } = await ask(stage.url, null, Search, variables);
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

describe('a public group', () => {
  test('is opened by its id, until it is private or gone', async () => {
    const id = await mei.group('Lantern street', [tom], open);
    expect((await eve.ask(PublicGroup, { id })).publicGroup).toMatchObject({
      id,
      name: 'Lantern street',
      viewerIsMember: false,
    });
    await update(mei, id, { visibility: 'PRIVATE' });
    expect(await refusalOf(id)).toBe('NOT_FOUND');
    expect(await refusalOf(id, tom)).toBe('NOT_FOUND');
    await update(mei, id, { visibility: 'PUBLIC' });
    await dissolve(mei, id);
    expect(await refusalOf(id)).toBe('NOT_FOUND');
    expect(await refusalOf('nonsense')).toBe('NOT_FOUND');
  });

  const refusalOf = async (id: string, person = eve) => {
    const { errors } = await ask(stage.url, person.token, PublicGroup, { id });
    return errors?.[0]?.extensions?.code;
  };
});
