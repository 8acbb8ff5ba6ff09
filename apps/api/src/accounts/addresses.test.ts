import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readOutbox, sendOutgoing } from '../platform/outgoing.ts';
import {
  assertionOf,
  CancelAddressChange,
  ConfirmEmailChange,
  ConfirmPhoneChange,
  MyAccount,
  makeStale,
  RemovePhone,
  RequestEmailChange,
  RequestPhoneChange,
} from '../testing/accounts.ts';
import { ask, dataOf } from '../testing/client.ts';
import { requestCode, resetPassword, signInWithCode } from '../testing/codes.ts';
import { graphql } from '../testing/graphql.ts';
import type { MailServer } from '../testing/mail-server.ts';
import { type MailStage, nobody, otherThan, startMailStage } from '../testing/mail-stage.ts';
import { codeSentTo, WITH_OUTBOX } from '../testing/mailbox.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, PASSWORD, Person } from '../testing/world.ts';

let stage: MailStage;
let mail: MailServer;
/** Where short messages can be read. */
let phones: Stage;
beforeAll(async () => {
  stage = await startMailStage();
  mail = stage.mail;
  phones = await startStage(WITH_OUTBOX);
});
afterAll(async () => {
  await phones.close();
  await stage.close();
});

const request = async (person: Person, email: string) =>
  (await person.ask(RequestEmailChange, { input: { email } })).requestEmailChange;
const confirm = async (person: Person, code: string) =>
  (await person.ask(ConfirmEmailChange, { input: { code } })).confirmEmailChange;
const mine = async (person: Person) => (await person.ask(MyAccount, {})).viewer;

