import { randomBytes } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, dataOf } from '../testing/client.ts';
import { graphql } from '../testing/graphql.ts';
import { SECRETS } from '../testing/secrets.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, PASSWORD } from '../testing/world.ts';

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

/** The web server's word, issued `ageSeconds` ago. */
function assertion(
  claims: JWTPayload,
  { ageSeconds = 0, secret = SECRETS.WEB_API_SECRET, ...standard }: Partial<Assertion> = {},
) {
  return new SignJWT({
    iss: 'teahouse-web',
    aud: 'teahouse-api',
    iat: inSeconds(-ageSeconds),
    exp: inSeconds(600),
    ...claims,
    ...standard,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
}

interface Assertion extends JWTPayload {
  ageSeconds: number;
  secret: string;
}

async function visit(token: string) {
  const input = { assertion: token, deviceName: 'Web' };
  const answer = await ask(stage.url, null, SignInWithProvider, { input });
  return dataOf(SignInWithProvider, input, answer).signInWithProvider;
}

async function comeAs(claims: JWTPayload) {
  return expectType(await visit(await assertion(claims)), 'SignedIn');
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
      const refused = expectType(await visit(await assertion(claims)), 'EmailTakenError');
      expect(refused.rule).toBe('EMAIL_TAKEN');
    }
  });

  test('of two who bring the same new address at the same instant one gets it', async () => {
    for (let round = 0; round < 5; round++) {
      const email = `${unique('ann')}@example.org`;
      const claims = () => assertion(person({ email, emailVerified: true }));
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
    const good = await assertion(claims);
    const [header, payload] = good.split('.');
    const bad: Record<string, string> = {
      nothing: '',
      nonsense: 'nonsense',
      NUL: '\0',
      unsigned: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`,
      'without its signature': `${header}.${payload}.`,
      'signed with another secret': await assertion(claims, { secret: 'x'.repeat(40) }),
      'signed with the API’s own secret': await assertion(claims, {
        secret: SECRETS.SESSION_SECRET,
      }),
      expired: await assertion(claims, { exp: inSeconds(-10) }),
      'without an end': await assertion(claims, { exp: undefined }),
      'without an age': await assertion(claims, { iat: undefined }),
      'from the future': await assertion(claims, { ageSeconds: -600 }),
      'for another audience': await assertion(claims, { aud: 'teahouse-web' }),
      'of another issuer': await assertion(claims, { iss: 'teahouse-api' }),
      'without a provider': await assertion({ ...claims, provider: undefined }),
      'without a subject': await assertion({ ...claims, subject: '' }),
      'with a subject that is no text': await assertion({ ...claims, subject: 42 }),
      'with a subject that no database holds': await assertion({ ...claims, subject: 'a\0b' }),
      'with a provider of no sensible length': await assertion({
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

  test('are good again only while they are young: two minutes, whatever they say of their end', async () => {
    const claims = person({ preferredUsername: unique('mei') });
    const young = await assertion(claims, { ageSeconds: 110 });
    const first = expectType(await visit(young), 'SignedIn');
    const again = expectType(await visit(young), 'SignedIn');
    expect(again.user).toEqual(first.user);
    // The clocks of two machines may be some seconds apart, either way.
    expectType(await visit(await assertion(claims, { ageSeconds: -3 })), 'SignedIn');
    const old = await assertion(claims, { ageSeconds: 130, exp: inSeconds(3_600) });
    expectType(await visit(old), 'InvalidAssertionError');
  });
});
