import { randomBytes } from 'node:crypto';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, dataOf } from '../testing/client.ts';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, PASSWORD } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Register = graphql(`
  mutation Register($input: RegisterInput!) {
    register(input: $input) {
      __typename
      ... on SignedIn {
        accessToken
        accessTokenExpiresAt
        refreshToken
        session { id deviceName current }
        user { id username nickname bio relation }
      }
      ... on InvalidFieldError { field }
      ... on Error { message rule }
    }
  }
`);
const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on SignedIn { accessToken session { id deviceName current } user { id username } }
      ... on Error { message rule }
    }
  }
`);
/** Several attempts in one request, so that what they take is not lost in what a request takes. */
const SignInOften = graphql(`
  mutation SignInOften($input: SignInInput!) {
    a: signIn(input: $input) { __typename }
    b: signIn(input: $input) { __typename }
    c: signIn(input: $input) { __typename }
    d: signIn(input: $input) { __typename }
    e: signIn(input: $input) { __typename }
    f: signIn(input: $input) { __typename }
  }
`);
const WhoAmI = graphql(`
  query WhoAmI { viewer { id email user { id username nickname relation } session { id current } } }
`);

const unique = (name: string) => `${name}_${randomBytes(4).toString('hex')}`;

function newcomer(
  given: Partial<VariablesOf<typeof Register>['input']> = {},
): VariablesOf<typeof Register>['input'] {
  const username = unique('mei');
  return { username, email: `${username}@example.org`, password: PASSWORD, ...given };
}

async function register(input: VariablesOf<typeof Register>['input']) {
  return dataOf(Register, input, await ask(stage.url, null, Register, { input })).register;
}

async function signIn(login: string, password: string = PASSWORD, deviceName?: string) {
  const input = { login, password, deviceName };
  return dataOf(SignIn, input, await ask(stage.url, null, SignIn, { input })).signIn;
}

describe('registering', () => {
  test('makes an account and signs this device in: its token is good at once', async () => {
    const input = newcomer({ nickname: '  小梅 🍵  ', deviceName: ' Mei’s phone ' });
    const signedIn = expectType(await register(input), 'SignedIn');
    expect(signedIn.user).toMatchObject({
      username: input.username,
      nickname: '小梅 🍵',
      bio: '',
      relation: 'SELF',
    });
    expect(signedIn.session).toMatchObject({ deviceName: 'Mei’s phone', current: true });
    const lifeMs = Date.parse(signedIn.accessTokenExpiresAt) - Date.now();
    expect(lifeMs).toBeGreaterThan(14 * 60_000);
    expect(lifeMs).toBeLessThanOrEqual(15 * 60_000);
    const answer = await ask(stage.url, signedIn.accessToken, WhoAmI, {});
    expect(dataOf(WhoAmI, {}, answer).viewer).toMatchObject({
      email: input.email,
      user: { id: signedIn.user.id, relation: 'SELF' },
      session: { id: signedIn.session.id, current: true },
    });
  });

  const refused: Record<string, [field: string, values: string[]]> = {
    username: [
      'username',
      [
        '',
        'ab',
        'a'.repeat(31),
        'with space',
        '小梅小梅',
        'hy-phen',
        'mei@x',
        'mei\n',
        'm\0ei',
        'é',
      ],
    ],
    email: [
      'email',
      ['', 'mei', 'mei@', '@example.org', 'a b@example.org', 'm\0ei@example.org', 'a@b@c.org'],
    ],
    password: ['password', ['', 'seven77', '茶'.repeat(7), 'x'.repeat(257), 'x'.repeat(300)]],
    nickname: ['nickname', ['茶'.repeat(41), '🍵'.repeat(41), 'x'.repeat(4_000)]],
  };
  for (const [name, [field, values]] of Object.entries(refused))
    test(`refuses a ${name} that breaks the rule, and names the field`, async () => {
      for (const value of values) {
        const answer = await register(newcomer({ [name]: value }));
        const error = expectType(answer, 'InvalidFieldError');
        expect(error, JSON.stringify(value)).toMatchObject({ field, rule: 'INVALID_FIELD' });
      }
    });

  test('takes an e-mail address of 254 characters and none of 255', async () => {
    const domain = `${'d'.repeat(60)}.${'d'.repeat(60)}.${'d'.repeat(60)}.org`;
    const local = (length: number) => unique('m').padEnd(length - domain.length - 1, 'x');
    const longest = `${local(254)}@${domain}`;
    expect(longest).toHaveLength(254);
    expectType(await register(newcomer({ email: longest })), 'SignedIn');
    const error = await register(newcomer({ email: `${local(255)}@${domain}` }));
    expect(expectType(error, 'InvalidFieldError').field).toBe('email');
  });

  test('takes values at the edge of each rule', async () => {
    const suffix = randomBytes(14).toString('hex');
    const taken: Partial<VariablesOf<typeof Register>['input']>[] = [
      { username: `_.${suffix}` },
      { username: randomBytes(2).toString('base64url').replaceAll('-', '_') },
      { password: 'k3#x9Qv!' },
      { password: '🍵🫖🌿☕🍃🥠🥮🍡' },
      { password: 'tea leaf '.repeat(29).slice(0, 256) },
      { password: '一壶新绿茶配点心吧'.repeat(29).slice(0, 256) },
      { nickname: '茶' },
      { nickname: '👩‍👩‍👧‍👦'.repeat(5) },
      { nickname: '🍵'.repeat(40) },
    ];
    for (const given of taken) {
      const input = newcomer(given);
      const signedIn = expectType(await register(input), 'SignedIn');
      expect(signedIn.user.username).toBe(input.username);
      if (given.nickname) expect(signedIn.user.nickname).toBe(given.nickname);
      expectType(await signIn(input.username, input.password), 'SignedIn');
    }
  });

  test('shows the username where no nickname is given', async () => {
    for (const nickname of [undefined, null, '', '   ', '\0']) {
      const input = newcomer({ nickname });
      const { user } = expectType(await register(input), 'SignedIn');
      expect(user.nickname).toBe(input.username);
    }
  });

  test('keeps characters that a database cannot hold out of names', async () => {
    const input = newcomer({ nickname: 'Me\0i \ud800', deviceName: 'pho\0ne' });
    const signedIn = expectType(await register(input), 'SignedIn');
    expect(signedIn.user.nickname).toBe('Mei \ufffd');
    expect(signedIn.session.deviceName).toBe('phone');
  });

  test('keeps a nickname on one line, to be seen, and from disturbing the words around it', async () => {
    const { user } = expectType(
      await register(newcomer({ nickname: 'Mei\n\u202e (owner)\u0007' })),
      'SignedIn',
    );
    expect(user.nickname).toBe('Mei (owner)');
    for (const nickname of ['\u3164', '\u200b', '\u2066'])
      expectType(await register(newcomer({ nickname })), 'InvalidFieldError');
  });

  test('a username or an e-mail address is taken without regard to case', async () => {
    const first = newcomer();
    expectType(await register(first), 'SignedIn');
    const sameName = await register(newcomer({ username: first.username.toUpperCase() }));
    expect(expectType(sameName, 'UsernameTakenError').rule).toBe('USERNAME_TAKEN');
    const sameEmail = await register(newcomer({ email: first.email.toUpperCase() }));
    expect(expectType(sameEmail, 'EmailTakenError').rule).toBe('EMAIL_TAKEN');
  });

  test('the error names the value that is taken, whatever the values look like', async () => {
    const email = `${unique('username')}@email.example.org`;
    const username = unique('email');
    expectType(await register(newcomer({ email, username })), 'SignedIn');
    expectType(await register(newcomer({ email })), 'EmailTakenError');
    expectType(await register(newcomer({ username })), 'UsernameTakenError');
  });

  test('of two at the same instant exactly one wins, and the other is told', async () => {
    for (let round = 0; round < 5; round++) {
      const same = newcomer();
      const forName = await Promise.all([
        register(same),
        register({ ...newcomer(), username: same.username.toUpperCase() }),
      ]);
      expect(forName.map((answer) => answer.__typename).sort()).toEqual([
        'SignedIn',
        'UsernameTakenError',
      ]);
      const email = newcomer().email;
      const forEmail = await Promise.all([
        register(newcomer({ email })),
        register(newcomer({ email: email.toUpperCase() })),
      ]);
      expect(forEmail.map((answer) => answer.__typename).sort()).toEqual([
        'EmailTakenError',
        'SignedIn',
      ]);
    }
  });

  test('what was refused leaves nothing behind: the name is free for the next', async () => {
    const taken = newcomer();
    expectType(await register(taken), 'SignedIn');
    const input = newcomer({ email: taken.email });
    expectType(await register(input), 'EmailTakenError');
    expectType(await register({ ...input, email: newcomer().email }), 'SignedIn');
  });
});

describe('signing in', () => {
  test('goes by username and by e-mail address, without regard to case and space around', async () => {
    const mei = newcomer();
    const { user } = expectType(await register(mei), 'SignedIn');
    for (const login of [
      mei.username,
      mei.username.toUpperCase(),
      ` ${mei.username} `,
      mei.email,
      mei.email.toUpperCase(),
    ]) {
      const signedIn = expectType(await signIn(login), 'SignedIn');
      expect(signedIn.user.id).toBe(user.id);
      expect(signedIn.session.current).toBe(true);
    }
  });

  test('answers the same for a wrong password, an unknown account and nonsense', async () => {
    const mei = newcomer();
    await register(mei);
    const wrong = expectType(
      await signIn(mei.username, 'not the password'),
      'WrongCredentialsError',
    );
    expect(wrong.rule).toBe('WRONG_CREDENTIALS');
    const attempts: [login: string, password: string][] = [
      [unique('nobody'), PASSWORD],
      [`${unique('nobody')}@example.org`, PASSWORD],
      [mei.username, ''],
      [mei.username, PASSWORD.toUpperCase()],
      [mei.username, `${PASSWORD} `],
      [mei.username, 'x'.repeat(300)],
      ['', PASSWORD],
      ['%', PASSWORD],
      ['\0', PASSWORD],
      [`${mei.username}\0`, `\0${PASSWORD}`],
      ['x'.repeat(5_000), PASSWORD],
    ];
    for (const [login, password] of attempts)
      expect(await signIn(login, password), login).toEqual(wrong);
  });

  test('takes as long for an unknown account as for a wrong password', async () => {
    const mei = newcomer();
    await register(mei);
    const time = async (login: string) => {
      const input = { login, password: 'not the password' };
      const from = performance.now();
      dataOf(SignInOften, input, await ask(stage.url, null, SignInOften, { input }));
      return performance.now() - from;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    // In turns, and the fastest of each, which is the least disturbed.
    for (let round = 0; round < 15; round++) {
      known.push(await time(mei.username));
      unknown.push(await time(unique('nobody')));
    }
    const [ofKnown, ofUnknown] = [Math.min(...known), Math.min(...unknown)];
    const ratio = ofUnknown / ofKnown;
    expect(ratio, `${ofUnknown} ms / ${ofKnown} ms`).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test('names the device as the caller says, or after its user agent', async () => {
    const mei = newcomer();
    await register(mei);
    const named = expectType(await signIn(mei.username, PASSWORD, '茶'.repeat(70)), 'SignedIn');
    expect(named.session.deviceName).toBe('茶'.repeat(60));
    const agents: Record<string, string> = {
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36':
        'Chrome on macOS',
      'teahouse-bot/1.0': 'teahouse-bot/1.0',
    };
    for (const [userAgent, expected] of Object.entries(agents)) {
      const response = await fetch(`${stage.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': userAgent },
        body: JSON.stringify({
          query: print(SignIn),
          variables: { input: { login: mei.username, password: PASSWORD, deviceName: ' ' } },
        }),
      });
      expect(await response.text()).toContain(`"deviceName":"${expected}"`);
    }
  });
});

test('without a token there is no viewer, only the advice to sign in', async () => {
  const { data, errors } = await ask(stage.url, null, WhoAmI, {});
  expect(data?.viewer ?? null).toBeNull();
  expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});
