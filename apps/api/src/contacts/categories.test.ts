import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  category,
  createCategory,
  deleteCategory,
  orderCategories,
  removeFriend,
  setCategories,
  updateCategory,
} from '../testing/contacts.ts';
import { graphql } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ FRIEND_CATEGORIES_MAX: '3' });
});
afterAll(() => stage.close());

const Mine = graphql(`
  query MyCategories {
    viewer { id friendCategories { id title friends { edges { node { id } } } } }
  }
`);
const CategoriesOf = graphql(`
  query CategoriesOf($id: ID!) { node(id: $id) { ... on User { id categories { id title } } } }
`);
const ById = graphql(`
  query CategoryById($id: ID!) { node(id: $id) { id } }
`);

const mine = async (person: Person) =>
  (await person.ask(Mine, {})).viewer.friendCategories.map(({ title, friends }) => [
    title,
    friends.edges.map(({ node }) => node.id),
  ]);
const names = async (person: Person) => (await mine(person)).map(([name]) => name);
async function categoriesOf(other: Person, asking: Person): Promise<string[]> {
  const { node } = await asking.ask(CategoriesOf, { id: other.id });
  if (!node || !('categories' in node)) throw new Error('A user’s id led to no user');
  return node.categories.map(({ title }) => title);
}
const nothing = Buffer.from('FriendCategory:018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f').toString(
  'base64',
);

