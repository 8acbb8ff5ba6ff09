import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type RunningRedis, startRedis } from '../../../../scripts/services/redis.ts';
import { pruneRates } from '../platform/rates.ts';
import { solvedCaptcha } from '../testing/captcha.ts';
import { cloneDatabase } from '../testing/database.ts';
import { startPair } from '../testing/processes.ts';
import { type Stage, startStageOn } from '../testing/stage.ts';
import { PASSWORD } from '../testing/world.ts';

/** How often one may try, counted across processes, in Redis and without it. */

const LIMITS = {
  CAPTCHA: 'true',
  CAPTCHA_DIFFICULTY: '2',
  SIGN_INS_BEFORE_CAPTCHA: '5',
  SIGN_INS_PER_ACCOUNT: '9',
  SIGN_INS_PER_ADDRESS: '30',
  REGISTRATIONS_PER_ADDRESS: '4',
  REFRESHES_PER_ADDRESS: '6',
  TRUSTED_PROXIES: '127.0.0.0/8,10.0.0.0/8',
  // However busy the machine is, nothing is counted in two places.
  REDIS_PATIENCE_MS: '3000',
};

let redis: RunningRedis;
let database: Awaited<ReturnType<typeof cloneDatabase>>;
let stage: Stage;
beforeAll(async () => {
  redis = await startRedis({ bin: inject('redisServerBin') });
  database = await cloneDatabase(inject('databaseUrl'));
  stage = await startStageOn(database.url);
});
afterAll(async () => {
  await stage.close();
  await redis.stop();
  await database.drop();
});

const unique = (name: string) => `${name}_${randomBytes(4).toString('hex')}`;
/** An address that nobody has come from before, in one of the networks for documentation. */
let visitors = 0;
const newAddress = () => `203.0.${++visitors >> 8}.${visitors & 255}`;

interface Answer {
  data: Record<string, { __typename: string }> | null;
  errors?: {
    path: string[];
    message: string;
    extensions: { code: string; rule: string; retryAt: string };
  }[];
}

async function post(url: string, query: string, from: string): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Answer;
}

const WRONG = 'not the password';
const signIn = (login: string, { password = WRONG, captcha = '' } = {}) =>
  `signIn(input: { login: "${login}", password: "${password}", captcha: "${captcha}" }) { __typename }`;

/** The name of what was answered, or of the rule that refused. */
async function attempt(url: string, field: string, from: string): Promise<string> {
  const { data, errors } = await post(url, `mutation { it: ${field} }`, from);
  return errors?.[0]?.extensions.rule ?? data?.it?.__typename ?? 'nothing';
}

/** How often each answer came. */
const tally = (answers: readonly string[]) =>
  Object.fromEntries(
    [...new Set(answers)]
      .sort()
      .map((one) => [one, answers.filter((other) => other === one).length]),
  );

const many = (count: number, one: (index: number) => Promise<string>) =>
  Promise.all(Array.from({ length: count }, (_, index) => one(index)));

