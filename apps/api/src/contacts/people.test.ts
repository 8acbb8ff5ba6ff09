import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, dataOf } from '../testing/client.ts';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, PASSWORD, Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const SearchUsers = graphql(`
  query SearchUsers($query: String!, $first: Int, $after: String, $last: Int, $before: String) {
    searchUsers(query: $query, first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { id username nickname relation presence { state } } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);
const Register = graphql(`
  mutation RegisterNamed($input: RegisterInput!) {
    register(input: $input) {
      __typename
      ... on SignedIn { accessToken refreshToken session { id } user { id username nickname } }
    }
  }
`);
const UserById = graphql(`
  query UserById($id: ID!) {
    node(id: $id) { ... on User { id relation presence { state lastSeenAt } } }
  }
`);

const Lists = graphql(`
  query Lists($first: Int, $last: Int, $after: String, $before: String) {
    viewer {
      friends(first: $first, last: $last, after: $after, before: $before) {
        edges { node { id relation } }
        pageInfo { hasNextPage endCursor }
      }
      receivedFriendRequests(first: $first, last: $last, after: $after, before: $before) {
        edges { cursor node { id from { id nickname } } }
        pageInfo { hasNextPage hasPreviousPage endCursor }
      }
    }
  }
`);
const Decline = graphql(`
  mutation DeclineOne($input: DeclineFriendRequestInput!) {
    declineFriendRequest(input: $input) { __typename }
  }
`);
const Ask = graphql(`
  mutation AskOne($input: RequestFriendInput!) {
    requestFriend(input: $input) {
      __typename
      ... on RequestFriendPayload { request { id } }
    }
  }
`);

/** A piece of a name that nobody else in these tests has. */
const token = () => randomBytes(4).toString('hex');

async function named(username: string, nickname: string): Promise<Person> {
  const input = { username, nickname, email: `mail.${token()}@example.org`, password: PASSWORD };
  const { register } = dataOf(Register, input, await ask(stage.url, null, Register, { input }));
  const { user, accessToken, refreshToken, session } = expectType(register, 'SignedIn');
  return new Person(stage.url, user, accessToken, refreshToken, session.id);
}

const page = { first: null, after: null, last: null, before: null };

async function find(asking: Person, query: string): Promise<string[]> {
  const { searchUsers } = await asking.ask(SearchUsers, { ...page, query, first: 100 });
  return searchUsers.edges.map((edge) => edge.node.nickname);
}

describe('searching for people', () => {
  test('finds parts of usernames and nicknames, without regard to case', async () => {
    const eve = await stage.world.user('Eve');
    const tail = token();
    await named(`Jasmine_${tail}`, 'Blossom');
    await named(`x${token()}`, `Blossom ${tail} Garden`);
    for (const query of [tail, tail.toUpperCase(), ` ${tail}\n`, tail.slice(1, -1), `\0${tail}`])
      expect((await find(eve, query)).sort()).toEqual(['Blossom', `Blossom ${tail} Garden`]);
    expect(await find(eve, `jasmine_${tail}`)).toEqual(['Blossom']);
    expect(await find(eve, `JASMINE_${tail.slice(0, 3)}`)).toEqual(['Blossom']);
    expect(await find(eve, `${tail} garden`)).toEqual([`Blossom ${tail} Garden`]);
    expect(await find(eve, `${tail}nowhere`)).toEqual([]);
  });

  test('finds Chinese names from one character on', async () => {
    const eve = await stage.world.user('Eve');
    await named(`wang_${token()}`, '王龘麤');
    await named(`li_${token()}`, '李龘');
    expect((await find(eve, '龘')).sort()).toEqual(['李龘', '王龘麤']);
    expect(await find(eve, '王龘')).toEqual(['王龘麤']);
    expect(await find(eve, '龘麤')).toEqual(['王龘麤']);
    expect(await find(eve, '麤龘')).toEqual([]);
  });

  test('takes `%`, `_` and `\\` at their word', async () => {
    const eve = await stage.world.user('Eve');
    const tail = token();
    await named(`a___${tail}`, `50%${tail}`);
    await named(`axyz${tail}`, `c:\\${tail}`);
    expect(await find(eve, `a___${tail}`)).toEqual([`50%${tail}`]);
    expect(await find(eve, `0%${tail}`)).toEqual([`50%${tail}`]);
    expect(await find(eve, `\\${tail}`)).toEqual([`c:\\${tail}`]);
    expect(await find(eve, `%${tail.slice(0, 4)}%`)).toEqual([]);
    expect(await find(eve, `\\`)).toContain(`c:\\${tail}`);
    expect(await find(eve, `\\\\`)).toEqual([]);
    expect(await find(eve, `' OR true --`)).toEqual([]);
  });

  test('finds @name, and puts the exact username first, then what begins so', async () => {
    const eve = await stage.world.user('Eve');
    const tail = token();
    await named(`x${tail}`, 'a: contains it');
    await named(`${tail}x`, 'z: begins with it');
    await named(tail.toUpperCase(), 'zz: is it');
    await named(`y${token()}`, `${tail} b: begins with it`);
    const expected = [
      'zz: is it',
      `${tail} b: begins with it`,
      'z: begins with it',
      'a: contains it',
    ];
    expect(await find(eve, tail)).toEqual(expected);
    expect(await find(eve, `@${tail}`)).toEqual(expected);
  });

  test('does not find the one who asks, nor anybody by e-mail address', async () => {
    const tail = token();
    const mei = await named(`mei_${tail}`, `Mei ${tail}`);
    await named(`tom_${tail}`, `Tom ${tail}`);
    expect(await find(mei, tail)).toEqual([`Tom ${tail}`]);
    expect(await find(mei, 'example.org')).toEqual([]);
    expect(await find(mei, 'mail.')).toEqual([]);
  });

  test('finds nobody by nothing, nor by more than a name can hold', async () => {
    const eve = await stage.world.user('Eve');
    for (const query of ['', '  ', '@', '\0', 'x'.repeat(101), 'x'.repeat(10_000)])
      expect(await find(eve, query)).toEqual([]);
  });

  test('comes page by page, each person once, in one order', async () => {
    const eve = await stage.world.user('Eve');
    const tail = token();
    for (let index = 0; index < 5; index++) await named(`${tail}_${index}`, `Same ${tail}`);
    const all = (await eve.ask(SearchUsers, { ...page, query: tail })).searchUsers.edges;
    expect(all).toHaveLength(5);
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 3; pages++) {
      const asked: VariablesOf<typeof SearchUsers> = { ...page, query: tail, first: 2, after };
      const { searchUsers } = await eve.ask(SearchUsers, asked);
      seen.push(...searchUsers.edges.map((edge) => edge.node.id));
      expect(searchUsers.pageInfo.hasNextPage).toBe(pages < 2);
      after = searchUsers.pageInfo.endCursor;
    }
    expect(seen).toEqual(all.map((edge) => edge.node.id));
    const back = { ...page, query: tail, last: 2, before: all[4]!.cursor };
    const { searchUsers } = await eve.ask(SearchUsers, back);
    expect(searchUsers.edges.map((edge) => edge.node.id)).toEqual(seen.slice(2, 4));
  });

  test('refuses a made-up cursor and an oversize page with the rule', async () => {
    const eve = await stage.world.user('Eve');
    const offset = (text: string) => Buffer.from(`OffsetConnection:${text}`).toString('base64');
    const bad = [
      { first: 101 },
      { first: 0 },
      { first: -1 },
      { last: 101 },
      ...['nonsense', '', offset('x'), offset('-7'), offset('1e30'), offset('9'.repeat(30))].map(
        (after) => ({ first: 5, after }),
      ),
    ];
    for (const given of bad) {
      const answer = await eve.attempt(SearchUsers, { ...page, query: 'mei', ...given });
      expect(answer.errors?.[0]?.extensions?.code, JSON.stringify(given)).toBe('BAD_USER_INPUT');
    }
  });

  test('is for people who are signed in', async () => {
    const { errors } = await ask(stage.url, null, SearchUsers, { ...page, query: 'mei' });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

describe('presence', () => {
  async function presenceOf(person: Person, asking: Person) {
    const { node } = await asking.ask(UserById, { id: person.id });
    if (!node || !('presence' in node)) throw new Error('A user’s id led to no user');
    return node.presence;
  }

  test('a friend sees one come with the first device and go after the last', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const phone = await tom.onAnotherDevice();
    const watching = await mei.follow().live();
    const states = () =>
      watching.of('PresenceChanged').flatMap(({ user }) => {
        expect(user.id).toBe(tom.id);
        return user.presence?.state ?? null;
      });
    expect(await presenceOf(tom, mei)).toEqual({ state: 'OFFLINE', lastSeenAt: null });

    const first = await tom.follow().live();
    await watching.until(() => states().length === 1);
    const second = await phone.follow().live();
    expect(await presenceOf(tom, mei)).toMatchObject({ state: 'ONLINE' });

    first.close();
    await first.closed;
    // A reload is no departure: one device leaves, comes back, and the other has stayed all the time.
    const again = await tom.follow().live();
    for (const device of [again, second]) device.close();
    const leftAt = Date.now();
    await second.closed;
    expect(await presenceOf(tom, mei)).toMatchObject({ state: 'ONLINE' });
    await watching.until(() => states().length === 2, 12_000);
    expect(Date.now() - leftAt).toBeGreaterThan(4_000);
    expect(states()).toEqual(['ONLINE', 'OFFLINE']);
    const gone = await presenceOf(tom, mei);
    expect(gone?.state).toBe('OFFLINE');
    expect(Date.parse(gone?.lastSeenAt ?? '')).toBeGreaterThanOrEqual(leftAt - 1_000);
    watching.close();
  });

  test('a reconnect within the grace goes unnoticed', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const watching = await mei.follow().live();
    const before = await tom.follow().live();
    await watching.first('PresenceChanged');
    before.cut();
    await before.closed;
    const after = await tom.follow(before.cursor).live();
    await tom.befriend(await stage.world.user('Lin'));
    await after.first('FriendshipStarted', ({ user }) => user.id !== mei.id);
    expect(await presenceOf(tom, mei)).toMatchObject({ state: 'ONLINE' });
    expect(watching.of('PresenceChanged')).toHaveLength(1);
    for (const device of [after, watching]) device.close();
  });

  test('is nobody’s business but a friend’s: a stranger, and one who has asked, see null', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const watching = await eve.follow().live();
    const friend = await mei.follow().live();
    const his = await tom.follow().live();
    await friend.first('PresenceChanged');
    expect(await presenceOf(tom, eve)).toBeNull();
    const { searchUsers } = await eve.ask(SearchUsers, {
      ...page,
      query: tom.account.username,
    });
    expect(searchUsers.edges[0]?.node).toMatchObject({ relation: 'STRANGER', presence: null });
    expect(await presenceOf(tom, tom)).toMatchObject({ state: 'ONLINE' });

    await eve.befriend(await stage.world.user('Lin'));
    await watching.first('FriendshipStarted');
    expect(watching.of('PresenceChanged')).toEqual([]);
    await eve.befriend(tom);
    expect(await presenceOf(tom, eve)).toMatchObject({ state: 'ONLINE' });
    for (const device of [watching, friend, his]) device.close();
  });
});

