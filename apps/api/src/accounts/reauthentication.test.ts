import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestCode, VerifyEmail } from '../testing/codes.ts';
import { vouched } from '../testing/convergence/people-cases.ts';
import { codeSentTo, WITH_OUTBOX } from '../testing/mailbox.ts';
import {
  changePassword,
  MyPassword,
  Reauthenticate,
  RequestReauthenticationCode,
} from '../testing/passwords.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { expectType, PASSWORD, type Person } from '../testing/world.ts';

/** Whoever finds a device unlocked is not its owner yet. */

let stage: Stage;
beforeAll(async () => {
  stage = await startStage(WITH_OUTBOX);
});
afterAll(() => stage.close());

const uuidOf = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1];

const grow = (person: Person, minutes = 11) =>
  stage.backend.pool.query(
    `UPDATE session SET authenticated_at = now() - $2 * interval '1 minute' WHERE id = $1`,
    [uuidOf(person.sessionId), minutes],
  );

type Proof = { password?: string; code?: string; channel?: 'EMAIL' | 'SMS' };
const prove = async (person: Person, input: Proof) =>
  (await person.ask(Reauthenticate, { input })).reauthenticate;
const requestProof = async (person: Person, channel: 'EMAIL' | 'SMS') =>
  (await person.ask(RequestReauthenticationCode, { input: { channel } }))
    .requestReauthenticationCode;

/** Somebody without a password, for whom everything that hands the account over needs a fresh sign-in. */
const visitor = () => vouched(stage.url, randomUUID());
/** What a stale session may not do. Refused before anything is changed, so it can be tried again and again. */
async function mayTakeOver(person: Person): Promise<boolean> {
  const { __typename } = await changePassword(person, { newPassword: 'short' });
  return __typename !== 'FreshSignInRequiredError';
}

/** Somebody whose address is proven. */
async function reader(): Promise<{ mei: Person; address: string }> {
  const mei = await stage.world.user('Mei');
  const address = `${mei.account.username}@example.org`.toLowerCase();
  const input = { code: await codeSentTo(stage.backend, address) };
  expectType((await mei.ask(VerifyEmail, { input })).verifyEmail, 'VerifyEmailPayload');
  return { mei, address };
}

const freshAt = async (person: Person) =>
  Date.parse((await person.ask(MyPassword, {})).viewer.session.authenticatedAt);

test('a sign-in is fresh for ten minutes, and renewing tokens does not make it so', async () => {
  const guest = await visitor();
  expect(await mayTakeOver(guest)).toBe(true);
  await grow(guest, 9);
  expect(await mayTakeOver(guest)).toBe(true);
  await grow(guest);
  expect(await mayTakeOver(guest)).toBe(false);
  const stale = await freshAt(guest);
  await stage.backend.pool.query('UPDATE session SET last_used_at = now() WHERE id = $1', [
    uuidOf(guest.sessionId),
  ]);
  expect(await freshAt(guest)).toBe(stale);
});