describe('another e-mail address', () => {
  test('counts once its code has come back; the old one hears of it and opens the account no more', async () => {
    const { person: mei, address: old } = await stage.reader('Mei');
    const phone = await mei.onAnotherDevice();
    const following = await phone.follow().live();
    const email = nobody();
    const sent = expectType(await request(mei, ` ${email.toUpperCase()} `), 'CodeSent');
    expect(sent.sentTo).toBe('n•••@example.org');
    expect(await mine(mei)).toMatchObject({ email: old, pendingEmail: email });
    const told = await following.first('AccountChanged');
    expect(told.viewer).toMatchObject({ email: old, pendingEmail: email });

    const code = await mail.codeTo(email);
    const taken = expectType(await confirm(mei, code), 'ConfirmEmailChangePayload');
    expect(taken.viewer).toEqual({ email, pendingEmail: null });
    await following.first('AccountChanged', ({ viewer }) => viewer.email === email);
    const notice = await mail.letterTo(old, 1);
    expect(notice.subject).toBe('Your Teahouse account has another address');
    expect(notice.text).not.toContain(email);
    expect(notice.text).toContain('choose a new password at once');

    expectType(await requestCode(stage.url, email), 'CodeSent');
    const opened = await signInWithCode(stage.url, email, await mail.codeTo(email, 1));
    expect(expectType(opened, 'SignedIn').user.id).toBe(mei.id);
    expectType(await requestCode(stage.url, old), 'CodeSent');
    await stage.everythingSent();
    expect(mail.to(old)).toHaveLength(2);
    following.close();
  });

  test('that is somebody else’s is answered like a free one, cannot be proven, and its owner is told', async () => {
    const { person: mei } = await stage.reader('Mei');
    const { person: tom, address } = await stage.reader('Tom');
    const free = expectType(await request(mei, nobody()), 'CodeSent');
    const taken = expectType(await request(mei, address), 'CodeSent');
    expect(Object.keys(taken)).toEqual(Object.keys(free));
    expect(taken.sentTo).toBe('T•••@example.org'.toLowerCase());
    expect((await mine(mei)).pendingEmail).toBe(address.toLowerCase());
    const letter = await mail.letterTo(address, 1);
    expect(letter.subject).toBe('This address belongs to your Teahouse account');
    expect(letter.text).not.toMatch(/^\d{6}$/m);
    const wrong = [];
    for (const code of ['000000', '123456', '999999'])
      wrong.push(expectType(await confirm(mei, code), 'WrongCodeError').triesLeft);
    expect(wrong).toEqual([4, 3, 2]);
    expect((await mine(tom)).email?.toLowerCase()).toBe(address.toLowerCase());
  });

  test('asked for again, only the newest code is good, for the newest address', async () => {
    const { person: mei } = await stage.reader('Mei');
    const [one, other] = [nobody(), nobody()];
    await request(mei, one);
    const first = await mail.codeTo(one);
    await request(mei, one);
    const second = await mail.codeTo(one, 1);
    if (first !== second) expectType(await confirm(mei, first), 'WrongCodeError');
    await request(mei, other);
    const third = await mail.codeTo(other);
    if (second !== third) expectType(await confirm(mei, second), 'WrongCodeError');
    const taken = expectType(await confirm(mei, third), 'ConfirmEmailChangePayload');
    expect(taken.viewer.email).toBe(other);
    expectType(await confirm(mei, third), 'CodeExpiredError');
  });

  test('is proven by nobody else’s code, nor by one that was sent for something else', async () => {
    const { person: mei, address: meis } = await stage.reader('Mei');
    const { person: eve } = await stage.reader('Eve');
    const email = nobody();
    await request(mei, email);
    const ofMei = await mail.codeTo(email);
    await request(eve, email);
    const ofEve = await mail.codeTo(email, 1);
    if (ofMei !== ofEve) expectType(await confirm(eve, ofMei), 'WrongCodeError');
    expectType(await requestCode(stage.url, meis), 'CodeSent');
    const forSigningIn = await mail.codeTo(meis, 1);
    if (forSigningIn !== ofMei) expectType(await confirm(mei, forSigningIn), 'WrongCodeError');
    expectType(await confirm(mei, ofMei), 'ConfirmEmailChangePayload');
    // Eve reads it as well, but it is Mei's by now.
    expectType(await confirm(eve, ofEve), 'EmailTakenError');
    expect((await mine(eve)).email).not.toBe(email);
  });

  test('of two who prove it at the same instant one has it', async () => {
    const people = [(await stage.reader('Mei')).person, (await stage.reader('Tom')).person];
    const email = nobody();
    const codes: string[] = [];
    for (const [index, person] of people.entries()) {
      await request(person, email);
      codes.push(await mail.codeTo(email, index));
    }
    const answers = await Promise.all(
      people.map((person, index) => confirm(person, codes[index] ?? '')),
    );
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'ConfirmEmailChangePayload',
      'EmailTakenError',
    ]);
  });

  test('takes five tries at most, and then another code', async () => {
    const { person: mei } = await stage.reader('Mei');
    const email = nobody();
    await request(mei, email);
    const code = await mail.codeTo(email);
    for (let index = 0; index < 5; index++)
      expectType(await confirm(mei, otherThan(code)), 'WrongCodeError');
    expectType(await confirm(mei, code), 'CodeExpiredError');
    await request(mei, email);
    expectType(await confirm(mei, await mail.codeTo(email, 1)), 'ConfirmEmailChangePayload');
  });

  test('needs a fresh sign-in, an address that is one, and a new one at that', async () => {
    const { person: mei, address } = await stage.reader('Mei');
    for (const email of ['', 'nonsense', 'a b@example.org', `${'x'.repeat(250)}@example.org`])
      expect(expectType(await request(mei, email), 'InvalidFieldError').field).toBe('email');
    expectType(await request(mei, address), 'InvalidFieldError');
    await makeStale(stage.backend, mei);
    const refused = expectType(await request(mei, nobody()), 'FreshSignInRequiredError');
    expect(refused.rule).toBe('FRESH_SIGN_IN_REQUIRED');
    expect((await mine(mei)).pendingEmail).toBeNull();
  });

  test('that is not wanted any more is forgotten with its code; the one that counts stays', async () => {
    const { person: mei, address } = await stage.reader('Mei');
    const email = nobody();
    await request(mei, email);
    const code = await mail.codeTo(email);
    const input = { channel: 'EMAIL' as const };
    const { viewer } = (await mei.ask(CancelAddressChange, { input })).cancelAddressChange;
    expect(viewer.pendingEmail).toBeNull();
    expectType(await confirm(mei, code), 'CodeExpiredError');
    expect((await mine(mei)).email?.toLowerCase()).toBe(address.toLowerCase());
    await mei.ask(CancelAddressChange, { input });
  });

  test('without anything proven yet is not lost by calling it off', async () => {
    const mei = await stage.world.user('Mei');
    const { pendingEmail } = await mine(mei);
    expect(pendingEmail).not.toBeNull();
    await mei.ask(CancelAddressChange, { input: { channel: 'EMAIL' } });
    expect((await mine(mei)).pendingEmail).toBe(pendingEmail);
  });

  test('is never of anybody’s who is not signed in, and never seen by others', async () => {
    const { person: mei, address } = await stage.reader('Mei');
    const eve = await stage.world.user('Eve');
    for (const [document, input] of [
      [RequestEmailChange, { email: nobody() }],
      [ConfirmEmailChange, { code: '123456' }],
    ] as const) {
      const answer = await ask(stage.url, null, document as typeof RequestEmailChange, {
        input: input as { email: string },
      });
      expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    }
    const person = await eve.ask(Everything, { id: mei.id });
    expect(JSON.stringify(person)).not.toContain(address.split('@')[1]);
  });

  test('where no letters can be sent it stays, and the reason is said', async () => {
    const silent = await startStage();
    const mei = await silent.world.user('Mei');
    const refused = expectType(await request(mei, nobody()), 'InvalidFieldError');
    expect(refused.field).toBe('email');
    await silent.close();
  });
});

