import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import {
  administratorOf,
  department,
  employ,
  move,
  positionsOf,
  remove,
  rename,
  tryDepartment,
} from '../testing/organisation.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
let ada: Person;
beforeAll(async () => {
  stage = await startStage();
  ada = await administratorOf(stage);
});
afterAll(() => stage.close());

/** Each test has a house of its own: a department at the top. */
let house: string;
beforeEach(async () => {
  house = await department(ada, `House ${randomUUID()}`);
});

const Children = graphql(`
  query ChildrenOf($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    node(id: $id) {
      ... on Department {
        departmentName
        path { departmentName }
        children(first: $first, after: $after, last: $last, before: $before) {
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          edges { node { id departmentName } }
        }
      }
    }
  }
`);

async function within(id: string, page: object = { first: 100 }) {
  const { node } = await ada.ask(Children, { id, ...page });
  if (!node || !('children' in node)) throw new Error('A department’s id led to no department');
  const { children, path } = node;
  const names = children.edges.map((edge) => edge.node.departmentName);
  return { names, pageInfo: children.pageInfo, path: path.map((one) => one.departmentName) };
}

/** Departments of these names, each below the one before. */
async function chain(below: string, length: number): Promise<string[]> {
  const ids: string[] = [];
  for (let level = 1; level <= length; level++)
    ids.push(await department(ada, `Level ${level}`, ids.at(-1) ?? below));
  return ids;
}

const several = async (names: readonly string[], parentId = house) => {
  const ids: string[] = [];
  for (const name of names) ids.push(await department(ada, name, parentId));
  return ids;
};

const NOT_FOUND = { __typename: 'NotFoundError', rule: 'NOT_FOUND' };
const TAKEN = { __typename: 'DepartmentNameTakenError', rule: 'DEPARTMENT_NAME_TAKEN' };
const BELOW_ITSELF = {
  __typename: 'DepartmentBelowItselfError',
  rule: 'DEPARTMENT_BELOW_ITSELF',
};
const TOO_DEEP = { __typename: 'DepartmentTooDeepError', rule: 'DEPARTMENT_TOO_DEEP', limit: 10 };

describe('making and renaming', () => {
  test('a department comes last among its siblings, and says what lies above it', async () => {
    const kitchen = await department(ada, '  The\nKitchen ', house);
    await department(ada, '茶园', house);
    const cellar = await department(ada, 'Cellar', kitchen);
    expect((await within(house)).names).toEqual(['The Kitchen', '茶园']);
    expect((await within(cellar)).path).toEqual([(await nameOf(house)) ?? '', 'The Kitchen']);
    const entries = await stage.backend.db.auditEntry.findMany({
      where: { subjectId: uuidOf(kitchen) },
    });
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['DepartmentCreated', uuidOf(ada.id)],
    ]);
  });

  test('names have 1 to 50 characters', async () => {
    const kitchen = await department(ada, '厨'.repeat(50), house);
    for (const name of ['', ' \n ', '\u200b', '厨'.repeat(51), 'k'.repeat(10_000)]) {
      const refused = { __typename: 'InvalidFieldError', rule: 'INVALID_FIELD', field: 'name' };
      expect(await tryDepartment(ada, name, house)).toEqual(refused);
      expect(await rename(ada, kitchen, name)).toEqual(refused);
    }
    expect((await within(house)).names).toEqual(['厨'.repeat(50)]);
  });

  test('names differ among siblings without regard to case, at the top as well', async () => {
    const [kitchen, garden = ''] = await several(['Kitchen', 'Garden']);
    expect(await tryDepartment(ada, 'KITCHEN', house)).toEqual(TAKEN);
    expect(await rename(ada, garden, 'kitchen')).toEqual(TAKEN);
    // Its own name in other letters, and the same name elsewhere, are nobody’s.
    expect(await rename(ada, garden, 'GARDEN')).toMatchObject({
      department: { departmentName: 'GARDEN' },
    });
    await department(ada, 'Kitchen', kitchen);
    const top = (await nameOf(house)) ?? '';
    expect(await tryDepartment(ada, top.toUpperCase())).toEqual(TAKEN);
    expect(await tryDepartment(ada, top.toUpperCase(), null)).toEqual(TAKEN);
  });

  test('of two of one name that are made in the same instant, one is', async () => {
    for (let round = 0; round < 4; round++) {
      const made = await Promise.all([
        tryDepartment(ada, `Twin ${round}`, house),
        tryDepartment(ada, `twin ${round}`, house),
      ]);
      expect(made.map(({ __typename }) => __typename).sort()).toEqual([
        'CreateDepartmentPayload',
        'DepartmentNameTakenError',
      ]);
    }
    const places = await placesBelow(house);
    expect(places).toEqual(places.map((_place, index) => index));
  });

  test('lie at most ten levels deep', async () => {
    const ids = await chain(house, 9);
    const [ninth = '', last = ''] = ids.slice(-2);
    expect(await tryDepartment(ada, 'Eleventh', last)).toEqual(TOO_DEEP);
    expect(await tryDepartment(ada, 'Also tenth', ninth)).toMatchObject({
      __typename: 'CreateDepartmentPayload',
    });
    expect((await within(last)).path).toHaveLength(9);
  });
});

