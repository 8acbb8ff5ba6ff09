import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fillNameKeys } from '../contacts/service/name-keys.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import {
  administratorOf,
  appoint,
  changePosition,
  department,
  dismiss,
  employ,
  endPosition,
  positionsOf,
  rename,
  structure,
} from '../testing/organisation.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';
import { areColleagues, colleaguesAmong } from './access.ts';

let stage: Stage;
let ada: Person;
beforeAll(async () => {
  stage = await startStage();
  ada = await administratorOf(stage);
});
afterAll(() => stage.close());

let house: string;
beforeEach(async () => {
  house = await department(ada, `House ${randomUUID()}`);
});

const People = graphql(`
  query PeopleOf($id: ID!, $first: Int, $after: String) {
    node(id: $id) {
      ... on Department {
        memberCount
        people(first: $first, after: $after) {
          pageInfo { hasNextPage endCursor }
          edges { node { id title head user { id nickname } } }
        }
      }
    }
  }
`);
const Search = graphql(`
  query SearchOrganisation($query: String!, $first: Int, $after: String) {
    viewer {
      organisation {
        memberCount
        people(query: $query, first: $first, after: $after) {
          pageInfo { hasNextPage endCursor }
          edges { node { title department { departmentName } user { id nickname } } }
        }
      }
    }
  }
`);
const AnyNode = graphql(`query AnyNode($id: ID!) { node(id: $id) { __typename } }`);

async function peopleOf(id: string, seenBy = ada) {
  const { node } = await seenBy.ask(People, { id, first: 100 });
  if (!node || !('people' in node)) throw new Error('A department’s id led to no department');
  return {
    memberCount: node.memberCount,
    names: node.people.edges.map((edge) => edge.node.user.nickname),
  };
}

async function find(query: string, seenBy = ada) {
  const { viewer } = await seenBy.ask(Search, { query, first: 100 });
  return viewer.organisation?.people.edges.map(({ node }) => [
    node.user.nickname,
    node.title,
    node.department.departmentName,
  ]);
}

const users = (...names: string[]) => Promise.all(names.map((name) => stage.world.user(name)));

async function positionOf(person: Person, departmentId?: string): Promise<string> {
  const positions = await positionsOf(person, ada);
  const found = positions.find(({ department }) => !departmentId || department.id === departmentId);
  if (!found) throw new Error(`${person.account.nickname} has no such position`);
  return found.id;
}

const NOT_FOUND = { __typename: 'NotFoundError', rule: 'NOT_FOUND' };

