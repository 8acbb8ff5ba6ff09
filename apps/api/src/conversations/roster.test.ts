import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fillNameKeys } from '../contacts/service/name-keys.ts';
import { remark } from '../testing/contacts.ts';
import { fillGroup } from '../testing/crowd.ts';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

/** A group of 10,000 is as usable as one of ten: nothing reads all of its members to show some of them. */

const SIZE = 10_000;
/** Rows that one statement may answer with: a page, and one more to see whether there is another. */
const MOST_ROWS = 101;

/** Several times what it takes, and far less than reading all members would. */
const SLOW_MS = 150;

let stage: Stage;
let mei: Person;
let id: string;
/** The members as they were written, in the order in which they are to be listed. */
let expected: { username: string; role: string }[];
beforeAll(async () => {
  stage = await startStage();
  mei = await stage.world.user('Mei');
  const ada = await stage.world.user('Ada');
  await mei.befriend(ada);
  id = await mei.group('Everybody', [ada]);
  await fillGroup(stage, id, SIZE - 2);
  const { rows } = await stage.backend.pool.query<{ username: string; role: string }>(
    `SELECT a.username, m.role FROM member m JOIN account a ON a.id = m.account_id
     WHERE m.conversation_id = $1
     ORDER BY array_position('{OWNER,ADMINISTRATOR,MEMBER}', m.role::text), m.joined_at, m.account_id`,
    [uuidOf(id)],
  );
  expected = rows;
}, 120_000);
afterAll(() => stage.close());

const Members = graphql(`
  query Roster(
    $id: ID!, $query: String, $roles: [MemberRole!], $first: Int, $after: String, $last: Int, $before: String
  ) {
    conversation(id: $id) {
      memberCount
      members(query: $query, roles: $roles, first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { role groupNickname user { username nickname } } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`);

const everything: Omit<VariablesOf<typeof Members>, 'id'> = {
  query: null,
  roles: null,
  first: null,
  after: null,
  last: null,
  before: null,
};

async function members(variables: Partial<VariablesOf<typeof Members>>) {
  const { conversation } = await mei.ask(Members, { ...everything, id, ...variables });
  if (!conversation) throw new Error('There is no such group');
  const { edges, pageInfo } = conversation.members;
  return { names: edges.map(({ node }) => node.user.username), edges, pageInfo, conversation };
}

/** The most rows that any statement answers with while something is done. */
async function mostRowsOf(work: () => Promise<unknown>): Promise<number> {
  let most = 0;
  const take = (result: unknown) => {
    const { rows } = (result ?? {}) as { rows?: unknown[] };
    most = Math.max(most, rows?.length ?? 0);
  };
  const original = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  const watch = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...args: unknown[]
  ) {
    const callback = args.at(-1);
    if (typeof callback === 'function')
      args[args.length - 1] = (error: unknown, result: unknown) => {
        take(result);
        callback(error, result);
      };
    const answer = original.apply(this, args);
    if (answer instanceof Promise) answer.then(take, () => {});
    return answer;
  } as never);
  try {
    await work();
  } finally {
    watch.mockRestore();
  }
  return most;
}