const nameOf = async (id: string) => {
  const { node } = await ada.ask(Children, { id, first: 1 });
  return node && 'departmentName' in node ? node.departmentName : null;
};

const placesBelow = async (id: string) => {
  const rows = await stage.backend.db.department.findMany({
    where: { parentId: uuidOf(id) },
    orderBy: { place: 'asc' },
  });
  return rows.map(({ place }) => place);
};

describe('moving', () => {
  test('changes the order among siblings', async () => {
    const [a = '', b = '', c = '', d = ''] = await several(['A', 'B', 'C', 'D']);
    const inOrder = async () => (await within(house)).names.join('');
    await move(ada, d, house, b);
    expect(await inOrder()).toBe('ADBC');
    await move(ada, a, house, null);
    expect(await inOrder()).toBe('DBCA');
    await move(ada, c, house, d);
    expect(await inOrder()).toBe('CDBA');
    // Before itself, and before what is elsewhere: last.
    await move(ada, c, house, c);
    expect(await inOrder()).toBe('DBAC');
    await move(ada, d, house, house);
    expect(await inOrder()).toBe('BACD');
    expect(await placesBelow(house)).toEqual([0, 1, 2, 3]);
  });

  test('takes along what lies below, and leaves no gap behind', async () => {
    const [kitchen = '', garden = '', office = ''] = await several(['Kitchen', 'Garden', 'Office']);
    const cellar = await department(ada, 'Cellar', kitchen);
    const moved = expectType(await move(ada, kitchen, office), 'MoveDepartmentPayload');
    expect(moved.department.path.map(({ id }) => id)).toEqual([house, office]);
    expect((await within(house)).names).toEqual(['Garden', 'Office']);
    expect((await within(cellar)).path.slice(1)).toEqual(['Office', 'Kitchen']);
    expect(await placesBelow(house)).toEqual([0, 1]);
    await move(ada, cellar, null, house);
    expect((await within(cellar)).path).toEqual([]);
    await move(ada, cellar, garden);
    expect((await within(garden)).names).toEqual(['Cellar']);
  });

  test('never makes a circle', async () => {
    const ids = await chain(house, 3);
    const [first = '', , third = ''] = ids;
    for (const to of ids) expect(await move(ada, first, to)).toEqual(BELOW_ITSELF);
    expect(await move(ada, house, third)).toEqual(BELOW_ITSELF);
    expect((await within(third)).path).toHaveLength(3);
  });

  test('never makes a circle out of two moves in the same instant', async () => {
    for (let round = 0; round < 5; round++) {
      const [one = '', two = ''] = await several([`One ${round}`, `Two ${round}`]);
      const outcomes = await Promise.all([move(ada, one, two), move(ada, two, one)]);
      expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual([
        'DepartmentBelowItselfError',
        'MoveDepartmentPayload',
      ]);
      const paths = await Promise.all([one, two].map((id) => within(id)));
      expect(paths.map(({ path }) => path.length).sort()).toEqual([1, 2]);
    }
  });

  test('keeps to the depth and to the names of the new place', async () => {
    const deep = await chain(house, 8);
    const pair = await department(ada, 'Pair', house);
    await department(ada, 'Below', pair);
    expect(await move(ada, pair, deep.at(-1) ?? '')).toEqual(TOO_DEEP);
    expect(await move(ada, pair, deep.at(-2) ?? '')).toMatchObject({
      __typename: 'MoveDepartmentPayload',
    });
    const clash = await department(ada, 'level 1', pair);
    expect(await move(ada, clash, house)).toEqual(TAKEN);
    expect((await within(pair)).names).toEqual(['Below', 'level 1']);
  });

  test('keeps an order without gaps, however many move at once', async () => {
    const ids = await several(['A', 'B', 'C', 'D', 'E', 'F']);
    await Promise.all(ids.map((id, index) => move(ada, id, house, ids[(index * 5 + 2) % 6])));
    expect(await placesBelow(house)).toEqual([0, 1, 2, 3, 4, 5]);
    expect((await within(house)).names.sort()).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
  });
});

