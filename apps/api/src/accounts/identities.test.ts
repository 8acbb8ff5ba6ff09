import { randomBytes } from 'node:crypto';
import { decodeJwt, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertionOf } from '../testing/accounts.ts';
import { ask, dataOf } from '../testing/client.ts';
import { graphql } from '../testing/graphql.ts';
import { SECRETS } from '../testing/secrets.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { expectType, PASSWORD } from '../testing/world.ts';
import { pruneAssertions } from './service/identities.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const SignInWithProvider = graphql(`
  mutation SignInWithProvider($input: SignInWithProviderInput!) {
    signInWithProvider(input: $input) {
      __typename
      ... on SignedIn {
        accessToken
        session { id deviceName current }
        user { id username nickname }
      }
      ... on Error { message rule }
    }
  }
`);
const SignIn = graphql(`
  mutation SignInByPassword($input: SignInInput!) { signIn(input: $input) { __typename } }
`);
const Register = graphql(`
  mutation RegisterBeside($input: RegisterInput!) { register(input: $input) { __typename } }
`);
const Email = graphql(
  `query Email { viewer { email user { id } sessions { edges { node { id } } } } }`,
);

const unique = (name: string) => `${name}_${randomBytes(4).toString('hex')}`;

/** What the web server says of a person, unless a test says otherwise. */
const person = (claims: JWTPayload = {}): JWTPayload => ({
  provider: 'github',
  subject: randomBytes(8).toString('hex'),
  email: null,
  emailVerified: false,
  name: null,
  preferredUsername: null,
  ...claims,
});

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

async function visit(token: string) {
  const input = { assertion: token, deviceName: 'Web' };
  const answer = await ask(stage.url, null, SignInWithProvider, { input });
  return dataOf(SignInWithProvider, input, answer).signInWithProvider;
}

async function comeAs(claims: JWTPayload) {
  return expectType(await visit(await assertionOf(claims)), 'SignedIn');
}

const emailOf = async ({ accessToken }: { accessToken: string }) =>
  dataOf(Email, {}, await ask(stage.url, accessToken, Email, {})).viewer.email;

async function register(username: string, email: string) {
  const input = { username, email, password: PASSWORD };
  const { register: answer } = dataOf(
    Register,
    input,
    await ask(stage.url, null, Register, { input }),
  );
  return answer.__typename;
}

describe('visiting through a provider', () => {
  test('makes an account the first time, and finds it again ever after', async () => {
    const name = unique('mei');
    const claims = person({ preferredUsername: name, name: '小梅' });
    const first = await comeAs(claims);
    expect(first.user).toMatchObject({ username: name, nickname: '小梅' });
    expect(first.session).toMatchObject({ deviceName: 'Web', current: true });
    const second = await comeAs({ ...claims, preferredUsername: 'renamed', name: 'Renamed' });
    expect(second.user).toEqual(first.user);
    expect(second.session.id).not.toBe(first.session.id);
  });

  test('makes one account of two first visits at the same instant', async () => {
    for (let round = 0; round < 5; round++) {
      const claims = person({ preferredUsername: unique('tom') });
      const [one, other] = await Promise.all([comeAs(claims), comeAs(claims)]);
      expect(one.user).toEqual(other.user);
    }
  });

  test('tells people apart by provider and subject, whatever they are called', async () => {
    const claims = person({ preferredUsername: unique('tom') });
    const users = [
      await comeAs(claims),
      await comeAs({ ...claims, provider: 'google' }),
      await comeAs({ ...claims, subject: `${claims.subject}0` }),
      await comeAs({ ...claims, subject: String(claims.subject).toUpperCase() }),
    ].map(({ user }) => user);
    expect(new Set(users.map((user) => user.id)).size).toBe(4);
    expect(new Set(users.map((user) => user.username.toLowerCase())).size).toBe(4);
  });

  test('gives people of one name at the same instant an account each', async () => {
    const name = unique('wang');
    const visits = await Promise.all(
      Array.from({ length: 6 }, () => comeAs(person({ preferredUsername: name }))),
    );
    const usernames = visits.map(({ user }) => user.username);
    expect(new Set(usernames).size).toBe(6);
    for (const username of usernames) expect(username.startsWith(name)).toBe(true);
  });

  test('no password opens an account that has none', async () => {
    const { user } = await comeAs(person({ preferredUsername: unique('mei') }));
    for (const password of ['', PASSWORD, 'null']) {
      const input = { login: user.username, password };
      const { signIn } = dataOf(SignIn, input, await ask(stage.url, null, SignIn, { input }));
      expect(signIn.__typename).toBe('WrongCredentialsError');
    }
  });
});

describe('e-mail addresses', () => {
  test('verified ones are the account’s; the address is then taken', async () => {
    const email = `${unique('mei')}@example.org`;
    const signedIn = await comeAs(person({ email, emailVerified: true }));
    expect(await emailOf(signedIn)).toBe(email);
    expect(signedIn.user.username).toBe(email.split('@')[0]);
    expect(await register(unique('other'), email.toUpperCase())).toBe('EmailTakenError');
  });

  test('unverified ones neither claim the address nor join the account that has it', async () => {
    const email = `${unique('tom')}@example.org`;
    const before = await comeAs(person({ email, emailVerified: false }));
    expect(await emailOf(before)).toBeNull();
    expect(await register(unique('tom'), email)).toBe('SignedIn');
    for (const claim of [{ emailVerified: false }, { emailVerified: undefined }]) {
      const after = await comeAs(person({ email, ...claim }));
      expect(after.user.id).not.toBe(before.user.id);
      expect(await emailOf(after)).toBeNull();
    }
  });

  test('verified ones of an existing account are refused: linking is for its owner', async () => {
    const email = `${unique('lin')}@example.org`;
    expect(await register(unique('lin'), email)).toBe('SignedIn');
    const claims = person({ email: email.toUpperCase(), emailVerified: true });
    for (let time = 0; time < 2; time++) {
      const refused = expectType(await visit(await assertionOf(claims)), 'EmailTakenError');
      expect(refused.rule).toBe('EMAIL_TAKEN');
    }
  });

  test('of two who bring the same new address at the same instant one gets it', async () => {
    for (let round = 0; round < 5; round++) {
      const email = `${unique('ann')}@example.org`;
      const claims = () => assertionOf(person({ email, emailVerified: true }));
      const answers = await Promise.all([claims(), claims()].map(async (one) => visit(await one)));
      expect(answers.map((answer) => answer.__typename).sort()).toEqual([
        'EmailTakenError',
        'SignedIn',
      ]);
    }
  });

  test('that are none at all are left aside', async () => {
    for (const email of ['nonsense', '', 'a b@example.org', `\0${unique('x')}@example.org`]) {
      const signedIn = await comeAs(person({ email, emailVerified: true }));
      expect(await emailOf(signedIn)).toBeNull();
    }
  });
});

describe('usernames', () => {
  const FORM = /^[A-Za-z0-9_.]{3,30}$/;

  test('are made of what a provider calls the person, and always have their form', async () => {
    const tail = randomBytes(3).toString('hex');
    const cases: [claims: JWTPayload, username: RegExp, nickname: RegExp][] = [
      [{ name: '王小明' }, /^guest/, /^王小明$/],
      [{ preferredUsername: '小梅', name: ' 小梅 ' }, /^guest/, /^小梅$/],
      [{ name: `Zoë Müller ${tail}` }, /^ZoeMuller/, /^Zoë Müller/],
      [{ email: `zoe.${tail}@example.org` }, new RegExp(`^zoe\\.${tail}$`), /^zoe\./],
      [{ preferredUsername: '' }, /^guest/, /^guest/],
      [{}, /^guest/, /^guest/],
      [{ preferredUsername: 'ab' }, /^guestab/, /^ab$/],
      [{ preferredUsername: 'x'.repeat(200) }, /^x{22}/, /^x{40}$/],
      [{ name: '🍵'.repeat(60) }, /^guest/, /^(🍵){40}$/u],
      [{ name: 'N\0U\0L' }, /^NUL/, /^NUL$/],
      [{ name: 'Mei \u202e\n(owner)' }, /^Meiowner/, /^Mei \(owner\)$/],
      [{ name: '\u3164' }, /^guest/, /^guest/],
      [{ preferredUsername: "'; DROP TABLE account; --" }, /^DROPTABLEaccount/, /^'; DROP/],
      [{ preferredUsername: '<script>alert(1)</script>' }, /^scriptalert1script/, /^<script>/],
      [{ preferredUsername: '../../etc/passwd' }, /^\.\.\.\.etcpasswd/, /^\.\./],
      [{ preferredUsername: '%_%' }, /^guest_/, /^%_%$/],
      [{ name: 'x'.repeat(5_000) }, /^x{22}/, /^x{40}$/],
    ];
    for (const [claims, username, nickname] of cases) {
      const { user } = await comeAs(person(claims));
      expect(user.username).toMatch(FORM);
      expect(user.username).toMatch(username);
      expect(user.nickname).toMatch(nickname);
      expect([...user.nickname].length).toBeLessThanOrEqual(40);
    }
  });

  test('that are taken, in whatever case, get an ending', async () => {
    const name = `${unique('longest_name')}x`.slice(0, 22);
    const names = [];
    for (const preferredUsername of [name, name.toUpperCase(), name])
      names.push((await comeAs(person({ preferredUsername }))).user.username);
    expect(names[0]).toBe(name);
    expect(new Set(names.map((one) => one.toLowerCase())).size).toBe(3);
    for (const one of names) expect(one).toMatch(FORM);
  });
});

describe('assertions', () => {
  test('that are forged, expired or meant for others vouch for nobody', async () => {
    const claims = person({ preferredUsername: unique('eve') });
    const good = await assertionOf(claims);
    const [header, payload] = good.split('.');
    const bad: Record<string, string> = {
      nothing: '',
      nonsense: 'nonsense',
      NUL: '\0',
      unsigned: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`,
      'without its signature': `${header}.${payload}.`,
      'signed with another secret': await assertionOf(claims, { secret: 'x'.repeat(40) }),
      'signed with the API’s own secret': await assertionOf(claims, {
        secret: SECRETS.SESSION_SECRET,
      }),
      expired: await assertionOf(claims, { exp: inSeconds(-10) }),
      'without an end': await assertionOf(claims, { exp: undefined }),
      'without an id': await assertionOf(claims, { jti: undefined }),
      'for linking': await assertionOf(claims, { purpose: 'LINK', session: 'U2Vzc2lvbjox' }),
      'for linking, of nobody': await assertionOf(claims, { purpose: 'LINK' }),
      'for a device': await assertionOf(claims, { session: 'U2Vzc2lvbjox' }),
      'without an age': await assertionOf(claims, { iat: undefined }),
      'from the future': await assertionOf(claims, { ageSeconds: -600 }),
      'for another audience': await assertionOf(claims, { aud: 'teahouse-web' }),
      'of another issuer': await assertionOf(claims, { iss: 'teahouse-api' }),
      'without a provider': await assertionOf({ ...claims, provider: undefined }),
      'without a subject': await assertionOf({ ...claims, subject: '' }),
      'with a subject that is no text': await assertionOf({ ...claims, subject: 42 }),
      'with a subject that no database holds': await assertionOf({ ...claims, subject: 'a\0b' }),
      'with a provider of no sensible length': await assertionOf({
        ...claims,
        provider: 'p'.repeat(51),
      }),
    };
    for (const [name, token] of Object.entries(bad)) {
      const refused = expectType(await visit(token), 'InvalidAssertionError');
      expect(refused.rule, name).toBe('INVALID_ASSERTION');
    }
    expectType(await visit(good), 'SignedIn');
  });

  test('are good once: whoever finds one afterwards, or comes with it in the same instant, is refused', async () => {
    const claims = person({ preferredUsername: unique('mei') });
    const token = await assertionOf(claims);
    const answers = await Promise.all([visit(token), visit(token), visit(token)]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'InvalidAssertionError',
      'InvalidAssertionError',
      'SignedIn',
    ]);
    expectType(await visit(token), 'InvalidAssertionError');
    const { jti } = decodeJwt(token);
    const other = await assertionOf({ ...claims, subject: 'another' }, { jti });
    expectType(await visit(other), 'InvalidAssertionError');
    await pruneAssertions(stage.backend);
    expectType(await visit(token), 'InvalidAssertionError');
  });

  test('are good only while they are young: two minutes, whatever they say of their end', async () => {
    const claims = person({ preferredUsername: unique('mei') });
    expectType(await visit(await assertionOf(claims, { ageSeconds: 110 })), 'SignedIn');
    // The clocks of two machines may be some seconds apart, either way.
    expectType(await visit(await assertionOf(claims, { ageSeconds: -3 })), 'SignedIn');
    const old = await assertionOf(claims, { ageSeconds: 130, exp: inSeconds(3_600) });
    expectType(await visit(old), 'InvalidAssertionError');
  });

  test('that have been used are forgotten once they are too old to come again', async () => {
    const { pool } = stage.backend;
    const kept = async () =>
      (await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM spent_assertion')).rows[0]
        ?.n;
    await visit(await assertionOf(person()));
    expect(await kept()).toBeGreaterThan(0);
    await pool.query(`UPDATE spent_assertion SET expires_at = expires_at - interval '140 seconds'`);
    await pruneAssertions(stage.backend);
    expect(await kept()).toBe(0);
  });

  test('are looked at so often from one network, and open one account so often, and no more', async () => {
    const narrow = await startStageOn(stage.databaseUrl, { SIGN_INS_PER_ADDRESS: '6' });
    const calls = await Promise.all(
      Array.from({ length: 8 }, () => refusalAt(narrow.url, 'nonsense')),
    );
    expect(calls.filter((rule) => rule === 'SIGN_INS_PER_ADDRESS')).toHaveLength(2);
    await narrow.close();
    const few = await startStageOn(stage.databaseUrl, { SIGN_INS_PER_ACCOUNT: '3' });
    const claims = person({ preferredUsername: unique('mei') });
    const rules = [];
    for (let time = 0; time < 5; time++)
      rules.push(await refusalAt(few.url, await assertionOf(claims)));
    const full = 'SIGN_INS_PER_IDENTITY';
    expect(rules).toEqual([undefined, undefined, undefined, full, full]);
    expect(await refusalAt(few.url, await assertionOf(person()))).toBeUndefined();
    await few.close();
  });
});

/** The rule that keeps a caller from being heard at all, if one does. */
async function refusalAt(url: string, assertion: string): Promise<unknown> {
  const { errors } = await ask(url, null, SignInWithProvider, { input: { assertion } });
  return (errors?.[0]?.extensions as { rule?: string } | undefined)?.rule;
}
