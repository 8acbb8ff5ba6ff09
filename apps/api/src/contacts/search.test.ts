import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { block, changePrivacy, remark } from '../testing/contacts.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { administratorOf } from '../testing/organisation.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';
import { fillNameKeys } from './service/name-keys.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ PHONE_COUNTRY: 'CN' });
});
afterAll(() => stage.close());

const Search = graphql(`
  query SearchByKey($query: String!, $first: Int, $after: String) {
    searchUsers(query: $query, first: $first, after: $after) {
      edges { node { id nickname } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
const SearchAll = graphql(`
  query SearchAmongAll($query: String!) {
    searchAllUsers(query: $query, first: 100) { edges { node { id nickname } } }
  }
`);

async function find(asking: Person, query: string): Promise<string[]> {
  const { searchUsers } = await asking.ask(Search, { query, first: 100, after: null });
  return searchUsers.edges.map(({ node }) => node.nickname);
}

/** People of these names, found by how they are typed. */
async function people(...names: string[]): Promise<Person[]> {
  const made = await Promise.all(names.map((name) => stage.world.user(name)));
  await fillNameKeys(stage.backend);
  return made;
}

const change = (person: Person, data: object) =>
  stage.backend.db.account.update({ where: { id: uuidOf(person.id) }, data });
const word = () => `q${randomBytes(4).toString('hex')}`;

describe('a name is found', () => {
  test('as it is typed in pinyin: in full, by initials, mixed, from any syllable on', async () => {
    const [eve] = await people('Eve', '鲍欣悦', '包新月');
    for (const query of ['baoxinyue', 'bao xin yue', 'BXY', 'baoxy', 'bxinyue', 'xinyue', '@bxy'])
      expect((await find(eve!, query)).sort(), query).toEqual(['包新月', '鲍欣悦']);
    expect(await find(eve!, 'baoqq')).toEqual([]);
  });

  test('as it sounds, behind whoever is called just so', async () => {
    const [eve] = await people('Eve', '郝诗雨', '郝失语');
    expect(await find(eve!, '郝失语')).toEqual(['郝失语', '郝诗雨']);
    expect(await find(eve!, '诗雨')).toEqual(['郝诗雨', '郝失语']);
  });

  test('with a slip, behind whoever is called just so', async () => {
    const name = `Zanthippe${word()}`;
    const [eve] = await people('Eve', name, `${name.slice(0, -1)}`);
    const slip = `${name.slice(0, 4)}z${name.slice(5)}`;
    expect((await find(eve!, slip)).sort()).toEqual([name, name.slice(0, -1)].sort());
    expect((await find(eve!, name))[0]).toBe(name);
    expect(await find(eve!, `${slip.slice(0, 6)}zzz${slip.slice(9)}`)).toEqual([]);
    const { searchUsers: first } = await eve!.ask(Search, { query: slip, first: 1, after: null });
    const after = first.pageInfo.endCursor;
    const { searchUsers: second } = await eve!.ask(Search, { query: slip, first: 1, after });
    const seen = [first, second].flatMap(({ edges }) => edges.map(({ node }) => node.nickname));
    expect(seen.sort()).toEqual([name, name.slice(0, -1)].sort());
  });

  test('by its new spelling once it has changed, and no more by the old one', async () => {
    const [eve, person] = await people('Eve', '褚星辰');
    expect(await find(eve!, 'chuxingchen')).toEqual(['褚星辰']);
    await change(person!, { nickname: '褚月夜' });
    expect(await find(eve!, 'chuxingchen')).toEqual([]);
    expect(await find(eve!, '月夜')).toEqual(['褚月夜']);
    await fillNameKeys(stage.backend);
    expect(await find(eve!, 'chuyueye')).toEqual(['褚月夜']);
    expect(await fillNameKeys(stage.backend)).toBe(0);
  });

  test('by the own remark and how it is typed, and by nobody else’s', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await lin.befriend(tom);
    await fillNameKeys(stage.backend);
    expectType(await remark(mei, tom, '龚老板'), 'SetRemarkPayload');
    for (const query of ['龚老板', '老板', 'gonglaoban', 'glb', 'laoban'])
      expect(await find(mei, query), query).toEqual(['Tom']);
    for (const query of ['龚老板', 'gonglaoban']) expect(await find(lin, query)).toEqual([]);
    await remark(mei, tom, null);
    expect(await find(mei, 'gonglaoban')).toEqual([]);
  });

  test('of a remark from before by the worker', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    await remark(mei, tom, '晏大夫');
    await stage.backend.db.friendship.updateMany({
      where: { accountId: uuidOf(mei.id) },
      data: { remarkKey: null },
    });
    expect(await find(mei, 'yandafu')).toEqual([]);
    await fillNameKeys(stage.backend);
    expect(await find(mei, 'yandafu')).toEqual(['Tom']);
  });

  test('among friends before others', async () => {
    const name = word();
    const [eve, , friend] = await people('Eve', `${name} a`, `${name} b`);
    expect(await find(eve!, name)).toEqual([`${name} a`, `${name} b`]);
    await eve!.befriend(friend!);
    expect(await find(eve!, name)).toEqual([`${name} b`, `${name} a`]);
  });
});

describe('whoever does not want to be found', () => {
  test('by name is found by friends alone, in no way by others', async () => {
    const [eve, friend, hidden] = await people('Eve', 'Friend', '冼无痕');
    await friend!.befriend(hidden!);
    await changePrivacy(hidden!, { foundByName: false });
    for (const query of ['冼无痕', 'xianwuhen', 'xianwuhne', '冼无恨', hidden!.account.username]) {
      expect(await find(eve!, query), query).toEqual([]);
      expect(await find(friend!, query), query).toEqual(['冼无痕']);
    }
    await changePrivacy(hidden!, { foundByName: true });
    expect(await find(eve!, 'xianwuhen')).toEqual(['冼无痕']);
  });

  test('is found by whoever runs the installation, as the caller and the blocked are', async () => {
    const ada = await administratorOf(stage);
    const [hidden, blocking] = await people('冼无痕', '冼拦路');
    await changePrivacy(hidden!, { foundByName: false });
    await block(blocking!, ada);
    const findAll = async (query: string) => {
      const { searchAllUsers } = await ada.ask(SearchAll, { query });
      return searchAllUsers.edges.map(({ node }) => node.id);
    };
    for (const { id, account } of [ada, hidden!, blocking!]) {
      expect(await findAll(account.username)).toEqual([id]);
      expect(await find(ada, account.username)).toEqual([]);
    }
    expect(await findAll('xianwuhen')).toContain(hidden!.id);
    // An address that somebody keeps to themselves is not found out so.
    const email = `${word()}@example.org`;
    await change(hidden!, { email, emailVerifiedAt: new Date() });
    expect(await findAll(email)).toEqual([]);
    const { errors } = await hidden!.attempt(SearchAll, { query: 'ada' });
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  test('by address is not, and who does is so by the whole of it alone', async () => {
    const [eve, mei] = await people('Eve', 'Mei');
    const email = `${word()}@example.org`;
    await change(mei!, { email, emailVerifiedAt: new Date(), phone: '+8613812345678' });
    const phones = ['+8613812345678', '13812345678', '138 1234 5678', '+86 138-1234-5678'];
    for (const query of [email, ...phones]) expect(await find(eve!, query)).toEqual([]);
    await changePrivacy(mei!, { foundByEmail: true });
    expect(await find(eve!, email.toUpperCase())).toEqual(['Mei']);
    for (const query of [email.slice(1), email.slice(0, -1), 'example.org', ...phones])
      expect(await find(eve!, query), query).toEqual([]);
    await changePrivacy(mei!, { foundByPhone: true, foundByEmail: false, foundByName: false });
    for (const query of phones) expect(await find(eve!, query), query).toEqual(['Mei']);
    for (const query of [email, '13812345', '+8613812345679', mei!.account.username])
      expect(await find(eve!, query), query).toEqual([]);
  });

  test('nor is anybody with whom there is a block, by whatever', async () => {
    const [eve, mei] = await people('Eve', '阚清秋');
    await changePrivacy(mei!, { foundByEmail: true });
    const email = `${word()}@example.org`;
    await change(mei!, { email, emailVerifiedAt: new Date() });
    await eve!.befriend(mei!);
    const ways = [email, 'kanqingqiu', '阚清秋', '看清秋', mei!.account.username];
    for (const query of ways) expect(await find(eve!, query), query).toEqual(['阚清秋']);
    await block(mei!, eve!);
    for (const query of ways) expect(await find(eve!, query), query).toEqual([]);
  });
});

test('words that no name holds cost nothing and break nothing', async () => {
  const [eve] = await people('Eve');
  for (const query of [
    'a'.repeat(100),
    '王'.repeat(100),
    '\u202ewx',
    '\u200b\u200b',
    "'; DROP TABLE account; --",
    'ﬀ'.repeat(40),
    '%%%%%%',
    'x@y.z',
    '+1',
  ])
    expect(await find(eve!, query), query).toEqual([]);
});