describe('positions', () => {
  test('are taken up, changed and ended, and everything is written down', async () => {
    const [tom] = (await users('Tom')) as [Person];
    expect(await employ(ada, house, [tom], ' Head\n cook ')).toMatchObject({
      department: { id: house, memberCount: 1 },
    });
    // Once more, and differently: they stay as they are.
    await employ(ada, house, [tom, tom], 'Gardener');
    const [position] = await positionsOf(tom, tom);
    expect(position).toMatchObject({ title: 'Head cook', head: false, primary: true });
    const memberId = position?.id ?? '';
    const changed = await changePosition(ada, { memberId, title: 'Chef', head: true });
    expect(changed).toMatchObject({ member: { title: 'Chef', head: true, primary: true } });
    // What is left out stays, and there is always a primary position.
    expect(await changePosition(ada, { memberId, primary: false })).toMatchObject({
      member: { title: 'Chef', head: true, primary: true },
    });
    expect(await endPosition(ada, memberId)).toEqual({
      __typename: 'RemoveDepartmentMemberPayload',
      memberId,
      department: { id: house, memberCount: 0 },
    });
    expect(await endPosition(ada, memberId)).toEqual(NOT_FOUND);
    const entries = await stage.backend.db.auditEntry.findMany({
      where: { subjectId: uuidOf(tom.id) },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action }) => action)).toEqual([
      'DepartmentMemberAdded',
      'DepartmentMemberChanged',
      'DepartmentMemberChanged',
      'DepartmentMemberRemoved',
    ]);
  });

  test('one of several is the primary one, whatever is done', async () => {
    const [tom] = (await users('Tom')) as [Person];
    const places = [house];
    for (const name of ['Kitchen', 'Garden']) places.push(await department(ada, name, house));
    for (const place of places) await employ(ada, place, [tom]);
    const primary = async () =>
      (await positionsOf(tom, ada)).map((one) => [places.indexOf(one.department.id), one.primary]);
    expect(await primary()).toEqual([
      [0, true],
      [1, false],
      [2, false],
    ]);
    await changePosition(ada, { memberId: await positionOf(tom, places[2]), primary: true });
    expect(await primary()).toEqual([
      [2, true],
      [0, false],
      [1, false],
    ]);
    await endPosition(ada, await positionOf(tom, places[2]));
    expect(await primary()).toEqual([
      [0, true],
      [1, false],
    ]);
  });

  test('taken up in two departments in the same instant, one is the primary one', async () => {
    for (let round = 0; round < 4; round++) {
      const [tom] = (await users('Tom')) as [Person];
      const kitchen = await department(ada, `Kitchen ${round}`, house);
      await Promise.all([employ(ada, house, [tom]), employ(ada, kitchen, [tom])]);
      const positions = await positionsOf(tom, ada);
      expect(positions.map((position) => position.primary)).toEqual([true, false]);
    }
  });

  test('a person has at most ten, and a title at most 50 characters', async () => {
    const [tom] = (await users('Tom')) as [Person];
    for (let index = 0; index < 10; index++)
      await employ(ada, await department(ada, `Hall ${index}`, house), [tom]);
    expect(await employ(ada, house, [tom])).toEqual({
      __typename: 'LimitReachedError',
      rule: 'LIMIT_REACHED',
      limit: 10,
    });
    const memberId = await positionOf(tom);
    const long = { __typename: 'InvalidFieldError', rule: 'INVALID_FIELD', field: 'title' };
    expect(await changePosition(ada, { memberId, title: '长'.repeat(51) })).toEqual(long);
    expect(await employ(ada, house, [ada], '长'.repeat(51))).toEqual(long);
    expect(await changePosition(ada, { memberId, title: '长'.repeat(50) })).toMatchObject({
      member: { title: '长'.repeat(50) },
    });
    expect(await changePosition(ada, { memberId, title: '\u200b' })).toMatchObject({
      member: { title: '' },
    });
  });

  test('are for people who exist, between 1 and 100 at once', async () => {
    const nobody = { id: Buffer.from(`User:${randomUUID()}`).toString('base64') };
    expect(await employ(ada, house, [ada, nobody])).toEqual(NOT_FOUND);
    expect(await employ(ada, house, [{ id: house }])).toEqual(NOT_FOUND);
    const field = { __typename: 'InvalidFieldError', rule: 'INVALID_FIELD', field: 'userIds' };
    expect(await employ(ada, house, [])).toEqual(field);
    const many = Array.from({ length: 101 }, () => ({
      id: Buffer.from(`User:${randomUUID()}`).toString('base64'),
    }));
    expect(await employ(ada, house, many)).toEqual(field);
    expect(await peopleOf(house)).toEqual({ memberCount: 0, names: [] });
    for (const memberId of [
      ada.id,
      '',
      Buffer.from(`DepartmentMember:${randomUUID()}`).toString('base64'),
    ]) {
      expect(await changePosition(ada, { memberId, title: 'Chef' })).toEqual(NOT_FOUND);
      expect(await endPosition(ada, memberId)).toEqual(NOT_FOUND);
    }
  });
});