describe('lists', () => {
  test('friends come page by page, each once, as friends', async () => {
    const mei = await stage.world.user('Mei');
    const friends: Person[] = [];
    for (let index = 0; index < 5; index++) {
      const friend = await stage.world.user(`Friend ${index}`);
      await mei.befriend(friend);
      friends.push(friend);
    }
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 3; pages++) {
      const asked: VariablesOf<typeof Lists> = { ...page, first: 2, after };
      const { viewer } = await mei.ask(Lists, asked);
      for (const { node } of viewer.friends.edges) {
        expect(node.relation).toBe('FRIEND');
        seen.push(node.id);
      }
      expect(viewer.friends.pageInfo.hasNextPage).toBe(pages < 2);
      after = viewer.friends.pageInfo.endCursor;
    }
    expect(seen.sort()).toEqual(friends.map((friend) => friend.id).sort());
  });

  test('requests come newest first, and deciding one between two pages loses no other', async () => {
    const mei = await stage.world.user('Mei');
    const asked: string[] = [];
    for (let index = 0; index < 5; index++) {
      const from = await stage.world.user(`Asker ${index}`);
      const { requestFriend } = await from.ask(Ask, { input: { userId: mei.id } });
      asked.unshift(expectType(requestFriend, 'RequestFriendPayload').request.id);
    }
    const requests = async (variables: Partial<VariablesOf<typeof Lists>>) => {
      const { viewer } = await mei.ask(Lists, { ...page, ...variables });
      const { edges, pageInfo } = viewer.receivedFriendRequests;
      return { ids: edges.map((edge) => edge.node.id), edges, pageInfo };
    };
    const first = await requests({ first: 2 });
    expect(first.ids).toEqual(asked.slice(0, 2));
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    await mei.ask(Decline, { input: { requestId: first.ids[1]! } });
    const second = await requests({ first: 2, after: first.pageInfo.endCursor });
    expect(second.ids).toEqual(asked.slice(2, 4));
    const third = await requests({ first: 2, after: second.pageInfo.endCursor });
    expect(third.ids).toEqual(asked.slice(4));
    expect(third.pageInfo.hasNextPage).toBe(false);
    const back = await requests({ last: 2, before: third.pageInfo.endCursor });
    expect(back.ids).toEqual(asked.slice(2, 4));
    expect((await requests({ last: 3 })).ids).toEqual(asked.slice(2));
  });
});
