import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type RunningRedis, startRedis } from '../../../scripts/services/redis.ts';
import { createBudgets } from './platform/budgets.ts';
import { cloneDatabase } from './testing/database.ts';
import { uuidOf } from './testing/ids.ts';
import { startPair } from './testing/processes.ts';
import { type Stage, startStageOn } from './testing/stage.ts';
import type { Person } from './testing/world.ts';

/** What one may ask for in a minute, by what it costs: counted for accounts and for addresses, across processes. */

/** A minute of an account: some forty small requests. */
const OWN = 1_000;
/** A minute of an address without an account. */
const ANONYMOUS = 400;
/** Each small request costs 20, and 2 for what it asks. */
const SMALL = 22;
const LIMITS = {
  COST_PER_ACCOUNT: String(OWN),
  COST_PER_ANONYMOUS_ADDRESS: String(ANONYMOUS),
  COST_PER_ADDRESS: '2500',
  TRUSTED_PROXIES: '127.0.0.0/8',
  // However busy the machine is, nothing is counted in two places.
  REDIS_PATIENCE_MS: '3000',
};

let redis: RunningRedis;
let database: Awaited<ReturnType<typeof cloneDatabase>>;
/** Where nothing is counted, and people are made. */
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

let visitors = 0;
/** Somewhere that nobody has come from before. */
const newAddress = () => `203.${++visitors >> 8}.113.${visitors & 255}`;

interface Answer {
  status: number;
  headers: Headers;
  code: string | undefined;
  rule: string | undefined;
  retryAt: string | undefined;
}

interface Asking {
  token?: string;
  from?: string;
  query?: string;
}

async function post(url: string, { token, from = newAddress(), query }: Asking): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': from,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: query ?? '{ viewer { id } }' }),
  });
  const { errors } = (await response.json()) as {
    errors?: { extensions: Record<string, string> }[];
  };
  const { code, rule, retryAt } = errors?.[0]?.extensions ?? {};
  return { status: response.status, headers: response.headers, code, rule, retryAt };
}

/** What the header of a policy says is left. */
const leftOf = ({ headers }: Answer, policy: string) =>
  Number(new RegExp(`"${policy}";r=(\\d+)`).exec(headers.get('ratelimit') ?? '')?.[1]);

/** How many small requests a limit of so much a minute has let through again since then. */
const backSince = (from: number, limit: number) =>
  Math.ceil(((Date.now() - from) / 60_000) * (limit / SMALL));

const granted = (answers: readonly Answer[]) => answers.filter(({ status }) => status !== 429);