describe(`a group of ${SIZE.toLocaleString('en')}`, () => {
  test('is paged through from end to end, each member once, in the order of rank and joining', async () => {
    const names: string[] = [];
    let after: string | null = null;
    const most = await mostRowsOf(async () => {
      do {
        const page: Awaited<ReturnType<typeof members>> = await members({ first: 100, after });
        expect(page.conversation.memberCount).toBe(SIZE);
        names.push(...page.names);
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after);
    });
    expect(names).toEqual(expected.map(({ username }) => username));
    expect(most).toBeGreaterThan(100);
    expect(most).toBeLessThanOrEqual(MOST_ROWS);
  }, 60_000);

  test('is paged through backwards as well', async () => {
    const last = await members({ last: 100 });
    expect(last.names).toEqual(expected.slice(-100).map(({ username }) => username));
    const before = await members({ last: 100, before: last.pageInfo.startCursor });
    expect(before.names).toEqual(expected.slice(-200, -100).map(({ username }) => username));
    expect(before.pageInfo.hasPreviousPage).toBe(true);
  });

  test('shows those who run it first, or alone', async () => {
    const { edges } = await members({ first: 12 });
    expect(edges.map(({ node }) => node.role)).toEqual([
      'OWNER',
      ...Array.from({ length: 9 }, () => 'ADMINISTRATOR'),
      'MEMBER',
      'MEMBER',
    ]);
    const running = await members({ roles: ['OWNER', 'ADMINISTRATOR'], first: 100 });
    expect(running.names).toEqual(expected.slice(0, 10).map(({ username }) => username));
    expect((await members({ roles: ['OWNER'] })).names).toEqual([mei.account.username]);
    expect((await members({ roles: [] })).names).toEqual([]);
  });

  test('is searched by username, nickname and the nickname in it, whatever the case', async () => {
    const numbered = (...numbers: number[]) => numbers.map((n) => `crowd_${n}`).sort();
    const found = async (query: string) => (await members({ query, first: 100 })).names.sort();
    expect(await found('crowd_4711')).toEqual(numbered(4711));
    expect(await found('@CROWD_4711')).toEqual(numbered(4711));
    expect(await found('李4711')).toEqual(numbered(4711));
    expect(await found('茶博士')).toEqual(numbered(7, 2507, 5007, 7507));
    expect(await found('士2507')).toEqual(numbered(2507));
    expect(await found('aNNa 9998')).toEqual(numbered(9998));
    expect(await found('nobody is called this')).toEqual([]);
    expect(await found('茗')).toEqual([]);
    expect(await found('%')).toEqual([]);
    expect(await found('i_4')).toEqual(await found('I_4'));
    expect((await found('i_4')).length).toBe(100);
    expect(await found('x'.repeat(101))).toEqual([]);
    expect((await members({ query: '  ', first: 3 })).names).toEqual(
      expected.slice(0, 3).map(({ username }) => username),
    );
  });

  test('is searched page by page, within roles too, without reading what is not shown', async () => {
    const most = await mostRowsOf(async () => {
      for (const query of ['王', 'crowd', 'crowd_4711']) {
        const whole = await members({ query, first: 60 });
        const first = await members({ query, first: 40 });
        const after = first.pageInfo.endCursor;
        const second = await members({ query, first: 20, after });
        expect([...first.names, ...second.names]).toEqual(whole.names);
      }
      const running = await members({ query: 'crowd', roles: ['ADMINISTRATOR'] });
      expect(running.names.sort()).toEqual(
        Array.from({ length: 9 }, (_, index) => `crowd_${(index + 1) * 1000}`).sort(),
      );
    });
    expect(most).toBeLessThanOrEqual(1_001);
  });

  test('answers quickly: a page, a search, and the number of members', async () => {
    const asked: Record<string, Partial<VariablesOf<typeof Members>>> = {
      page: { first: 50 },
      'common word': { query: '王', first: 50 },
      'rare word': { query: 'crowd_4711', first: 50 },
      'nobody, one character': { query: '茗', first: 50 },
      nobody: { query: 'nobody is called this', first: 50 },
    };
    for (const [name, variables] of Object.entries(asked)) {
      const times: number[] = [];
      for (let time = 0; time < 7; time++) {
        const from = performance.now();
        await members(variables);
        times.push(performance.now() - from);
      }
      // The quickest of several, because a machine that runs tests has other things to do as well.
      expect(Math.min(...times), name).toBeLessThan(SLOW_MS);
    }
  });
});

describe('who may be meant by what is typed after an @', () => {
  const Mentionable = graphql(`
    query Mentionable($id: ID!, $query: String) {
      conversation(id: $id) { mentionable(query: $query) { user { nickname } } }
    }
  `);

  test('is found by the own remark, as it is written or typed, and by every other name', async () => {
    const [ada, tom, lin, eve] = [
      await stage.world.user('Ada'),
      await stage.world.user('鲍欣悦'),
      await stage.world.user('Lin'),
      await stage.world.user('Eve'),
    ];
    for (const friend of [tom, lin, eve]) await ada.befriend(friend);
    const tea = await ada.group('Tea', [tom, lin]);
    await remark(ada, tom, '龚老板');
    await remark(ada, eve, '龚老师');
    expectType(await inGroup(lin, tea).callMyself('Teapot'), 'SetGroupNicknamePayload');
    await fillNameKeys(stage.backend);
    const found = async (person: Person, query: string | null) => {
      const { conversation } = await person.ask(Mentionable, { id: tea, query });
      return conversation?.mentionable.map(({ user }) => user.nickname);
    };
    for (const query of [
      '龚老板',
      '老板',
      'gonglaoban',
      'glb',
      '鲍',
      'baoxinyue',
      'bxy',
      tom.account.username,
    ])
      expect(await found(ada, query), query).toEqual(['鲍欣悦']);
    expect(await found(ada, 'teap')).toEqual(['Lin']);
    expect(await found(ada, null)).toEqual(['鲍欣悦', 'Lin']);
    // Nobody else’s remarks count, and nobody is told of the own name.
    for (const query of ['龚老板', 'glb']) expect(await found(lin, query), query).toEqual([]);
    expect(await found(lin, 'bxy')).toEqual(['鲍欣悦']);
    expect(await found(ada, 'Ada')).toEqual([]);
  });

  test('are no more than the first eight, of a crowd as well', async () => {
    const { conversation } = await mei.ask(Mentionable, { id, query: null });
    expect(conversation?.mentionable).toHaveLength(8);
  });
});
