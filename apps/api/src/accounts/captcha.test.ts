import { randomBytes } from 'node:crypto';
import type { Challenge } from 'altcha-lib';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freePort } from '../../../../scripts/services/ports.ts';
import { freshChallenge, solvedCaptcha } from '../testing/captcha.ts';
import { ask, dataOf } from '../testing/client.ts';
import { cloneDatabase } from '../testing/database.ts';
import { graphql } from '../testing/graphql.ts';
import { ApiProcess } from '../testing/processes.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { PASSWORD } from '../testing/world.ts';
import { pruneCaptchas } from './captcha.ts';

/** Proof of work before what machines like to try: solved, in time, and once. */

const Register = graphql(`
  mutation RegisterBehindCaptcha($input: RegisterInput!) {
    register(input: $input) { __typename ... on Error { rule } }
  }
`);
const Captchas = graphql(`
  query Captchas { a: captcha { challenge } b: captcha { challenge } c: captcha { challenge } }
`);

const STRICT = { CAPTCHA: 'true', CAPTCHA_DIFFICULTY: '3' };

let stage: Stage;
beforeAll(async () => {
  stage = await startStage(STRICT);
});
afterAll(() => stage.close());

async function register(url: string, captcha: string | null): Promise<string> {
  const username = `new_${randomBytes(5).toString('hex')}`;
  const input = { username, email: `${username}@example.org`, password: PASSWORD, captcha };
  const answer = await ask(url, null, Register, { input });
  return dataOf(Register, input, answer).register.__typename;
}

const encode = (payload: unknown) => Buffer.from(JSON.stringify(payload)).toString('base64');
const decode = (solution: string) =>
  JSON.parse(Buffer.from(solution, 'base64').toString()) as {
    challenge: Challenge;
    solution: { counter: number; derivedKey: string };
  };

test('nobody registers without one, and everybody does with one', async () => {
  expect(await register(stage.url, null)).toBe('CaptchaRequiredError');
  expect(await register(stage.url, '')).toBe('CaptchaRequiredError');
  expect(await register(stage.url, await solvedCaptcha(stage.url))).toBe('SignedIn');
});

test('a solution is good once, also for many who bring it together', async () => {
  const solution = await solvedCaptcha(stage.url);
  const answers = await Promise.all(Array.from({ length: 6 }, () => register(stage.url, solution)));
  expect(answers.sort()).toEqual([...Array(5).fill('CaptchaInvalidError'), 'SignedIn']);
  expect(await register(stage.url, solution)).toBe('CaptchaInvalidError');
});

test('a solution that is written in another way is the same one', async () => {
  const solution = await solvedCaptcha(stage.url);
  const { challenge, solution: solved } = decode(solution);
  const { parameters, signature } = challenge;
  const turned = Object.fromEntries(Object.entries(parameters).reverse());
  const again = encode({ solution: solved, challenge: { signature, parameters: turned } });
  expect(await register(stage.url, solution)).toBe('SignedIn');
  expect(await register(stage.url, again)).toBe('CaptchaInvalidError');
  expect(await register(stage.url, `${solution}====`)).toBe('CaptchaInvalidError');
});

describe('a forged one is refused:', () => {
  const forgeries: Record<string, (solution: string) => string> = {
    'no solution at all': (solution) =>
      encode({ challenge: decode(solution).challenge, solution: { counter: 0, derivedKey: '' } }),
    'the key of another counter': (solution) => {
      const { challenge, solution: solved } = decode(solution);
      const derivedKey = solved.derivedKey.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
      return encode({ challenge, solution: { ...solved, derivedKey } });
    },
    'an easier puzzle': (solution) => {
      const { challenge, solution: solved } = decode(solution);
      const parameters = { ...challenge.parameters, cost: 2 };
      return encode({ challenge: { ...challenge, parameters }, solution: solved });
    },
    'a longer life': (solution) => {
      const { challenge, solution: solved } = decode(solution);
      const parameters = { ...challenge.parameters, expiresAt: 4_000_000_000 };
      return encode({ challenge: { ...challenge, parameters }, solution: solved });
    },
    'no life at all': (solution) => {
      const { challenge, solution: solved } = decode(solution);
      const { expiresAt: _gone, ...parameters } = challenge.parameters;
      return encode({ challenge: { ...challenge, parameters }, solution: solved });
    },
    'without the key’s signature': (solution) => {
      const { challenge, solution: solved } = decode(solution);
      const { keySignature: _gone, ...parameters } = challenge.parameters;
      return encode({ challenge: { ...challenge, parameters }, solution: solved });
    },
    'no signature': (solution) => {
      const { challenge, solution: solved } = decode(solution);
      return encode({ challenge: { parameters: challenge.parameters }, solution: solved });
    },
    'a signature of nothing': (solution) => {
      const { challenge, solution: solved } = decode(solution);
      return encode({ challenge: { ...challenge, signature: '0'.repeat(64) }, solution: solved });
    },
    'no JSON': () => 'bm90aGluZw==',
    'JSON of something else': () => encode([null]),
    'deep JSON': () => Buffer.from('['.repeat(2_900)).toString('base64'),
    'a prototype': (solution) => {
      const { challenge } = decode(solution);
      const text = `{"__proto__":{"solution":{"counter":1}},"challenge":${JSON.stringify(challenge)}}`;
      return Buffer.from(text).toString('base64');
    },
    'NUL and half a surrogate': () => '\0\ud800',
    'very much': (solution) => solution.repeat(20),
  };
  test.each(Object.entries(forgeries))('%s', async (_name, forge) => {
    const solution = await solvedCaptcha(stage.url);
    expect(await register(stage.url, forge(solution))).toBe('CaptchaInvalidError');
    // What was bent out of shape has not been used up.
    expect(await register(stage.url, solution)).toBe('SignedIn');
  });

  test('a challenge signed with another secret', async () => {
    const other = await startStageOn(stage.databaseUrl, {
      ...STRICT,
      SESSION_SECRET: 'the secret of quite another installation, also long',
    });
    try {
      expect(await register(stage.url, await solvedCaptcha(other.url))).toBe('CaptchaInvalidError');
    } finally {
      await other.close();
    }
  });
});