describe('by password', () => {
  test('the right one makes this device fresh, and no other', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    await grow(mei);
    await grow(phone);
    const since = Date.now() - 1_000;
    expectType(await prove(mei, { password: PASSWORD }), 'ReauthenticatePayload');
    expect(await freshAt(mei)).toBeGreaterThan(since);
    expect(await freshAt(phone)).toBeLessThan(since);
  });

  test('a wrong one, none, and both proofs at once do not', async () => {
    const mei = await stage.world.user('Mei');
    await grow(mei);
    const before = await freshAt(mei);
    expectType(await prove(mei, { password: 'a pot of black tea' }), 'WrongCredentialsError');
    expectType(await prove(mei, { password: '' }), 'WrongCredentialsError');
    expectType(await prove(mei, {}), 'InvalidFieldError');
    expectType(await prove(mei, { code: '123456' }), 'InvalidFieldError');
    const both = { password: PASSWORD, code: '123456', channel: 'EMAIL' as const };
    expectType(await prove(mei, both), 'InvalidFieldError');
    expect(await freshAt(mei)).toBe(before);
  });

  test('nobody proves themselves by a password that there is not', async () => {
    const guest = await visitor();
    expectType(await prove(guest, { password: '' }), 'WrongCredentialsError');
    expectType(await prove(guest, { password: PASSWORD }), 'WrongCredentialsError');
  });

  test('guesses count with those at the sign-in, and need a captcha soon', async () => {
    const strict = await startStageOn(stage.databaseUrl, {
      CAPTCHA: 'true',
      SIGN_INS_BEFORE_CAPTCHA: '3',
    });
    try {
      const mei = (await stage.world.user('Mei')).through(strict.url);
      for (let index = 0; index < 3; index++)
        expectType(await prove(mei, { password: 'guess' }), 'WrongCredentialsError');
      expectType(await prove(mei, { password: PASSWORD }), 'CaptchaRequiredError');
    } finally {
      await strict.close();
    }
  });
});

describe('by a code', () => {
  test('to the proven address makes the device fresh, once', async () => {
    const { mei, address } = await reader();
    await grow(mei);
    expect(await requestProof(mei, 'EMAIL')).toMatchObject({ __typename: 'CodeSent' });
    const code = await codeSentTo(stage.backend, address);
    const since = Date.now() - 1_000;
    const proof = { code, channel: 'EMAIL' as const };
    expectType(await prove(mei, proof), 'ReauthenticatePayload');
    expect(await freshAt(mei)).toBeGreaterThan(since);
    expectType(await prove(mei, proof), 'CodeExpiredError');
  });

  test('is good for nobody else, and no other code will do', async () => {
    const { mei, address } = await reader();
    const { mei: eve } = await reader();
    await requestProof(mei, 'EMAIL');
    await requestProof(eve, 'EMAIL');
    const code = await codeSentTo(stage.backend, address);
    const taken = await prove(eve, { code, channel: 'EMAIL' });
    expect(taken.__typename).toBe('WrongCodeError');
    expectType(await requestCode(stage.url, address), 'CodeSent');
    const toSignIn = await codeSentTo(stage.backend, address);
    if (toSignIn !== code)
      expectType(await prove(mei, { code: toSignIn, channel: 'EMAIL' }), 'WrongCodeError');
    expectType(await prove(mei, { code, channel: 'EMAIL' }), 'ReauthenticatePayload');
  });

  test('is sent nowhere that has not been proven', async () => {
    const mei = await stage.world.user('Mei');
    expectType(await requestProof(mei, 'EMAIL'), 'NotFoundError');
    expectType(await requestProof(mei, 'SMS'), 'NotFoundError');
    expectType(await prove(mei, { code: '123456', channel: 'SMS' }), 'NotFoundError');
    // As accounts have it that are older than the letters of this place.
    await stage.backend.pool.query('UPDATE account SET email = $2 WHERE id = $1', [
      uuidOf(mei.id),
      `${mei.account.username}@example.org`,
    ]);
    expectType(await requestProof(mei, 'EMAIL'), 'NotFoundError');
  });
});

test('everybody is told what they can prove themselves by', async () => {
  const methods = async (person: Person) =>
    (await person.ask(MyPassword, {})).viewer.reauthenticationMethods;
  expect(await methods(await visitor())).toEqual(['PROVIDER']);
  expect(await methods(await stage.world.user('Mei'))).toEqual(['PASSWORD']);
  const { mei } = await reader();
  expect(await methods(mei)).toEqual(['PASSWORD', 'EMAIL_CODE']);
  await stage.backend.pool.query(`UPDATE account SET phone = $2 WHERE id = $1`, [
    uuidOf(mei.id),
    '+8613800138000',
  ]);
  expect(await methods(mei)).toEqual(['PASSWORD', 'EMAIL_CODE', 'SMS_CODE']);
});