describe('lists', () => {
  test('name those who lead first, then by title, then by name', async () => {
    const people = await users('Zoe', 'bob', 'Ann', 'Cat', 'Dan');
    const [zoe, bob, ann, cat, dan] = people as [Person, Person, Person, Person, Person];
    await employ(ada, house, [ann, bob], 'Waiter');
    await employ(ada, house, [cat], 'cook');
    await employ(ada, house, [dan]);
    await employ(ada, house, [zoe], 'Warden');
    await changePosition(ada, { memberId: await positionOf(zoe), head: true });
    expect((await peopleOf(house)).names).toEqual(['Zoe', 'Cat', 'Ann', 'bob', 'Dan']);
    const { node } = await ada.ask(People, { id: house, first: 2 });
    if (!node || !('people' in node)) throw new Error('No department');
    const after = node.people.pageInfo.endCursor;
    const next = await ada.ask(People, { id: house, first: 2, after });
    const rest = next.node && 'people' in next.node ? next.node.people.edges : [];
    expect(rest.map((edge) => edge.node.user.nickname)).toEqual(['Ann', 'bob']);
  });

  test('count everybody below once', async () => {
    const [tom, lin, ben] = (await users('Tom', 'Lin', 'Ben')) as [Person, Person, Person];
    const kitchen = await department(ada, 'Kitchen', house);
    const cellar = await department(ada, 'Cellar', kitchen);
    await employ(ada, cellar, [tom, lin]);
    await employ(ada, kitchen, [tom]);
    await employ(ada, house, [ben, tom]);
    const counts = await Promise.all([house, kitchen, cellar].map((id) => peopleOf(id)));
    expect(counts.map(({ memberCount }) => memberCount)).toEqual([3, 2, 2]);
  });

  test('are searched by name, title and department; whoever is called so comes first', async () => {
    const word = `q${randomUUID().slice(0, 6)}`;
    const [tom, lin, ben] = (await users(`Tom ${word}`, 'Lin', 'Ben')) as [Person, Person, Person];
    const named = await department(ada, `Hall ${word}`, house);
    const kitchen = await department(ada, 'Kitchen', house);
    await employ(ada, kitchen, [tom], 'Waiter');
    await employ(ada, kitchen, [lin], `Master of ${word}`);
    await employ(ada, kitchen, [ben], 'Cook');
    await employ(ada, named, [ben]);
    expect(await find(word.toUpperCase())).toEqual([
      [`Tom ${word}`, 'Waiter', 'Kitchen'],
      ['Lin', `Master of ${word}`, 'Kitchen'],
      ['Ben', '', `Hall ${word}`],
    ]);
    // As it is typed in Latin letters, once the worker has seen to the names.
    await employ(ada, kitchen, await users('王小明'), 'Guest');
    await fillNameKeys(stage.backend, new AbortController().signal);
    expect((await find('wxm'))?.map(([name]) => name)).toContain('王小明');
    expect((await find('xiaoming'))?.map(([name]) => name)).toContain('王小明');
    for (const words of ['', '   ', '%', '_%', 'x'.repeat(101)])
      expect(await find(words), words).toEqual([]);
  });
});

describe('who sees the organisation', () => {
  test('those who have a position in it, and administrators; nobody else, in any way', async () => {
    const [tom, eve] = (await users('Tom', 'Eve')) as [Person, Person];
    await employ(ada, house, [tom], 'Cook');
    const memberId = await positionOf(tom);
    const top = async (person: Person) =>
      (await structure(person))?.departments.edges.map(({ node }) => node.id);

    expect(await top(tom)).toContain(house);
    expect(await top(ada)).toContain(house);
    expect(await structure(eve)).toBeNull();
    expect(await positionsOf(tom, tom)).toHaveLength(1);
    expect(await positionsOf(tom, eve)).toEqual([]);
    expect(await positionsOf(eve, tom)).toEqual([]);
    for (const id of [house, memberId]) {
      expect((await tom.ask(AnyNode, { id })).node).toBeTruthy();
      const { data, errors } = await eve.attempt(AnyNode, { id });
      expect(data?.node ?? null).toBeNull();
      expect(errors?.map(({ extensions }) => extensions?.code) ?? []).toEqual(
        (
          await eve.attempt(AnyNode, {
            id: Buffer.from(`Department:${randomUUID()}`).toString('base64'),
          })
        ).errors?.map(({ extensions }) => extensions?.code) ?? [],
      );
    }
    // An administrator without a position sees it for as long as they are one.
    await appoint(ada, eve);
    expect(await top(eve)).toContain(house);
    await dismiss(ada, eve);
    expect(await structure(eve)).toBeNull();
    await endPosition(ada, memberId);
    expect(await structure(tom)).toBeNull();
    expect(await positionsOf(tom, tom)).toEqual([]);
  });

  test('colleagues are two of them', async () => {
    const [tom, lin, eve] = (await users('Tom', 'Lin', 'Eve')) as [Person, Person, Person];
    await employ(ada, house, [tom, lin]);
    const [t, l, e] = [tom, lin, eve].map(({ id }) => uuidOf(id)) as [string, string, string];
    const { db } = stage.backend;
    expect(await areColleagues({ db }, t, [l])).toBe(true);
    expect(await areColleagues({ db }, t, [l, e])).toBe(false);
    expect(await areColleagues({ db }, e, [t])).toBe(false);
    expect([...(await colleaguesAmong({ db }, t, [l, e, t]))]).toEqual([l]);
    expect((await colleaguesAmong({ db }, e, [t, l])).size).toBe(0);
  });
});

