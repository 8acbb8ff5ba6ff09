import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, dataOf } from '../testing/client.ts';
import {
  addressOf,
  MyAddresses,
  RequestVerification,
  requestCode,
  resetPassword,
  signInWithCode,
  VerifyEmail,
} from '../testing/codes.ts';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import type { MailServer } from '../testing/mail-server.ts';
import { type MailStage, nobody, otherThan, startMailStage } from '../testing/mail-stage.ts';
import { startStageOn } from '../testing/stage.ts';
import { expectType, PASSWORD, Person } from '../testing/world.ts';

/** An address counts once it is proven, and nothing tells whether somebody else has it. */

let stage: MailStage;
let mail: MailServer;
beforeAll(async () => {
  stage = await startMailStage();
  mail = stage.mail;
});
afterAll(() => stage.close());

const Register = graphql(`
  mutation RegisterWith($input: RegisterInput!) {
    register(input: $input) {
      __typename
      ... on SignedIn { accessToken refreshToken session { id } user { id username nickname } }
      ... on Error { rule }
    }
  }
`);

type Registration = Partial<VariablesOf<typeof Register>['input']>;

async function register(email: string, more: Registration = {}, url = stage.url) {
  const username = `mei_${randomBytes(5).toString('hex')}`;
  const input = { username, email, password: PASSWORD, ...more };
  return dataOf(Register, input, await ask(url, null, Register, { input })).register;
}

/** Somebody who claims an address. */
async function claimant(email: string, more: Registration = {}): Promise<Person> {
  const signedIn = expectType(await register(email, more), 'SignedIn');
  const { user, accessToken, refreshToken, session } = signedIn;
  return new Person(stage.url, user, accessToken, refreshToken, session.id);
}

const addressesOf = async (person: Person) => (await person.ask(MyAddresses, {})).viewer;

const verify = async (person: Person, code: string) =>
  (await person.ask(VerifyEmail, { input: { code } })).verifyEmail;

const verifyAgain = async (person: Person, email?: string) =>
  (await person.ask(RequestVerification, { input: { email } })).requestVerification;

describe('at registration', () => {
  test('the address is a claim until its code comes back, and every device hears when it has', async () => {
    const mei = await stage.world.user('Mei');
    const address = addressOf(mei);
    expect(await addressesOf(mei)).toMatchObject({
      email: null,
      pendingEmail: address,
      unverifiedEmail: { address },
    });
    const following = await mei.follow().live();
    const code = await mail.codeTo(address);
    expect((await mail.letterTo(address)).subject).toBe('Confirm your address for Teahouse');
    expect(await verify(mei, otherThan(code))).toMatchObject({
      __typename: 'WrongCodeError',
      triesLeft: 4,
    });
    const { viewer } = expectType(await verify(mei, code), 'VerifyEmailPayload');
    expect(viewer).toEqual({ email: address, unverifiedEmail: null });
    await following.first('AccountChanged');
    following.close();
    expect(await addressesOf(mei)).toMatchObject({ email: address, pendingEmail: null });
    expect((await verify(mei, code)).__typename).toBe('NotFoundError');
  });

  test('a taken address is answered like a free one; its owner gets a letter, and no code exists', async () => {
    const { address } = await stage.reader('Mei');
    const free = nobody();
    const guest = { taken: await claimant(address.toUpperCase()), free: await claimant(free) };
    const seen = {
      taken: await addressesOf(guest.taken),
      free: await addressesOf(guest.free),
    };
    const shape = (one: typeof seen.taken) => JSON.stringify(one).replace(/[\w.:@-]{12,}/g, 'x');
    expect(shape(seen.taken)).toBe(shape(seen.free));
    const letter = await mail.letterTo(address, 1);
    expect(letter.subject).toBe('You have a Teahouse account already');
    expect(letter.text).not.toMatch(/\d{6}/);
    const wrong = await Promise.all(
      Object.values(guest).map((person) => verify(person, '000000').then((one) => one.__typename)),
    );
    expect(wrong).toEqual(['WrongCodeError', 'WrongCodeError']);
    expect(await verifyAgain(guest.taken)).toMatchObject({ __typename: 'CodeSent' });
  });

  test('no letter repeats what a stranger could have written', async () => {
    const address = nobody();
    await claimant(address, {
      nickname: 'Win at casino.example NOW',
      username: `cheap.pills.${randomBytes(3).toString('hex')}`,
    });
    const { raw, text, html } = await mail.letterTo(address);
    expect(`${raw} ${text} ${html}`).not.toMatch(/casino|pills/);
  });

  test('a refused username has not used up the code', async () => {
    const slow = await stage.beside({ CODE_RESEND_SECONDS: '60' });
    const { account } = await stage.world.user('Mei');
    const email = nobody();
    const refused = await register(email, { username: account.username }, slow.url);
    expect(refused.__typename).toBe('UsernameTakenError');
    expect((await register(email, {}, slow.url)).__typename).toBe('SignedIn');
    await slow.close();
  });

  test('without mail the address is taken as it is given, and a taken one is said to be', async () => {
    const bare = await startStageOn(stage.databaseUrl);
    const mei = await bare.world.user('Mei');
    expect(await addressesOf(mei)).toMatchObject({
      email: addressOf(mei),
      unverifiedEmail: null,
    });
    const again = await register(addressOf(mei).toUpperCase(), {}, bare.url);
    expect(again.__typename).toBe('EmailTakenError');
    expect(await verifyAgain(mei)).toMatchObject({ __typename: 'InvalidFieldError' });
    await bare.close();
  });
});