describe.each(['Redis', 'PostgreSQL'])('two processes that count in %s', (store) => {
  let pair: Awaited<ReturnType<typeof startPair>>;
  beforeAll(async () => {
    pair = await startPair(database.url, store === 'Redis' ? redis.url : null, LIMITS);
  });
  afterAll(() => pair.stop());
  const urlOf = (index: number) => pair.urlOf(index);

  /** Guesses that bring a solved captcha each. */
  const guessWithCaptcha = (login: string, times: number) =>
    many(times, async (index) => {
      const captcha = await solvedCaptcha(urlOf(index));
      return attempt(urlOf(index), signIn(login, { captcha }), newAddress());
    });
  const enter = async (login: string, from: string) =>
    attempt(
      urlOf(1),
      signIn(login, { password: PASSWORD, captcha: await solvedCaptcha(urlOf(0)) }),
      from,
    );

  test('let a few guesses at one account through, from wherever they come, and then want a captcha', async () => {
    const { username } = (await stage.world.user('Mei')).account;
    const answers = await many(14, (index) =>
      attempt(urlOf(index), signIn(username), newAddress()),
    );
    expect(tally(answers)).toEqual({ CaptchaRequiredError: 9, WrongCredentialsError: 5 });
    const forged = signIn(username, { captcha: 'bm9uZQ==' });
    expect(await attempt(urlOf(0), forged, newAddress())).toBe('CaptchaInvalidError');
    const other = await stage.world.user('Tom');
    expect(await attempt(urlOf(0), signIn(other.account.username), newAddress())).toBe(
      'WrongCredentialsError',
    );
  });

  test('let the owner in with a captcha, from anywhere, and begin afresh with them', async () => {
    const { username } = (await stage.world.user('Mei')).account;
    const guess = (index: number) => attempt(urlOf(index), signIn(username), newAddress());
    await many(8, guess);
    const right = signIn(username, { password: PASSWORD });
    expect(await attempt(urlOf(0), right, newAddress())).toBe('CaptchaRequiredError');
    expect(await enter(username, newAddress())).toBe('SignedIn');
    expect(tally(await many(7, guess))).toEqual({
      CaptchaRequiredError: 2,
      WrongCredentialsError: 5,
    });
  });

  test('close an account to guesses in the end, but not to the networks it has been used from', async () => {
    const { username } = (await stage.world.user('Mei')).account;
    const home = newAddress();
    expect(await enter(username, home)).toBe('SignedIn');
    expect(tally(await guessWithCaptcha(username, 14))).toEqual({
      SIGN_INS_PER_ACCOUNT: 5,
      WrongCredentialsError: 9,
    });
    expect(await enter(username, newAddress())).toBe('SIGN_INS_PER_ACCOUNT');
    expect(await enter(username, home)).toBe('SignedIn');
    expect(await enter(username, newAddress())).toBe('SignedIn');
  });

  test('answer the same where there is no such account, and write its name how one likes', async () => {
    const nobody = unique('nobody');
    const answers = await many(9, (index) =>
      attempt(urlOf(index), signIn(index % 3 ? nobody : nobody.toUpperCase()), newAddress()),
    );
    expect(tally(answers)).toEqual({ CaptchaRequiredError: 4, WrongCredentialsError: 5 });
    expect(tally(await guessWithCaptcha(nobody, 6))).toEqual({
      SIGN_INS_PER_ACCOUNT: 2,
      WrongCredentialsError: 4,
    });
  });

  test('tell nobody that two names are of one account', async () => {
    const { username } = (await stage.world.user('Mei')).account;
    await many(6, (index) => attempt(urlOf(index), signIn(username), newAddress()));
    const email = `${username}@example.org`;
    expect(await attempt(urlOf(0), signIn(email), newAddress())).toBe('WrongCredentialsError');
  });

  test('count each attempt of a request by itself, and say when the next may be made', async () => {
    const { username } = (await stage.world.user('Mei')).account;
    const names = Array.from({ length: 9 }, (_, index) => `a${index}`);
    const query = `mutation { ${names.map((name) => `${name}: ${signIn(username)}`).join(' ')} }`;
    const { data } = await post(urlOf(0), query, newAddress());
    expect(names.map((name) => data?.[name]?.__typename)).toEqual([
      ...Array(5).fill('WrongCredentialsError'),
      ...Array(4).fill('CaptchaRequiredError'),
    ]);
    await guessWithCaptcha(username, 4);
    const from = Date.now();
    const captcha = await solvedCaptcha(urlOf(1));
    const last = `mutation { it: ${signIn(username, { captcha })} }`;
    const { errors } = await post(urlOf(1), last, newAddress());
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      rule: 'SIGN_INS_PER_ACCOUNT',
    });
    // One of nine comes back each 100 seconds.
    const waitMs = Date.parse(errors?.[0]?.extensions.retryAt ?? '') - from;
    expect(waitMs).toBeGreaterThan(85_000);
    expect(waitMs).toBeLessThan(105_000);
  });

  test('take one captcha for one guess, however often it comes in a request', async () => {
    const nobody = unique('nobody');
    await many(5, (index) => attempt(urlOf(index), signIn(nobody), newAddress()));
    const captcha = await solvedCaptcha(urlOf(0));
    const query = `mutation { ${['a', 'b', 'c'].map((name) => `${name}: ${signIn(nobody, { captcha })}`).join(' ')} }`;
    const { data } = await post(urlOf(0), query, newAddress());
    expect(Object.values(data ?? {}).map(({ __typename }) => __typename)).toEqual([
      'WrongCredentialsError',
      'CaptchaInvalidError',
      'CaptchaInvalidError',
    ]);
  });

  test('want a captcha of a network that guesses, whoever at, also after it has signed in as itself', async () => {
    const address = newAddress();
    const { username } = (await stage.world.user('Eve')).account;
    const guess = (index: number) => attempt(urlOf(index), signIn(unique('x')), address);
    const answers = await many(7, guess);
    expect(tally(answers)).toEqual({ CaptchaRequiredError: 2, WrongCredentialsError: 5 });
    expect(await enter(username, address)).toBe('SignedIn');
    expect(await guess(0)).toBe('WrongCredentialsError');
    expect(await guess(1)).toBe('CaptchaRequiredError');
    // What was right is not counted: a household may sign in as often as it likes.
    const household = newAddress();
    const right = signIn(username, { password: PASSWORD });
    for (let index = 0; index < 8; index++)
      expect(await attempt(urlOf(index), right, household)).toBe('SignedIn');
  });

  test('let so many through from one address, whoever is guessed at', async () => {
    const address = newAddress();
    const answers = await many(36, (index) => attempt(urlOf(index), signIn(unique('x')), address));
    expect(tally(answers).SIGN_INS_PER_ADDRESS).toBe(6);
  });

  test('believe an address only of a proxy that they know', async () => {
    const address = newAddress();
    const refresh = 'refreshSession(input: { refreshToken: "x" }) { __typename }';
    const ways = [
      address,
      `198.51.100.7, ${address}`,
      `${newAddress()}, ${newAddress()}, ${address}`,
      `${newAddress()}, ${address}, 10.1.2.3`,
      `127.0.0.1, ${address}`,
      `nonsense, ${address}`,
    ];
    for (const way of ways) expect(await attempt(urlOf(0), refresh, way)).toBe('SessionEndedError');
    expect(await attempt(urlOf(1), refresh, address)).toBe('REFRESHES_PER_ADDRESS');
  });

  test('count a whole network of IPv6 as one, and its neighbour as another', async () => {
    const refresh = 'refreshSession(input: { refreshToken: "x" }) { __typename }';
    const network = `2001:db8:${(++visitors).toString(16)}:7`;
    const answers = await many(8, (index) =>
      attempt(urlOf(index), refresh, `${network}:${index}::1`),
    );
    expect(tally(answers)).toEqual({ REFRESHES_PER_ADDRESS: 2, SessionEndedError: 6 });
    const neighbour = network.replace(/7$/, '8');
    expect(await attempt(urlOf(0), refresh, `${neighbour}::1`)).toBe('SessionEndedError');
  });

  test('let so many register from one address, also those who are refused', async () => {
    const address = newAddress();
    const register = (username: string, captcha = '') =>
      `register(input: { username: "${username}", email: "${unique('m')}@example.org", password: "${PASSWORD}", captcha: "${captcha}" }) { __typename }`;
    const answers = await many(6, (index) =>
      attempt(urlOf(index), register(index % 2 ? unique('n') : '!'), address),
    );
    expect(tally(answers).REGISTRATIONS_PER_ADDRESS).toBe(2);
    const captcha = await solvedCaptcha(urlOf(0));
    expect(await attempt(urlOf(0), register(unique('n'), captcha), newAddress())).toBe('SignedIn');
  });

  if (store === 'Redis')
    test('are never without a limit: while Redis is away PostgreSQL counts', async () => {
      const guess = (login: string) => (index: number) =>
        attempt(urlOf(index), signIn(login), newAddress());
      const few = { CaptchaRequiredError: 3, WrongCredentialsError: 5 };
      expect(tally(await many(8, guess(unique('nobody'))))).toEqual(few);
      const { username } = (await stage.world.user('Mei')).account;
      await redis.kill();
      expect(tally(await many(8, guess(username)))).toEqual(few);
      expect(await enter(username, newAddress())).toBe('SignedIn');
      expect(tally(await many(8, guess(username)))).toEqual(few);
      await redis.restart();
    });
});

test('who has used up nothing is forgotten', async () => {
  const { pool, rates } = stage.backend;
  const rate = { rule: 'TEST', times: 10, seconds: 1 };
  await pool.query('DELETE FROM rate');
  for (const whose of ['a', 'b']) expect(await rates.take(rate, whose, 2)).toBeNull();
  expect(await rates.take({ ...rate, seconds: 3_600 }, 'c')).toBeNull();
  await expect.poll(() => pruneRates(pool), { interval: 300 }).toBeGreaterThan(0);
  const { rows } = await pool.query('SELECT key FROM rate');
  expect(rows).toEqual([{ key: 'TEST:c' }]);
});