describe('who is told', () => {
  test('whoever comes or goes, by an event of their own, and everybody who sees it, by a hint', async () => {
    const [tom, lin, eve] = (await users('Tom', 'Lin', 'Eve')) as [Person, Person, Person];
    await employ(ada, house, [lin]);
    const [atTom, atLin, atEve, atAda] = [tom, lin, eve, ada].map((one) => one.follow()) as [
      ReturnType<Person['follow']>,
      ReturnType<Person['follow']>,
      ReturnType<Person['follow']>,
      ReturnType<Person['follow']>,
    ];
    await Promise.all([atTom, atLin, atEve, atAda].map((stream) => stream.live()));
    await employ(ada, house, [tom, lin], 'Cook');
    const joined = await atTom.first('OrganisationJoined');
    expect(joined.viewer.organisation).not.toBeNull();
    await Promise.all([atTom, atLin, atAda].map((stream) => stream.first('OrganisationChanged')));

    // A second position makes nobody come, and the end of one of two makes nobody go.
    const kitchen = await department(ada, 'Kitchen', house);
    await employ(ada, kitchen, [tom]);
    await endPosition(ada, await positionOf(tom, house));
    await endPosition(ada, await positionOf(tom, kitchen));
    const left = await atTom.first('OrganisationLeft');
    expect(left.viewer.organisation).toBeNull();
    const hinted = atLin.of('OrganisationChanged').length;
    await rename(ada, kitchen, 'Kitchens');
    await atLin.until(() => atLin.of('OrganisationChanged').length > hinted);
    expect(atTom.of('OrganisationJoined')).toHaveLength(1);
    expect(atTom.of('OrganisationLeft')).toHaveLength(1);
    expect(atLin.of('OrganisationJoined')).toEqual([]);
    expect(atEve.events.map(({ __typename }) => __typename)).toEqual(['CaughtUp']);
    for (const stream of [atTom, atLin, atEve, atAda]) stream.close();
  });

  test('nobody, by a change that was refused', async () => {
    const atAda = ada.follow();
    await atAda.live();
    expectType(await rename(ada, house, ''), 'InvalidFieldError');
    const taken = await department(ada, 'Kitchen', house);
    const garden = await department(ada, 'Garden', house);
    await atAda.until(() => atAda.of('OrganisationChanged').length >= 2);
    expectType(await rename(ada, garden, 'kitchen'), 'DepartmentNameTakenError');
    await rename(ada, taken, 'Pots');
    await atAda.until(() => atAda.of('OrganisationChanged').length >= 3);
    expect(atAda.of('OrganisationChanged')).toHaveLength(3);
    atAda.close();
  });

  test('those who are served by a process that finds the change in another only by the log', async () => {
    const other = await startStageOn(stage.databaseUrl);
    try {
      const [tom] = (await users('Tom')) as [Person];
      const following = tom.through(other.url).follow();
      await following.live();
      await employ(ada, house, [tom]);
      await following.first('OrganisationJoined');
      following.close();
    } finally {
      await other.close();
    }
  });
});