describe.each(['Redis', 'PostgreSQL'])('two processes that count in %s', (store) => {
  let pair: Awaited<ReturnType<typeof startPair>>;
  beforeAll(async () => {
    pair = await startPair(database.url, store === 'Redis' ? redis.url : null, LIMITS);
  });
  afterAll(() => pair.stop());
  const urlOf = (index: number) => pair.urlOf(index);
  const burst = (count: number, asking: Asking) =>
    Promise.all(Array.from({ length: count }, (_, index) => post(urlOf(index), asking)));

  test('say in each answer what is left of which limit', async () => {
    const mei = await stage.world.user('Mei');
    const [first, second] = [
      await post(urlOf(0), { token: mei.token }),
      await post(urlOf(0), { token: mei.token }),
    ];
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit-policy')).toBe(
      `"cost-per-address";q=2500;w=60, "cost-per-account";q=${OWN};w=60`,
    );
    expect(leftOf(first, 'cost-per-account')).toBeLessThan(OWN);
    expect(leftOf(second, 'cost-per-account')).toBeLessThan(leftOf(first, 'cost-per-account'));
    expect(first.headers.get('ratelimit')).toMatch(/"cost-per-account";r=\d+;t=\d+$/);
    expect(first.headers.get('retry-after')).toBeNull();
  });

  test('let one person ask for so much together, from wherever they come, and tell them when to come back', async () => {
    const mei = await stage.world.user('Mei');
    const from = Date.now();
    const answers = await burst(100, { token: mei.token });
    // What each process holds back is a twentieth at most.
    expect(granted(answers).length).toBeGreaterThanOrEqual(40);
    expect(granted(answers).length).toBeLessThanOrEqual(47 + backSince(from, OWN));
    const refused = answers.find(({ status }) => status === 429) as Answer;
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', rule: 'COST_PER_ACCOUNT' });
    const retryAt = Date.parse(refused.retryAt ?? '');
    expect(retryAt).toBeGreaterThan(from);
    expect(retryAt).toBeLessThan(from + 30_000);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    const tom = await stage.world.user('Tom');
    expect((await post(urlOf(0), { token: tom.token })).status).toBe(200);
    await expect
      .poll(async () => (await post(urlOf(1), { token: mei.token })).status, { timeout: 20_000 })
      .toBe(200);
  });

  test('take nothing of an account for what a session asks that has ended', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    for (let time = 0; time < 3; time++) await post(urlOf(0), { token: phone.token });
    await stage.backend.db.session.update({
      where: { id: uuidOf(phone.sessionId) },
      data: { revokedAt: new Date() },
    });
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => post(urlOf(0), { token: phone.token })),
    );
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['UNAUTHENTICATED']));
    const left = leftOf(await post(urlOf(0), { token: mei.token }), 'cost-per-account');
    expect(left).toBeGreaterThanOrEqual(OWN - 10 * SMALL);
  });

  test('take as much for one request under many names as for as many requests', async () => {
    const mei = await stage.world.user('Mei');
    const many = Array.from(
      { length: 10 },
      (_, index) => `a${index}: viewer { sessions { edges { node { id } } } }`,
    );
    const query = `{ ${many.join(' ')} }`;
    const small = await post(urlOf(0), { token: mei.token });
    const before = leftOf(small, 'cost-per-account');
    const large = await post(urlOf(0), { token: mei.token, query });
    expect(large.status).toBe(200);
    // A connection costs 20, and its page of 20 times two.
    const spent = before - leftOf(large, 'cost-per-account');
    expect(spent).toBeGreaterThanOrEqual(10 * (20 + 20 * 2));
    expect(spent).toBeLessThanOrEqual(900);
    expect((await post(urlOf(1), { token: mei.token, query })).status).toBe(429);
  });

  test('are stricter with strangers, each address for itself, of IPv6 each network', async () => {
    const address = newAddress();
    const from = Date.now();
    const answers = await burst(40, { from: address });
    expect(granted(answers).length).toBeGreaterThanOrEqual(15);
    expect(granted(answers).length).toBeLessThanOrEqual(19 + backSince(from, ANONYMOUS));
    expect(answers.find(({ status }) => status === 429)?.rule).toBe('COST_PER_ANONYMOUS_ADDRESS');
    expect((await post(urlOf(0), { from: newAddress() })).status).not.toBe(429);
    // Who is signed in is not held up by a stranger behind the same door.
    const mei = await stage.world.user('Mei');
    expect((await post(urlOf(0), { from: address, token: mei.token })).status).toBe(200);
    const network = '2001:db8:7:7:';
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => post(urlOf(index), { from: `${network}:${index}` })),
    );
    expect((await post(urlOf(0), { from: `${network}abcd::1` })).status).toBe(429);
    expect((await post(urlOf(0), { from: '2001:db8:7:8::1' })).status).not.toBe(429);
  });

  test('count everybody behind one address together, and believe nobody who names another', async () => {
    const address = newAddress();
    const people = await Promise.all(Array.from({ length: 4 }, () => stage.world.user('Mei')));
    const rulesFrom = async (from: string) => {
      const answers = await Promise.all(
        people.flatMap(({ token }) =>
          Array.from({ length: 40 }, (_, index) => post(urlOf(index), { token, from })),
        ),
      );
      return new Set(answers.flatMap(({ rule }) => rule ?? []));
    };
    expect(await rulesFrom(address)).toContain('COST_PER_ADDRESS');
    // What has come back in the meantime is not enough for as many again.
    expect(await rulesFrom(`203.0.113.250, ${address}`)).toContain('COST_PER_ADDRESS');
  });

  test('refuse over a socket with the same code, and leave it open', async () => {
    const mei = await stage.world.user('Mei');
    const socket = mei.through(urlOf(0)).socket();
    const ask = () =>
      new Promise<string>((resolve) => {
        socket.client.subscribe<object>(
          { query: '{ viewer { id } }' },
          {
            next: ({ errors }) => resolve(String(errors?.[0]?.extensions?.code ?? 'data')),
            error: (error) =>
              resolve(
                Array.isArray(error) ? String(error[0]?.extensions?.code) : 'the socket closed',
              ),
            complete: () => {},
          },
        );
      });
    const answers: string[] = [];
    const from = Date.now();
    for (let round = 0; round < 6; round++)
      answers.push(...(await Promise.all(Array.from({ length: 10 }, ask))));
    expect(new Set(answers)).toEqual(new Set(['data', 'RATE_LIMITED']));
    const got = answers.filter((answer) => answer === 'data').length;
    expect(got).toBeGreaterThanOrEqual(40);
    expect(got).toBeLessThanOrEqual(47 + backSince(from, OWN));
    await expect.poll(ask, { timeout: 20_000 }).toBe('data');
    await socket.client.dispose();
  });

  if (store === 'Redis')
    test('never stop counting: while Redis is away PostgreSQL does', async () => {
      const mei: Person = await stage.world.user('Mei');
      await redis.stop();
      const from = Date.now();
      const answers = await burst(80, { token: mei.token });
      expect(granted(answers).length).toBeGreaterThanOrEqual(40);
      expect(granted(answers).length).toBeLessThanOrEqual(51 + backSince(from, OWN));
      expect((await post(urlOf(0), { token: mei.token })).status).toBe(429);
    });
});

test('what many ask for at once is taken in stretches, one at a time, and nothing of it is lost', async () => {
  let takes = 0;
  const { rates } = stage.backend;
  const budgets = createBudgets({
    spend: (...given) => {
      takes += 1;
      return rates.spend(...given);
    },
  });
  const rate = { rule: 'A_TEST', times: 1_000, seconds: 3_600 };
  const balances = await Promise.all(
    Array.from({ length: 300 }, () => budgets.spend(rate, 'mei', 4)),
  );
  expect(balances.filter(({ retryAt }) => retryAt === null)).toHaveLength(250);
  expect(balances.map(({ left }) => left).slice(0, 250)).toEqual(
    Array.from({ length: 250 }, (_, index) => 996 - 4 * index),
  );
  // Twenty stretches, and two attempts for each of those who come too late.
  expect(takes).toBe(20 + 2 * 50);
});
