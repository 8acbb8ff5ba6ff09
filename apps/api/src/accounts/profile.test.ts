import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellFriends } from '../contacts/service/profiles.ts';
import { tellConversations } from '../groups/service/profiles.ts';
import { ChangeUsername, MyAccount, UpdateProfile } from '../testing/accounts.ts';
import { ask, dataOf } from '../testing/client.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, PASSWORD, type Person } from '../testing/world.ts';
import { tellProfileChanges } from './service/profile.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Register = graphql(`
  mutation RegisterAs($input: RegisterInput!) { register(input: $input) { __typename } }
`);
const SignIn = graphql(`
  mutation SignInAs($input: SignInInput!) { signIn(input: $input) { __typename } }
`);

const unique = (name: string) => `${name}_${randomBytes(5).toString('hex')}`;
const tellAll = () => tellProfileChanges(stage.backend, [tellFriends, tellConversations]);

async function update(person: Person, input: { nickname?: string; bio?: string }) {
  return (await person.ask(UpdateProfile, { input })).updateProfile;
}

async function rename(person: Person, username: string) {
  return (await person.ask(ChangeUsername, { input: { username } })).changeUsername;
}

async function register(username: string) {
  const input = { username, email: `${unique('x')}@example.org`, password: PASSWORD };
  const answer = await ask(stage.url, null, Register, { input });
  return dataOf(Register, input, answer).register.__typename;
}

async function signIn(login: string) {
  const input = { login, password: PASSWORD };
  return dataOf(SignIn, input, await ask(stage.url, null, SignIn, { input })).signIn.__typename;
}

/** As if so many days had gone by since the person took their username. */
async function daysLater(person: Person, days: number): Promise<void> {
  const id = uuidOf(person.id);
  await stage.backend.pool.query(
    `UPDATE account SET username_changed_at = username_changed_at - $2 * interval '1 day' WHERE id = $1`,
    [id, days],
  );
  await stage.backend.pool.query(
    `UPDATE former_username SET kept_until = kept_until - $2 * interval '1 day' WHERE account_id = $1`,
    [id, days],
  );
}

describe('what others see of a person', () => {
  test('can be changed in parts, and what is not named stays', async () => {
    const mei = await stage.world.user('Mei');
    const first = expectType(
      await update(mei, { bio: '  Oolong,\nmostly. ' }),
      'UpdateProfilePayload',
    );
    expect(first.user).toEqual({ id: mei.id, nickname: 'Mei', bio: 'Oolong,\nmostly.' });
    const second = expectType(
      await update(mei, { nickname: ' 小 梅\n🍵 ' }),
      'UpdateProfilePayload',
    );
    expect(second.user).toEqual({ id: mei.id, nickname: '小 梅 🍵', bio: 'Oolong,\nmostly.' });
    const third = expectType(await update(mei, { bio: '' }), 'UpdateProfilePayload');
    expect(third.user.bio).toBe('');
  });

  test('has the lengths that are said, in characters, and a name that can be seen', async () => {
    const mei = await stage.world.user('Mei');
    expectType(await update(mei, { nickname: '🍵'.repeat(40) }), 'UpdateProfilePayload');
    expectType(await update(mei, { bio: '茶'.repeat(200) }), 'UpdateProfilePayload');
    const refused = [
      ['nickname', { nickname: '🍵'.repeat(41) }],
      ['nickname', { nickname: '' }],
      ['nickname', { nickname: ' \u3164\u200b ' }],
      ['bio', { bio: '茶'.repeat(201) }],
    ] as const;
    for (const [field, input] of refused)
      expect(expectType(await update(mei, input), 'InvalidFieldError').field).toBe(field);
  });

  test('is told to the own devices at once, to friends and groups a moment later, and to nobody else', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    const eve = await stage.world.user('Eve');
    await tom.befriend(lin);
    const group = await tom.group('Tea', [mei, lin]);
    const phone = await mei.onAnotherDevice();
    const [own, friend, member, stranger] = await Promise.all(
      [phone, tom, lin, eve].map((one) => one.follow().live()),
    );
    if (!own || !friend || !member || !stranger) throw new Error('Four are following');
    expectType(await update(mei, { nickname: 'Mei Lin' }), 'UpdateProfilePayload');
    expect((await own.first('ProfileChanged')).user.nickname).toBe('Mei Lin');
    await tellAll();
    expect((await friend.first('ProfileChanged')).user).toMatchObject({
      id: mei.id,
      nickname: 'Mei Lin',
    });
    const told = await member.first('MemberChanged');
    expect(told.conversation?.id).toBe(group);
    expect(told.member?.user.id).toBe(mei.id);
    expectType(await update(eve, { bio: 'Me too' }), 'UpdateProfilePayload');
    await stranger.first('ProfileChanged');
    expect(member.of('ProfileChanged')).toEqual([]);
    expect(stranger.of('ProfileChanged').map(({ user }) => user.id)).toEqual([eve.id]);
    expect(stranger.of('MemberChanged')).toEqual([]);
    for (const following of [own, friend, member, stranger]) following.close();
  });

  test('that is what it was already is not told at all', async () => {
    const mei = await stage.world.user('Mei');
    const following = await mei.follow().live();
    expectType(await update(mei, { nickname: 'Mei', bio: '' }), 'UpdateProfilePayload');
    expectType(await update(mei, { bio: 'Something' }), 'UpdateProfilePayload');
    await following.first('ProfileChanged');
    expect(following.of('ProfileChanged')).toHaveLength(1);
    following.close();
  });

  test('is told to each of many friends once, in transactions of at most 250', async () => {
    const mei = await stage.world.user('Mei');
    const id = uuidOf(mei.id);
    const { pool } = stage.backend;
    await pool.query(
      `WITH made AS (
         INSERT INTO account (id, username, nickname)
         SELECT gen_random_uuid(), 'f' || substr(md5($1 || n), 1, 20), 'F' FROM generate_series(1, 1100) n
         RETURNING id
       )
       INSERT INTO friendship (account_id, friend_id, created_at)
       SELECT $1::uuid, id, now() FROM made UNION ALL SELECT id, $1::uuid, now() FROM made`,
      [id],
    );
    expectType(await update(mei, { nickname: 'Known to many' }), 'UpdateProfilePayload');
    await Promise.all([tellAll(), tellAll()]);
    const { rows } = await pool.query<{ streams: number; events: number }>(
      `SELECT count(DISTINCT stream_id)::int AS streams, count(*)::int AS events FROM event
       WHERE kind = 'ProfileChanged' AND payload->>'accountId' = $1`,
      [id],
    );
    expect(rows[0]).toEqual({ streams: 1101, events: 1101 });
    const { rows: sizes } = await pool.query<{ size: number }>(
      `SELECT count(*)::int AS size FROM event
       WHERE kind = 'ProfileChanged' AND payload->>'accountId' = $1 GROUP BY xid ORDER BY 1`,
      [id],
    );
    expect(sizes.map(({ size }) => size)).toEqual([1, 100, 250, 250, 250, 250]);
    const left = await stage.backend.db.profileChange.count({ where: { accountId: id } });
    expect(left).toBe(0);
  });

  test('changed again while it is being told, it is told again', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    expectType(await update(mei, { nickname: 'Once' }), 'UpdateProfilePayload');
    let changed = false;
    const meanwhile = async () => {
      if (!changed) expectType(await update(mei, { nickname: 'Twice' }), 'UpdateProfilePayload');
      changed = true;
      return null;
    };
    await tellProfileChanges(stage.backend, [tellFriends, meanwhile]);
    const { rows } = await stage.backend.pool.query(
      `SELECT FROM event WHERE kind = 'ProfileChanged' AND stream_id = $1`,
      [uuidOf(tom.id)],
    );
    expect(rows).toHaveLength(2);
  });

  test('whose telling was broken off is told by whoever comes later', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    expectType(await update(mei, { nickname: 'Mei Lin' }), 'UpdateProfilePayload');
    const fails = () => Promise.reject(new Error('The process dies here'));
    await expect(tellProfileChanges(stage.backend, [fails])).rejects.toThrow('dies');
    const following = await tom.follow().live();
    await tellAll();
    await stage.backend.pool.query(
      `UPDATE profile_change SET claimed_until = now() - interval '1 second'`,
    );
    await tellAll();
    await following.first('ProfileChanged');
    expect(following.of('ProfileChanged')).toHaveLength(1);
    following.close();
  });
});

describe('usernames', () => {
  test('can be changed, and the new one signs in', async () => {
    const mei = await stage.world.user('Mei');
    const username = unique('mei');
    const following = await mei.follow().live();
    const changed = expectType(await rename(mei, username), 'ChangeUsernamePayload');
    expect(changed.user).toEqual({ id: mei.id, username });
    expect((await following.first('ProfileChanged')).user.username).toBe(username);
    expect((await following.first('AccountChanged')).viewer.usernameChangeableAt).not.toBeNull();
    expect(await signIn(username)).toBe('SignedIn');
    expect(await signIn(mei.account.username)).toBe('WrongCredentialsError');
    following.close();
  });

  test('only once in a while, and the refusal says from when on again', async () => {
    const mei = await stage.world.user('Mei');
    expect((await mei.ask(MyAccount, {})).viewer.usernameChangeableAt).toBeNull();
    expectType(await rename(mei, unique('mei')), 'ChangeUsernamePayload');
    const refused = expectType(await rename(mei, unique('mei')), 'UsernameChangedLatelyError');
    const days = (Date.parse(refused.retryAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30);
    expect((await mei.ask(MyAccount, {})).viewer.usernameChangeableAt).toBe(refused.retryAt);
    await daysLater(mei, 31);
    expectType(await rename(mei, unique('mei')), 'ChangeUsernamePayload');
  });

  test('of two changes at the same instant one is refused', async () => {
    const mei = await stage.world.user('Mei');
    const answers = await Promise.all([rename(mei, unique('a')), rename(mei, unique('b'))]);
    expect(answers.map((answer) => answer.__typename).sort()).toEqual([
      'ChangeUsernamePayload',
      'UsernameChangedLatelyError',
    ]);
  });

  test('of others cannot be had, whatever their case; those of nobody in particular neither', async () => {
    const mei = await stage.world.user('Mei');
    const tom = await stage.world.user('Tom');
    const refused = [tom.account.username.toUpperCase(), 'Admin', 's.u_p_port', 'TEAHOUSE'];
    for (const name of refused)
      expect(expectType(await rename(mei, name), 'UsernameTakenError').rule).toBe('USERNAME_TAKEN');
    for (const name of ['', 'ab', 'x'.repeat(31), 'mei lin', '小梅小梅', 'аdminа'])
      expectType(await rename(mei, name), 'InvalidFieldError');
    expect(await register('Support')).toBe('UsernameTakenError');
    expect((await mei.ask(MyAccount, {})).viewer.usernameChangeableAt).toBeNull();
  });

  test('that were given up are kept from others for as long, and then they are free', async () => {
    const mei = await stage.world.user('Mei');
    const tom = await stage.world.user('Tom');
    const old = mei.account.username;
    expectType(await rename(mei, unique('mei')), 'ChangeUsernamePayload');
    expectType(await rename(tom, old.toUpperCase()), 'UsernameTakenError');
    expect(await register(old)).toBe('UsernameTakenError');
    await daysLater(mei, 29);
    expect(await register(old)).toBe('UsernameTakenError');
    await daysLater(mei, 2);
    expectType(await rename(tom, old), 'ChangeUsernamePayload');
    expectType(await rename(mei, old), 'UsernameTakenError');
  });

  test('can be taken back by whom they are kept for', async () => {
    const mei = await stage.world.user('Mei');
    const old = mei.account.username;
    expectType(await rename(mei, unique('mei')), 'ChangeUsernamePayload');
    await stage.backend.pool.query('UPDATE account SET username_changed_at = NULL WHERE id = $1', [
      uuidOf(mei.id),
    ]);
    expect(expectType(await rename(mei, old), 'ChangeUsernamePayload').user.username).toBe(old);
  });

  test('given up are never had by anybody else, not even by who asks in the same instant', async () => {
    for (let round = 0; round < 5; round++) {
      const mei = await stage.world.user('Mei');
      const tom = await stage.world.user('Tom');
      const old = mei.account.username;
      const [changed, stolen, registered] = await Promise.all([
        rename(mei, unique('mei')),
        rename(tom, old),
        register(old),
      ]);
      expect(changed.__typename).toBe('ChangeUsernamePayload');
      expect(stolen.__typename).toBe('UsernameTakenError');
      expect(registered).toBe('UsernameTakenError');
    }
  });

  test('and profiles are changed by signed-in people only', async () => {
    for (const [document, input] of [
      [UpdateProfile, { nickname: 'Eve' }],
      [ChangeUsername, { username: unique('eve') }],
    ] as const) {
      const { errors } = await ask(stage.url, null, document as typeof UpdateProfile, {
        input: input as { nickname: string },
      });
      expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    }
  });
});
