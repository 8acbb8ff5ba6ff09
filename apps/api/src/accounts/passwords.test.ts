import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readOutbox } from '../platform/outgoing.ts';
import { ask, dataOf } from '../testing/client.ts';
import { VerifyEmail } from '../testing/codes.ts';
import { vouched } from '../testing/convergence/people-cases.ts';
import { MissedEvents } from '../testing/events.ts';
import { graphql } from '../testing/graphql.ts';
import { codeSentTo, deliver, WITH_OUTBOX } from '../testing/mailbox.ts';
import { changePassword, enter, MyPassword } from '../testing/passwords.ts';
import { freshCursor, type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { expectType, PASSWORD, type Person } from '../testing/world.ts';
import { hashPassword } from './passwords.ts';

const OTHER = 'a basket of oolong leaves';

const Register = graphql(`
  mutation RegisterWith($input: RegisterInput!) {
    register(input: $input) {
      __typename
      ... on Error { rule }
      ... on InvalidFieldError { field }
      ... on SignedIn { user { username } }
    }
  }
`);

let stage: Stage;
beforeAll(async () => {
  stage = await startStage(WITH_OUTBOX);
});
afterAll(() => stage.close());

const uuidOf = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';

/** Lets time pass since somebody proved who they are. */
const grow = (person: Person, minutes: number) =>
  stage.backend.pool.query(
    `UPDATE session SET authenticated_at = now() - $2 * interval '1 minute' WHERE id = $1`,
    [uuidOf(person.sessionId), minutes],
  );

const isSignedIn = async (person: Person) =>
  (await person.attempt(MyPassword, {})).errors === undefined;

/** How many statements in this stage's database stand still until somebody else is through. */
async function waitingForLocks({ backend }: Stage): Promise<number> {
  const { rows } = await backend.pool.query<{ waiting: number }>(
    `SELECT count(*)::int AS waiting FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.waiting ?? 0;
}

async function register(password: string, username = `new_${randomBytes(5).toString('hex')}`) {
  const input = { username, email: `${username}@example.org`, password };
  return dataOf(Register, input, await ask(stage.url, null, Register, { input })).register;
}

describe('changing a password', () => {
  test('opens the account to the new one only, and signs every other device out', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    const socket = phone.socket();
    const after = await freshCursor(stage, mei);
    const changed = await changePassword(mei, { currentPassword: PASSWORD, newPassword: OTHER });
    expect(changed).toMatchObject({ viewer: { hasPassword: true } });
    expect((await socket.closed).code).toBe(4401);
    expect(await isSignedIn(phone)).toBe(false);
    expect(await isSignedIn(mei)).toBe(true);
    const { username } = mei.account;
    expect(await enter(stage.url, username, PASSWORD)).toMatchObject({
      __typename: 'WrongCredentialsError',
    });
    expect(await enter(stage.url, username, OTHER)).toMatchObject({ __typename: 'SignedIn' });
    const { events } = await mei.ask(MissedEvents, { after, first: null });
    const kinds = events.events.map(({ __typename }) => __typename);
    expect(kinds).toEqual(['SessionRevoked', 'AccountChanged', 'SessionStarted']);
    const { rows } = await stage.backend.pool.query(
      'SELECT detail FROM audit_entry WHERE subject_id = $1 AND action = $2',
      [uuidOf(mei.id), 'PasswordChanged'],
    );
    expect(rows).toEqual([{ detail: {} }]);
  });

  test('leaves the other devices alone when asked to', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    const input = { currentPassword: PASSWORD, newPassword: OTHER, signOutOthers: false };
    expectType(await changePassword(mei, input), 'ChangePasswordPayload');
    expect(await isSignedIn(phone)).toBe(true);
  });

  test('takes the current one, whatever else is known', async () => {
    const mei = await stage.world.user('Mei');
    for (const currentPassword of [undefined, null, '', OTHER, `${PASSWORD} `, 'x'.repeat(5_000)])
      expect(await changePassword(mei, { currentPassword, newPassword: OTHER })).toMatchObject({
        __typename: 'WrongCredentialsError',
      });
    expectType(await enter(stage.url, mei.account.username, PASSWORD), 'SignedIn');
  });

  test('takes a captcha each time', async () => {
    const strict = await startStageOn(stage.databaseUrl, { CAPTCHA: 'true' });
    try {
      const mei = (await stage.world.user('Mei')).through(strict.url);
      const input = { currentPassword: PASSWORD, newPassword: OTHER };
      expectType(await changePassword(mei, input), 'CaptchaRequiredError');
      expectType(await changePassword(mei, { ...input, captcha: 'x' }), 'CaptchaInvalidError');
      expectType(await enter(stage.url, mei.account.username, PASSWORD), 'SignedIn');
    } finally {
      await strict.close();
    }
  });

  test('is told to the owner by a letter that does not say which', async () => {
    const mei = await stage.world.user('Mei');
    const address = `${mei.account.username}@example.org`;
    const code = await codeSentTo(stage.backend, address);
    expectType((await mei.ask(VerifyEmail, { input: { code } })).verifyEmail, 'VerifyEmailPayload');
    const input = { currentPassword: PASSWORD, newPassword: OTHER };
    expectType(await changePassword(mei, input), 'ChangePasswordPayload');
    await deliver(stage.backend);
    const letters = (await readOutbox(stage.backend)).map(({ message }) => message);
    const newest = letters.find(({ to }) => to === address);
    expect(newest).toMatchObject({ subject: 'Your Teahouse password has been changed' });
    expect(JSON.stringify(newest)).not.toContain(OTHER);
  });

  test('of two who do it together one is let', async () => {
    const mei = await stage.world.user('Mei');
    const words = ['oolong', 'sencha', 'matcha', 'hojicha'];
    const answers = await Promise.all(
      words.map((word) =>
        changePassword(mei, {
          currentPassword: PASSWORD,
          newPassword: `a small bowl of ${word}`,
          signOutOthers: false,
        }),
      ),
    );
    const done = answers.flatMap(({ __typename }, index) =>
      __typename === 'ChangePasswordPayload' ? [words[index]] : [],
    );
    expect(done).toHaveLength(1);
    const newest = `a small bowl of ${done[0]}`;
    expect(await enter(stage.url, mei.account.username, newest)).toMatchObject({
      __typename: 'SignedIn',
    });
  });

  test('leaves no device in that was just signing in with the old one', async () => {
    const mei = await stage.world.user('Mei');
    const id = uuidOf(mei.id);
    const newHash = await hashPassword(OTHER);
    const client = await stage.backend.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('UPDATE account SET password_hash = $2 WHERE id = $1', [id, newHash]);
      // The old password is right for whoever looks now; the device is let in only once the change is through.
      const rushing = enter(stage.url, mei.account.username, PASSWORD);
      await expect.poll(() => waitingForLocks(stage)).toBeGreaterThan(0);
      await client.query('COMMIT');
      expect(await rushing).toEqual({ __typename: 'WrongCredentialsError' });
    } finally {
      client.release();
    }
  });

  test('the first one needs a fresh sign-in, and no current one', async () => {
    const guest = await vouched(stage.url, randomUUID());
    expect(await guest.ask(MyPassword, {})).toMatchObject({
      viewer: { hasPassword: false, reauthenticationMethods: ['PROVIDER'] },
    });
    await grow(guest, 11);
    const input = { newPassword: OTHER };
    expectType(await changePassword(guest, input), 'FreshSignInRequiredError');
    expectType(
      await changePassword(guest, { ...input, currentPassword: '' }),
      'FreshSignInRequiredError',
    );
    await grow(guest, 9);
    expectType(await changePassword(guest, input), 'ChangePasswordPayload');
    expect(await enter(stage.url, guest.account.username, OTHER)).toMatchObject({
      __typename: 'SignedIn',
    });
    expectType(await changePassword(guest, { newPassword: PASSWORD }), 'WrongCredentialsError');
  });
});

describe('a new password', () => {
  const refused: [string, string, string][] = [
    ['7 letters', 'x4$kQ9z', 'INVALID_FIELD'],
    ['257 letters', 'ab cd'.repeat(52).slice(0, 257), 'INVALID_FIELD'],
    ['nothing', '', 'INVALID_FIELD'],
    ['NUL within', 'correct\0horse battery', 'INVALID_FIELD'],
    ['a line feed within', 'correct\nhorse battery', 'INVALID_FIELD'],
    ['half a surrogate', 'correct horse \ud83c', 'INVALID_FIELD'],
    ['a famous one', 'password123', 'PASSWORD_BREACHED'],
    ['a famous one in capitals', 'PassWord123', 'PASSWORD_BREACHED'],
    ['a famous one in full width', 'ｐａｓｓｗｏｒｄ１２３', 'PASSWORD_BREACHED'],
    ['one digit over and over', '88888888', 'PASSWORD_GUESSABLE'],
    ['a row of keys', 'qwertyuiop[]', 'PASSWORD_GUESSABLE'],
    ['what many in China choose', 'woaini1314', 'PASSWORD_GUESSABLE'],
    ['a birthday', '1990-01-01', 'PASSWORD_GUESSABLE'],
    ['the name of this place', 'Teahouse2026', 'PASSWORD_GUESSABLE'],
  ];
  test.each(refused)('%s is refused', async (_what, password, rule) => {
    expect(await register(password)).toMatchObject({ rule });
    const mei = await stage.world.user('Mei');
    const changed = await changePassword(mei, { currentPassword: PASSWORD, newPassword: password });
    expect(changed).toMatchObject({ rule });
    if (rule === 'INVALID_FIELD') expect(changed).toMatchObject({ field: 'newPassword' });
  });

  const taken: [string, string][] = [
    ['a few words', 'correct horse battery staple'],
    ['256 letters', 'tea leaf '.repeat(40).slice(0, 255).concat('!')],
    ['Chinese', '一壶新绿茶配点心吧'],
    ['8 random characters', 'k3#x9Qv!'],
    ['emoji', '🍵🫖🌿☕🍃🥠🥮🍡'],
  ];
  test.each(taken)('%s is taken', async (_what, password) => {
    const done = expectType(await register(password), 'SignedIn');
    expect(await enter(stage.url, done.user.username, password)).toMatchObject({
      __typename: 'SignedIn',
    });
  });

  test('is not made longer by one’s own names', async () => {
    const name = `lin${randomBytes(3).toString('hex')}`;
    const rule = 'PASSWORD_GUESSABLE';
    expect(await register(`${name}x7!Kq`, name)).toMatchObject({ rule });
    expect(await register(`x7!${name.toUpperCase()}Kq`, name)).toMatchObject({ rule });
    const long = `${name} likes a bitter oolong`;
    expect(await register(long, name)).toMatchObject({ __typename: 'SignedIn' });
  });
});

describe('a password', () => {
  test.each([
    ['composed and decomposed', 'th\u00e9 vert au caf\u00e9', 'the\u0301 vert au cafe\u0301'],
    ['of full and of half width', 'ｂｉｇ　ｔｅａ　ｐｏｔ　７', 'big tea pot 7'],
    ['with a space that does not break', 'big\u00a0tea\u00a0pot 7', 'big tea pot 7'],
  ])('is the same however it was typed: %s', async (_how, chosen, typed) => {
    const { user } = expectType(await register(chosen), 'SignedIn');
    expect(await enter(stage.url, user.username, typed)).toMatchObject({ __typename: 'SignedIn' });
  });

  test.each([
    ['capitals', PASSWORD.toUpperCase()],
    ['a space behind', `${PASSWORD} `],
    ['NUL behind', `${PASSWORD}\0`],
    ['NUL and more behind', `${PASSWORD}\0more`],
    ['half a surrogate behind', `${PASSWORD}\ud83c`],
    ['nothing', ''],
    ['very much', PASSWORD.repeat(1_000)],
  ])('is no other one: %s', async (_what, typed) => {
    const { username } = (await stage.world.user('Mei')).account;
    expect(await enter(stage.url, username, typed)).toMatchObject({
      __typename: 'WrongCredentialsError',
    });
  });

  test('is hashed again when its hash was made in an older way', async () => {
    const mei = await stage.world.user('Mei');
    const { db } = stage.backend;
    const where = { id: uuidOf(mei.id) };
    const stored = async () => (await db.account.findUniqueOrThrow({ where })).passwordHash ?? '';
    const today = await stored();
    expect(today).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const weak = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await db.account.update({ where, data: { passwordHash: weak } });
    const { username } = mei.account;
    expectType(await enter(stage.url, username, OTHER), 'WrongCredentialsError');
    expect(await stored()).toBe(weak);
    expectType(await enter(stage.url, username, PASSWORD), 'SignedIn');
    const again = await stored();
    expect(again.slice(0, 30)).toBe(today.slice(0, 30));
    expectType(await enter(stage.url, username, PASSWORD), 'SignedIn');
    expect(await stored()).toBe(again);
  });
});

test('whoever comes when too many passwords wait is told when to come again', async () => {
  const { username } = (await stage.world.user('Mei')).account;
  // The server of this stage lives in this process, and so in this queue: it is kept full until the answer has come.
  let answered = false;
  const crowd = Array.from({ length: 60 }, async () => {
    while (!answered) await hashPassword(PASSWORD).catch(() => sleep(1));
  });
  const answer = await enter(stage.url, username, PASSWORD).finally(() => {
    answered = true;
  });
  await Promise.all(crowd);
  const busy = expectType(answer, 'ServerBusyError');
  const waitMs = Date.parse(busy.retryAt) - Date.now();
  expect(waitMs).toBeLessThanOrEqual(2_000);
  expectType(await enter(stage.url, username, PASSWORD), 'SignedIn');
});

test('a name without an account takes as long as a wrong password', async () => {
  const { username } = (await stage.world.user('Mei')).account;
  const guest = (await vouched(stage.url, randomUUID())).account.username;
  const logins = {
    somebody: username,
    nobody: 'nobody_by_this_name',
    noAddress: 'nobody@example.org',
    noPassword: guest,
  };
  const times = Object.fromEntries(Object.keys(logins).map((name) => [name, [] as number[]]));
  // In turns, so that whatever else the machine does slows all of them alike.
  for (let round = 0; round < 25; round++)
    for (const [name, login] of Object.entries(logins)) {
      const since = performance.now();
      const answer = await enter(stage.url, login, OTHER);
      times[name]?.push(performance.now() - since);
      expect(answer).toEqual({ __typename: 'WrongCredentialsError' });
    }
  // The fastest of each is the least disturbed. Hashing is most of it: without it one would need a fifth as long.
  const fastest = Object.values(times).map((list) => Math.min(...list));
  expect(Math.min(...fastest) / Math.max(...fastest)).toBeGreaterThan(0.4);
});