describe('categories of friends', () => {
  test('are made, renamed, ordered and deleted, and seen by their owner alone', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const tea = await category(mei, ' Tea  friends ', [tom]);
    const work = await category(mei, '同事');
    expect(await mine(mei)).toEqual([
      ['Tea friends', [tom.id]],
      ['同事', []],
    ]);
    expectType(await orderCategories(mei, [work]), 'OrderFriendCategoriesPayload');
    expect(await names(mei)).toEqual(['同事', 'Tea friends']);
    const renamed = await updateCategory(mei, { categoryId: tea, title: 'TEA FRIENDS' });
    expect(expectType(renamed, 'UpdateFriendCategoryPayload').category.title).toBe('TEA FRIENDS');
    expect(await categoriesOf(tom, mei)).toEqual(['TEA FRIENDS']);
    expect(await names(tom)).toEqual([]);
    expect(await categoriesOf(mei, tom)).toEqual([]);
    const { viewer } = expectType(await deleteCategory(mei, tea), 'DeleteFriendCategoryPayload');
    expect(viewer.friendCategories).toEqual([{ id: work }]);
    expect(await categoriesOf(tom, mei)).toEqual([]);
  });

  test('hold a friend in several, in the order of all, until the friendship ends', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const [a, b] = [await category(mei, 'a'), await category(mei, 'b')];
    const set = await setCategories(mei, tom, [b, a, b]);
    expect(expectType(set, 'SetFriendCategoriesPayload').user.categories).toEqual([
      { id: a, title: 'a' },
      { id: b, title: 'b' },
    ]);
    expectType(await setCategories(mei, tom, [b]), 'SetFriendCategoriesPayload');
    expect(await mine(mei)).toEqual([
      ['a', []],
      ['b', [tom.id]],
    ]);
    await removeFriend(mei, tom);
    await mei.befriend(tom);
    expect(await categoriesOf(tom, mei)).toEqual([]);
  });

  test('take several friends in and out at once, and tell of those who moved', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const tea = await category(mei, 'Tea', [tom]);
    const phone = await (await mei.onAnotherDevice()).follow().live();
    const his = await tom.follow().live();
    const input = { categoryId: tea, addUserIds: [tom.id, lin.id, lin.id], removeUserIds: [] };
    expectType(await updateCategory(mei, input), 'UpdateFriendCategoryPayload');
    expect((await phone.first('ContactChanged')).user).toMatchObject({
      id: lin.id,
      categories: [{ id: tea, title: 'Tea' }],
    });
    await updateCategory(mei, { categoryId: tea, removeUserIds: [lin.id, tom.id] });
    await phone.until(() => phone.of('ContactChanged').length === 3);
    expect(await mine(mei)).toEqual([['Tea', []]]);
    await deleteCategory(mei, tea);
    expect((await phone.first('FriendCategoriesChanged')).viewer.friendCategories).toEqual([]);
    await mei.send(await mei.open(tom), 'tea?');
    await his.first('MessageSent');
    const kinds = his.events.map(({ __typename }) => __typename);
    for (const kind of ['ContactChanged', 'FriendCategoriesChanged'])
      expect(kinds).not.toContain(kind);
    for (const stream of [phone, his]) stream.close();
  });

  test('have names of their own, of one line and 1 to 20 characters that can be seen', async () => {
    const mei = await stage.world.user('Mei');
    for (const name of [
      '',
      '  ',
      '\u200b',
      '\u3164',
      'x'.repeat(21),
      'x'.repeat(10_000),
      '🍵'.repeat(21),
    ])
      expect(expectType(await createCategory(mei, name), 'InvalidFieldError').field).toBe('title');
    const tea = await category(mei, `${'🍵'.repeat(10)}\u202e${'茶'.repeat(10)}`);
    expect(await names(mei)).toEqual([`${'🍵'.repeat(10)}${'茶'.repeat(10)}`]);
    await category(mei, 'Éclair');
    for (const name of ['éclair', 'ÉCLAIR', 'E\u0301clair'])
      expectType(await createCategory(mei, name), 'CategoryNameTakenError');
    expectType(
      await updateCategory(mei, { categoryId: tea, title: 'éclair ' }),
      'CategoryNameTakenError',
    );
    expectType(await updateCategory(mei, { categoryId: tea, title: ' ' }), 'InvalidFieldError');
    await category(await stage.world.user('Tom'), 'Éclair');
  });

  test('are as many as the setting allows, also when made in the same instant', async () => {
    for (let round = 0; round < 5; round++) {
      const mei = await stage.world.user('Mei');
      const titles = [...'abcdefgh', 'A', 'B'];
      const made = await Promise.all(titles.map((title) => createCategory(mei, title)));
      const kept = (await names(mei)).map((title) => String(title).toLowerCase());
      expect(new Set(kept).size).toBe(3);
      expect(kept).toHaveLength(3);
      const refused = made.find(({ __typename }) => __typename === 'LimitReachedError');
      expect(refused).toMatchObject({ limit: 3, rule: 'LIMIT_REACHED' });
    }
  });

  test('hold friends only', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const made = await createCategory(mei, 'Tea', [tom, eve]);
    expect(expectType(made, 'NotFriendsError').users).toEqual([{ id: eve.id }]);
    expect(await names(mei)).toEqual([]);
    const tea = await category(mei, 'Tea');
    expectType(
      await updateCategory(mei, { categoryId: tea, addUserIds: [eve.id] }),
      'NotFriendsError',
    );
    expectType(await setCategories(mei, eve, [tea]), 'NotFriendsError');
    expectType(await setCategories(mei, mei, [tea]), 'OwnAccountError');
    const many = Array.from({ length: 101 }, (_, index) =>
      Buffer.from(`User:018f3b1e-7c2a-7d11-9a6e-${String(index).padStart(12, '0')}`).toString(
        'base64',
      ),
    );
    const input = { categoryId: tea, addUserIds: many };
    expect(expectType(await updateCategory(mei, input), 'InvalidFieldError').field).toBe(
      'addUserIds',
    );
  });

  test('a friend removed in the same instant is in no category', async () => {
    for (let round = 0; round < 5; round++) {
      const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
      const tea = await category(mei, 'Tea');
      await Promise.all([setCategories(mei, tom, [tea]), removeFriend(tom, mei)]);
      expect(await mine(mei)).toEqual([['Tea', []]]);
    }
  });

  test('of somebody else are as if they were not there', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const tea = await category(mei, 'Tea', [tom]);
    const own = await category(tom, 'Own');
    for (const id of [tea, nothing, 'nonsense', mei.id]) {
      const answers = [
        await updateCategory(tom, { categoryId: id, title: 'Mine', addUserIds: [mei.id] }),
        await orderCategories(tom, [own, id]),
        await deleteCategory(tom, id),
        await setCategories(tom, mei, [own, id]),
      ];
      for (const answer of answers) expect(answer.__typename).toBe('NotFoundError');
    }
    const { errors } = await tom.attempt(ById, { id: tea });
    expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    expect((await mei.ask(ById, { id: tea })).node).toEqual({ id: tea });
    expect(await mine(mei)).toEqual([['Tea', [tom.id]]]);
    expect(await mine(tom)).toEqual([['Own', []]]);
    expectType(await deleteCategory(mei, tea), 'DeleteFriendCategoryPayload');
    expectType(await deleteCategory(mei, tea), 'NotFoundError');
  });
});