test('a solution that comes too late is refused', async () => {
  const { parameters } = await freshChallenge(stage.url);
  const lives = (parameters.expiresAt ?? 0) - Date.now() / 1_000;
  expect(lives).toBeGreaterThan(19 * 60);
  expect(lives).toBeLessThanOrEqual(20 * 60);
  const solution = await solvedCaptcha(stage.url);
  const clock = Date.now;
  // The server of this stage lives in this process, so its clock can be put forward.
  Date.now = () => clock() + 20 * 60_000 + 1_000;
  try {
    expect(await register(stage.url, solution)).toBe('CaptchaInvalidError');
  } finally {
    Date.now = clock;
  }
  expect(await register(stage.url, solution)).toBe('SignedIn');
});

test('a refused field does not use it up', async () => {
  const solution = await solvedCaptcha(stage.url);
  const input = { username: '!', email: 'x@example.org', password: PASSWORD, captcha: solution };
  const answer = await ask(stage.url, null, Register, { input });
  expect(dataOf(Register, input, answer).register.__typename).toBe('InvalidFieldError');
  expect(await register(stage.url, solution)).toBe('SignedIn');
});

test('each challenge counts, under whatever name it is asked for', async () => {
  const few = await startStageOn(stage.databaseUrl, { ...STRICT, CAPTCHAS_PER_ADDRESS: '7' });
  try {
    const once = () => ask(few.url, null, Captchas, {});
    expect((await once()).errors).toBeUndefined();
    expect((await once()).errors).toBeUndefined();
    const third = await once();
    expect(third.errors).toHaveLength(2);
    expect(third.errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      rule: 'CAPTCHAS_PER_ADDRESS',
    });
  } finally {
    await few.close();
  }
});

test('where none is asked for there is none', async () => {
  const open = await startStageOn(stage.databaseUrl, { CAPTCHA: 'false' });
  try {
    expect((await ask(open.url, null, Captchas, {})).data).toEqual({ a: null, b: null, c: null });
    expect(await register(open.url, 'nonsense')).toBe('SignedIn');
  } finally {
    await open.close();
  }
});

test('what has ended is forgotten, and nothing else', async () => {
  const solution = await solvedCaptcha(stage.url);
  expect(await register(stage.url, solution)).toBe('SignedIn');
  const { db, pool } = stage.backend;
  const kept = await db.spentCaptcha.count();
  expect(await pruneCaptchas(db)).toBe(0);
  await pool.query(`UPDATE spent_captcha SET expires_at = now() - interval '1 second'`);
  expect(await pruneCaptchas(db)).toBe(kept);
});

test('two processes take a solution once between them, without Redis and with one that is away', async () => {
  const database = await cloneDatabase(inject('databaseUrl'));
  const ports = [await freePort(), await freePort()];
  // Nobody listens there: the processes start without it, and count in PostgreSQL.
  const gone = `redis://127.0.0.1:${await freePort()}`;
  const [one, other] = ports.map(
    (port, index) =>
      new ApiProcess(port, {
        ...STRICT,
        DATABASE_URL: database.url,
        DATABASE_POOL: '4',
        ...(index === 0 ? {} : { REDIS_URL: gone }),
      }),
  ) as [ApiProcess, ApiProcess];
  try {
    await Promise.all([one.start(), other.start()]);
    const solution = await solvedCaptcha(one.url);
    const urls = [one.url, other.url, one.url, other.url];
    const answers = await Promise.all(urls.map((url) => register(url, solution)));
    expect(answers.sort()).toEqual([...Array(3).fill('CaptchaInvalidError'), 'SignedIn']);
  } finally {
    await Promise.all([one.stop(), other.stop()]);
    await database.drop();
  }
});