describe('taking away', () => {
  test('needs an empty department', async () => {
    const [kitchen = '', garden = ''] = await several(['Kitchen', 'Garden']);
    const cellar = await department(ada, 'Cellar', kitchen);
    const refused = { __typename: 'DepartmentNotEmptyError', rule: 'DEPARTMENT_NOT_EMPTY' };
    expect(await remove(ada, kitchen)).toEqual(refused);
    const tom = await stage.world.user('Tom');
    await employ(ada, cellar, [tom]);
    expect(await remove(ada, cellar)).toEqual(refused);
    expect(await remove(ada, garden)).toMatchObject({ departmentId: garden });
    expect((await within(house)).names).toEqual(['Kitchen']);
    expect(await remove(ada, garden)).toEqual(NOT_FOUND);
  });

  test('or a place where everything in it goes', async () => {
    const [kitchen = '', garden = '', office = ''] = await several(['Kitchen', 'Garden', 'Office']);
    await several(['Pots', 'Pans'], kitchen);
    await department(ada, 'Trees', garden);
    const [tom, lin] = await Promise.all([stage.world.user('Tom'), stage.world.user('Lin')]);
    await employ(ada, kitchen, [tom, lin], 'Cook');
    await employ(ada, garden, [lin], 'Gardener');
    expect(await remove(ada, kitchen, garden)).toMatchObject({ departmentId: kitchen });
    expect((await within(house)).names).toEqual(['Garden', 'Office']);
    expect((await within(garden)).names).toEqual(['Trees', 'Pots', 'Pans']);
    const facts = async (person: Person) =>
      (await positionsOf(person, ada)).map(({ title, primary, department }) => [
        title,
        primary,
        department.id,
      ]);
    expect(await facts(tom)).toEqual([['Cook', true, garden]]);
    // Whoever was in both keeps what they were there, as their primary position.
    expect(await facts(lin)).toEqual([['Gardener', true, garden]]);
    expect(await placesBelow(garden)).toEqual([0, 1, 2]);
    expect(await remove(ada, office)).toMatchObject({ departmentId: office });
  });

  test('does not move things into what goes away, nor where their names or depth do not fit', async () => {
    const [kitchen = '', garden = ''] = await several(['Kitchen', 'Garden']);
    const cellar = await department(ada, 'Cellar', kitchen);
    expect(await remove(ada, kitchen, kitchen)).toEqual(BELOW_ITSELF);
    expect(await remove(ada, kitchen, cellar)).toEqual(BELOW_ITSELF);
    await department(ada, 'CELLAR', garden);
    expect(await remove(ada, kitchen, garden)).toEqual(TAKEN);
    const deep = await chain(garden, 8);
    expect(await remove(ada, kitchen, deep.at(-1) ?? '')).toEqual(TOO_DEEP);
    expect((await within(kitchen)).names).toEqual(['Cellar']);
  });

  test('and taking somebody in at the same time: one or the other, and nobody is lost', async () => {
    const tom = await stage.world.user('Tom');
    for (let round = 0; round < 5; round++) {
      const id = await department(ada, `Brief ${round}`, house);
      const [removed, employed] = await Promise.all([remove(ada, id), employ(ada, id, [tom])]);
      const came = [removed.__typename, employed.__typename];
      expect([
        ['DeleteDepartmentPayload', 'NotFoundError'],
        ['DepartmentNotEmptyError', 'AddDepartmentMembersPayload'],
      ]).toContainEqual(came);
    }
  });
});

describe('reading', () => {
  test('is by pages, forwards and backwards', async () => {
    await several(['A', 'B', 'C', 'D', 'E']);
    const first = await within(house, { first: 2 });
    expect(first.names).toEqual(['A', 'B']);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await within(house, { first: 2, after: first.pageInfo.endCursor });
    expect(second.names).toEqual(['C', 'D']);
    const back = await within(house, { last: 2, before: second.pageInfo.startCursor });
    expect(back.names).toEqual(['A', 'B']);
    const end = await within(house, { last: 1 });
    expect(end.names).toEqual(['E']);
  });

  test('ids of other things, and of nothing, are not found', async () => {
    const known = await department(ada, 'Kitchen', house);
    for (const id of [
      ada.id,
      '',
      'x',
      Buffer.from(`Department:${randomUUID()}`).toString('base64'),
    ]) {
      expect(await rename(ada, id, 'Name')).toEqual(NOT_FOUND);
      expect(await move(ada, id, null)).toEqual(NOT_FOUND);
      expect(await move(ada, known, id)).toEqual(NOT_FOUND);
      expect(await move(ada, known, house, id)).toEqual(NOT_FOUND);
      expect(await remove(ada, id)).toEqual(NOT_FOUND);
      expect(await remove(ada, known, id)).toEqual(NOT_FOUND);
      expect(await tryDepartment(ada, 'Name', id)).toEqual(NOT_FOUND);
      expect(await employ(ada, id, [ada])).toEqual(NOT_FOUND);
    }
    expect((await within(house)).names).toEqual(['Kitchen']);
  });
});
