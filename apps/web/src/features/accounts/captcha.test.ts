import { scryptSync } from 'node:crypto';
import { createChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/scrypt';
import { expect, test } from 'vitest';
import { Captcha, CaptchaUnsolvedError } from './captcha';
import { solvePuzzle } from './captcha-puzzle';

/** A captcha whose puzzles are numbers, and whose clock and network can be set. */
function setUp() {
  const world = { now: 0, offline: false, asked: 0, broken: false, none: false };
  const captcha = new Captcha({
    fetchChallenge: async () => {
      world.asked++;
      if (world.offline || world.broken) throw new Error('no answer');
      return world.none ? null : String(world.asked);
    },
    solve: async (challenge) => `solved ${challenge}`,
    now: () => world.now,
    isOffline: () => world.offline,
  });
  return { world, captcha };
}

test('is begun once, however often a form is touched, and done before it is needed', async () => {
  const { world, captcha } = setUp();
  expect(captcha.state()).toBe('idle');
  for (let touch = 0; touch < 3; touch++) captcha.begin();
  expect(captcha.state()).toBe('working');
  await expect.poll(captcha.state).toBe('solved');
  captcha.begin();
  expect(await captcha.take()).toBe('solved 1');
  expect(world.asked).toBe(1);
});

test('hands each solution out once', async () => {
  const { captcha } = setUp();
  captcha.begin();
  expect([await captcha.take(), await captcha.take()]).toEqual(['solved 1', 'solved 2']);
  expect(captcha.state()).toBe('idle');
});

test('hands out none that has lain about for too long', async () => {
  const { world, captcha } = setUp();
  captcha.begin();
  await expect.poll(captcha.state).toBe('solved');
  world.now = 17 * 60_000;
  expect(await captcha.take()).toBe('solved 1');
  captcha.begin();
  await expect.poll(captcha.state).toBe('solved');
  world.now += 19 * 60_000;
  expect(await captcha.take()).toBe('solved 3');
});

test('asks for nothing where none is asked for', async () => {
  const { world, captcha } = setUp();
  world.none = true;
  expect(await captcha.take()).toBeNull();
  expect(await captcha.take()).toBeNull();
  expect([captcha.state(), world.asked]).toEqual(['none', 1]);
});

test.each(['offline', 'failed'] as const)('can be tried again when it was %s', async (state) => {
  const { world, captcha } = setUp();
  world.offline = state === 'offline';
  world.broken = true;
  await expect(captcha.take()).rejects.toThrow(CaptchaUnsolvedError);
  expect(captcha.state()).toBe(state);
  Object.assign(world, { offline: false, broken: false });
  captcha.begin();
  await expect.poll(captcha.state).toBe('solved');
  expect(await captcha.take()).toBe('solved 2');
});

test('works out what the API asks', async () => {
  const challenge = await createChallenge({
    algorithm: 'SCRYPT',
    cost: 2_048,
    memoryCost: 8,
    parallelism: 1,
    keyLength: 32,
    counter: 3,
    deriveKey,
  });
  const answer = JSON.parse(atob(await solvePuzzle(JSON.stringify(challenge)))) as {
    challenge: unknown;
    solution: { counter: number; derivedKey: string };
  };
  expect(answer.challenge).toEqual(challenge);
  const { nonce, salt } = challenge.parameters;
  const password = Buffer.concat([Buffer.from(nonce, 'hex'), Buffer.from([0, 0, 0, 3])]);
  const key = scryptSync(password, Buffer.from(salt, 'hex'), 32, { N: 2_048, r: 8, p: 1 });
  expect(answer.solution).toMatchObject({ counter: 3, derivedKey: key.toString('hex') });
});

test('says so when it is asked for something else', async () => {
  const challenge = { parameters: { algorithm: 'SHA-256', keyPrefix: '00', nonce: '', salt: '' } };
  await expect(solvePuzzle(JSON.stringify(challenge))).rejects.toThrow('SHA-256');
});