const Everything = graphql(`
  query EverythingOf($id: ID!) {
    node(id: $id) { __typename ... on User { id username nickname bio joinedAt relation } }
  }
`);
const SignInWithProvider = graphql(`
  mutation ComeByProvider($input: SignInWithProviderInput!) {
    signInWithProvider(input: $input) {
      __typename
      ... on SignedIn { accessToken refreshToken session { id } user { id username nickname } }
    }
  }
`);

const number = () => `+86138${String(randomInt(100_000_000)).padStart(8, '0')}`;
const requestPhone = async (person: Person, phone: string) =>
  (await person.ask(RequestPhoneChange, { input: { phone } })).requestPhoneChange;
const confirmPhone = async (person: Person, code: string) =>
  (await person.ask(ConfirmPhoneChange, { input: { code } })).confirmPhoneChange;
const removePhone = async (person: Person) => (await person.ask(RemovePhone, {})).removePhone;

async function withPhone(person: Person): Promise<string> {
  const phone = number();
  expectType(await requestPhone(person, phone), 'CodeSent');
  const code = await codeSentTo(phones.backend, phone);
  expectType(await confirmPhone(person, code), 'ConfirmPhoneChangePayload');
  return phone;
}

describe('a phone number', () => {
  test('counts once its code has come back, and opens the account then', async () => {
    const mei = await phones.world.user('Mei');
    const phone = number();
    const written = phone.replace(/^(\+86)(...)(....)/, '$1 $2-$3 ');
    const sent = expectType(await requestPhone(mei, written), 'CodeSent');
    expect(sent.sentTo).toBe(`•••${phone.slice(-4)}`);
    expect(await mine(mei)).toMatchObject({ phone: null, pendingPhone: phone });
    const code = await codeSentTo(phones.backend, phone);
    expectType(await confirmPhone(mei, otherThan(code)), 'WrongCodeError');
    const taken = expectType(await confirmPhone(mei, code), 'ConfirmPhoneChangePayload');
    expect(taken.viewer).toEqual({ phone, pendingPhone: null });
    expectType(await requestCode(phones.url, phone), 'CodeSent');
    const opened = await signInWithCode(phones.url, phone, await codeSentTo(phones.backend, phone));
    expect(expectType(opened, 'SignedIn').user.id).toBe(mei.id);
  });

  test('that is somebody else’s is answered like a free one, and no message is sent', async () => {
    const mei = await phones.world.user('Mei');
    const tom = await phones.world.user('Tom');
    const phone = await withPhone(tom);
    expectType(await requestPhone(mei, phone), 'CodeSent');
    await sendOutgoing(phones.backend);
    const shown = await readOutbox(phones.backend);
    expect(shown.filter(({ message }) => message.to === phone)).toHaveLength(1);
    expectType(await confirmPhone(mei, '123456'), 'WrongCodeError');
    expect((await mine(tom)).phone).toBe(phone);
  });

  test('of two who prove it one after the other is the first’s', async () => {
    const mei = await phones.world.user('Mei');
    const tom = await phones.world.user('Tom');
    const phone = number();
    await requestPhone(mei, phone);
    const ofMei = await codeSentTo(phones.backend, phone);
    await requestPhone(tom, phone);
    const ofTom = await codeSentTo(phones.backend, phone);
    expectType(await confirmPhone(mei, ofMei), 'ConfirmPhoneChangePayload');
    expect(expectType(await confirmPhone(tom, ofTom), 'PhoneTakenError').rule).toBe('PHONE_TAKEN');
  });

  test('needs a fresh sign-in to be asked for and to be removed, and a number that is one', async () => {
    const mei = await phones.world.user('Mei');
    for (const phone of ['', '12345', '+86', 'nonsense', '+8613'])
      expect(expectType(await requestPhone(mei, phone), 'InvalidFieldError').field).toBe('phone');
    const phone = await withPhone(mei);
    expectType(await requestPhone(mei, phone), 'InvalidFieldError');
    await makeStale(phones.backend, mei);
    expectType(await requestPhone(mei, number()), 'FreshSignInRequiredError');
    expectType(await removePhone(mei), 'FreshSignInRequiredError');
    expect((await mine(mei)).phone).toBe(phone);
  });

  test('can be removed, twice is no error, and then it opens nothing', async () => {
    const mei = await phones.world.user('Mei');
    const phone = await withPhone(mei);
    for (let time = 0; time < 2; time++)
      expect(expectType(await removePhone(mei), 'RemovePhonePayload').viewer.phone).toBeNull();
    expectType(await requestCode(phones.url, phone), 'CodeSent');
    expectType(await signInWithCode(phones.url, phone, '123456'), 'WrongCodeError');
    const tom = await phones.world.user('Tom');
    expectType(await requestPhone(tom, phone), 'CodeSent');
    const code = await codeSentTo(phones.backend, phone);
    expectType(await confirmPhone(tom, code), 'ConfirmPhoneChangePayload');
  });

  test('is not removed while it is all that opens the account', async () => {
    const token = await assertionOf({ provider: 'github', subject: number() });
    const input = { assertion: token };
    const answer = await ask(phones.url, null, SignInWithProvider, { input });
    const signedIn = expectType(
      dataOf(SignInWithProvider, input, answer).signInWithProvider,
      'SignedIn',
    );
    const { user, accessToken, refreshToken, session } = signedIn;
    const mei = new Person(phones.url, user, accessToken, refreshToken, session.id);
    await withPhone(mei);
    await phones.backend.pool.query(
      `DELETE FROM external_identity WHERE account_id = (SELECT id FROM account WHERE username = $1)`,
      [user.username],
    );
    const refused = expectType(await removePhone(mei), 'LastSignInMethodError');
    expect(refused.rule).toBe('LAST_SIGN_IN_METHOD');
    expect((await mine(mei)).phone).not.toBeNull();
  });
});

test('a code to reset the password that was sent to the old address is worthless once there is a new one', async () => {
  const { person: mei, address: old } = await stage.reader('Mei');
  await requestCode(stage.url, old, 'RESET_PASSWORD');
  const reset = await mail.codeTo(old, 1);
  const email = nobody();
  await request(mei, email);
  expectType(await confirm(mei, await mail.codeTo(email)), 'ConfirmEmailChangePayload');
  const answer = await resetPassword(stage.url, old, reset, `${PASSWORD} anew`);
  expect(answer.__typename).not.toBe('SignedIn');
});
