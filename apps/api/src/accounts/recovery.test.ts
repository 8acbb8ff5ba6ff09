import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import { personIn, requestCode, resetPassword, signInWithCode } from '../testing/codes.ts';
import { graphql } from '../testing/graphql.ts';
import type { MailServer } from '../testing/mail-server.ts';
import { type MailStage, nobody, otherThan, startMailStage } from '../testing/mail-stage.ts';
import { expectType, PASSWORD } from '../testing/world.ts';

/** A new password for whoever can read what is sent to the account. */

let stage: MailStage;
let mail: MailServer;
beforeAll(async () => {
  stage = await startMailStage();
  mail = stage.mail;
});
afterAll(() => stage.close());

const SignIn = graphql(`
  mutation SignInAs($input: SignInInput!) { signIn(input: $input) { __typename } }
`);
const signIn = async (login: string, password: string) => {
  const { data } = await ask(stage.url, null, SignIn, { input: { login, password } });
  return data?.signIn.__typename;
};
const Me = graphql(`query Mine { viewer { user { id } sessions { edges { node { id } } } } }`);
const NEW = 'a kettle of white tea';

async function forgetful(nickname: string) {
  const { person, address } = await stage.reader(nickname);
  await requestCode(stage.url, address, 'RESET_PASSWORD');
  return { person, address, code: await mail.codeTo(address, 1) };
}

test('the code and a new password open the account here and close it everywhere else', async () => {
  const { person: mei, address, code } = await forgetful('Mei');
  const elsewhere = await mei.onAnotherDevice();
  const socket = elsewhere.socket();
  const following = await elsewhere.follow().live();
  const signedIn = expectType(await resetPassword(stage.url, address, code, NEW), 'SignedIn');
  const here = personIn(stage.url, signedIn);
  expect((await socket.closed).code).toBe(4401);
  expect((await following.closed).code).toBe(4401);
  for (const gone of [mei, elsewhere]) {
    const { errors } = await gone.attempt(Me, {});
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  }
  const { viewer } = await here.ask(Me, {});
  expect(viewer.user.id).toBe(mei.id);
  expect(viewer.sessions.edges.map(({ node }) => node.id)).toEqual([here.sessionId]);
  expect(await signIn(address, PASSWORD)).toBe('WrongCredentialsError');
  expect(await signIn(address, NEW)).toBe('SignedIn');
  const notice = await mail.letterTo(address, 2);
  expect(notice.subject).toBe('Your Teahouse password has been reset');
  const used = await resetPassword(stage.url, address, code, NEW);
  expect(used.__typename).toBe('CodeExpiredError');
});

test('a bad password, or a wrong code, changes nothing and leaves the code good', async () => {
  const { person: mei, address, code } = await forgetful('Mei');
  const answers = [
    await resetPassword(stage.url, address, code, 'short'),
    await resetPassword(stage.url, address, code, 'password1234'),
    await resetPassword(stage.url, address, otherThan(code), NEW),
    await resetPassword(stage.url, address, code, mei.account.username),
  ];
  expect(answers.map(({ __typename }) => __typename)).toEqual([
    'InvalidFieldError',
    'PasswordBreachedError',
    'WrongCodeError',
    'PasswordGuessableError',
  ]);
  expect(await signIn(address, PASSWORD)).toBe('SignedIn');
  await mei.ask(Me, {});
  expectType(await resetPassword(stage.url, address, code, NEW), 'SignedIn');
});

test('nobody learns from a refused password what the account is called, before the code is proven', async () => {
  const { person: mei, address, code } = await forgetful('Mei');
  const guess = async (to: string) =>
    (await resetPassword(stage.url, to, otherThan(code), mei.account.username)).__typename;
  await requestCode(stage.url, 'nobody@example.org', 'RESET_PASSWORD');
  expect([await guess(address), await guess('nobody@example.org')]).toEqual([
    'WrongCodeError',
    'WrongCodeError',
  ]);
});

test('of two who come at once with the same code one chooses the password', async () => {
  const { address, code } = await forgetful('Mei');
  const other = await stage.beside();
  const answers = await Promise.all([
    resetPassword(stage.url, address, code, `${NEW} one`),
    resetPassword(other.url, address, code, `${NEW} two`),
  ]);
  const names = answers.map(({ __typename }) => __typename);
  expect([...names].sort()).toEqual(['CodeExpiredError', 'SignedIn']);
  const chosen = names[0] === 'SignedIn' ? 'one' : 'two';
  expect(await signIn(address, `${NEW} ${chosen}`)).toBe('SignedIn');
  await other.close();
});

test('what somebody began who had got in goes with them: the address they were moving the account to', async () => {
  const { person: mei, address, code } = await forgetful('Mei');
  const Change = graphql(`
    mutation MoveTo($input: RequestEmailChangeInput!) {
      requestEmailChange(input: $input) { __typename }
    }
  `);
  const Confirm = graphql(`
    mutation ConfirmMove($input: ConfirmEmailChangeInput!) {
      confirmEmailChange(input: $input) { __typename }
    }
  `);
  const theirs = nobody();
  await mei.ask(Change, { input: { email: theirs } });
  const codeOfThief = await mail.codeTo(theirs);
  const here = personIn(
    stage.url,
    expectType(await resetPassword(stage.url, address, code, NEW), 'SignedIn'),
  );
  const { confirmEmailChange } = await here.ask(Confirm, { input: { code: codeOfThief } });
  expect(confirmEmailChange.__typename).not.toBe('ConfirmEmailChangePayload');
  await requestCode(stage.url, theirs);
  const answer = await signInWithCode(stage.url, theirs, '000000');
  expect(answer.__typename).toBe('WrongCodeError');
});