describe('whoever only claims an address', () => {
  test('is not reached by it: no code to sign in, none for a new password', async () => {
    const address = nobody();
    await claimant(address);
    await mail.codeTo(address);
    for (const purpose of ['SIGN_IN', 'RESET_PASSWORD'] as const)
      expectType(await requestCode(stage.url, address, purpose), 'CodeSent');
    const answers = [
      await signInWithCode(stage.url, address, '000000'),
      await resetPassword(stage.url, address, '000000', 'a kettle of white tea'),
    ];
    expect(answers.map(({ __typename }) => __typename)).toEqual([
      'WrongCodeError',
      'WrongCodeError',
    ]);
    expect(mail.to(address)).toHaveLength(1);
  });

  test('cannot keep it from its owner, nor wait in an account that the owner then uses', async () => {
    const address = nobody();
    const squatter = await claimant(address);
    const ofSquatter = await mail.codeTo(address);
    const owner = await claimant(address);
    const ofOwner = await mail.codeTo(address, 1);
    // Each code is for the account that asked, whoever reads it.
    if (ofSquatter !== ofOwner)
      expect((await verify(owner, ofSquatter)).__typename).toBe('WrongCodeError');
    expectType(await verify(owner, ofOwner), 'VerifyEmailPayload');
    expect((await verify(squatter, ofSquatter)).__typename).toBe('EmailTakenError');
    await requestCode(stage.url, address);
    const code = await mail.codeTo(address, 2);
    const signedIn = expectType(await signInWithCode(stage.url, address, code), 'SignedIn');
    expect(signedIn.user.id).toBe(owner.id);
  });

  test('two who prove the same address at once: one has it', async () => {
    const address = nobody();
    const one = await claimant(address);
    const first = await mail.codeTo(address);
    const other = await claimant(address);
    const second = await mail.codeTo(address, 1);
    const answers = await Promise.all([verify(one, first), verify(other, second)]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'EmailTakenError',
      'VerifyEmailPayload',
    ]);
  });

  test('and holds it from a time without mail, is not reached by it either, and gives way to who proves it', async () => {
    const bare = await startStageOn(stage.databaseUrl);
    const address = nobody();
    const squatter = expectType(await register(address, {}, bare.url), 'SignedIn');
    await bare.close();
    expectType(await requestCode(stage.url, address), 'CodeSent');
    const owner = await claimant(address);
    expectType(await verify(owner, await mail.codeTo(address)), 'VerifyEmailPayload');
    const before = new Person(
      stage.url,
      squatter.user,
      squatter.accessToken,
      squatter.refreshToken,
      squatter.session.id,
    );
    expect(await addressesOf(before)).toMatchObject({ email: null, pendingEmail: address });
    expect(mail.to(address)).toHaveLength(1);
  });

  test('and holds it from a time without mail, can prove it still', async () => {
    const bare = await startStageOn(stage.databaseUrl);
    const mei = (await bare.world.user('Mei')).through(stage.url);
    await bare.close();
    expect(await addressesOf(mei)).toMatchObject({ unverifiedEmail: { address: addressOf(mei) } });
    expectType(await verifyAgain(mei), 'CodeSent');
    expectType(await verify(mei, await mail.codeTo(addressOf(mei))), 'VerifyEmailPayload');
    expect(await addressesOf(mei)).toMatchObject({ email: addressOf(mei), unverifiedEmail: null });
  });
});

describe('asking for the code again', () => {
  test('sends another one, and the first is good no longer', async () => {
    const mei = await stage.world.user('Mei');
    const address = addressOf(mei);
    const first = await mail.codeTo(address);
    const sent = expectType(await verifyAgain(mei), 'CodeSent');
    expect(await addressesOf(mei)).toMatchObject({
      unverifiedEmail: { expiresAt: sent.expiresAt },
    });
    const second = await mail.codeTo(address, 1);
    if (first !== second) expect((await verify(mei, first)).__typename).toBe('WrongCodeError');
    expectType(await verify(mei, second), 'VerifyEmailPayload');
  });

  test('to another address moves the claim there, while one has just proved who one is', async () => {
    const mei = await stage.world.user('Mei');
    const old = await mail.codeTo(addressOf(mei));
    const better = nobody();
    expectType(await verifyAgain(mei, better), 'CodeSent');
    const answer = await verify(mei, old);
    expect(answer.__typename).toBe('WrongCodeError');
    expectType(await verify(mei, await mail.codeTo(better)), 'VerifyEmailPayload');
    expect(await addressesOf(mei)).toMatchObject({ email: better, pendingEmail: null });
    // From now on an address is changed, and not claimed.
    expect((await verifyAgain(mei, nobody())).__typename).toBe('NotFoundError');
    const tom = await stage.world.user('Tom');
    await stage.backend.pool.query(
      `UPDATE session SET authenticated_at = now() - interval '1 hour'
       WHERE account_id = (SELECT id FROM account WHERE username = $1)`,
      [tom.account.username],
    );
    expect((await verifyAgain(tom, nobody())).__typename).toBe('FreshSignInRequiredError');
    expectType(await verifyAgain(tom), 'CodeSent');
  });

  test('is for whoever is signed in', async () => {
    const input = { code: '123456' };
    const { errors } = await ask(stage.url, null, VerifyEmail, { input });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const again = await ask(stage.url, null, RequestVerification, { input: {} });
    expect(again.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('is no way to prove an address that somebody else claims', async () => {
    const [mei, tom] = [await stage.world.user('Mei'), await stage.world.user('Tom')];
    const code = await mail.codeTo(addressOf(mei));
    const answer = await verify(tom, code);
    expect(answer.__typename).toBe('WrongCodeError');
  });
});
