import { randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  assertionOf,
  LinkIdentity,
  MyAccount,
  makeStale,
  ReauthenticateWithProvider,
  UnlinkIdentity,
} from '../testing/accounts.ts';
import { ask, dataOf } from '../testing/client.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { type MailStage, startMailStage } from '../testing/mail-stage.ts';
import { expectType, Person } from '../testing/world.ts';

let stage: MailStage;
beforeAll(async () => {
  stage = await startMailStage();
});
afterAll(() => stage.close());

const SignInWithProvider = graphql(`
  mutation ComeBy($input: SignInWithProviderInput!) {
    signInWithProvider(input: $input) {
      __typename
      ... on SignedIn { accessToken refreshToken session { id } user { id username nickname } }
      ... on Error { rule }
    }
  }
`);
const IdentityById = graphql(
  `query IdentityById($id: ID!) { node(id: $id) { ... on ExternalIdentity { provider } } }`,
);

const somebody = (claims: JWTPayload = {}): JWTPayload => ({
  provider: 'github',
  subject: randomBytes(8).toString('hex'),
  preferredUsername: `mei_${randomBytes(4).toString('hex')}`,
  ...claims,
});

const forLinking = (person: Person, claims: JWTPayload) =>
  assertionOf({ ...claims, purpose: 'LINK', session: person.sessionId });

async function linkWith(person: Person, assertion: string) {
  return (await person.ask(LinkIdentity, { input: { assertion } })).linkIdentity;
}
const link = async (person: Person, claims: JWTPayload) =>
  linkWith(person, await forLinking(person, claims));

async function linked(person: Person, claims = somebody()): Promise<string> {
  const { viewer } = expectType(await link(person, claims), 'LinkIdentityPayload');
  return viewer.identities.at(-1)?.id ?? '';
}

async function unlink(person: Person, identityId: string) {
  return (await person.ask(UnlinkIdentity, { input: { identityId } })).unlinkIdentity;
}

async function comeAs(claims: JWTPayload) {
  const input = { assertion: await assertionOf(claims) };
  const answer = await ask(stage.url, null, SignInWithProvider, { input });
  return dataOf(SignInWithProvider, input, answer).signInWithProvider;
}

async function personBy(claims: JWTPayload): Promise<Person> {
  const { user, accessToken, refreshToken, session } = expectType(await comeAs(claims), 'SignedIn');
  return new Person(stage.url, user, accessToken, refreshToken, session.id);
}

const identitiesOf = async (person: Person) => (await person.ask(MyAccount, {})).viewer.identities;

describe('linking', () => {
  test('opens the account through the provider from then on; every device and the owner’s mailbox hear', async () => {
    const { person: mei, address } = await stage.reader('Mei');
    const phone = await mei.onAnotherDevice();
    const following = await phone.follow().live();
    const claims = somebody({ email: 'else@example.org', emailVerified: true });
    const id = await linked(mei, claims);
    expect(await identitiesOf(mei)).toMatchObject([
      { id, provider: 'github', displayName: claims.preferredUsername },
    ]);
    expect((await following.first('AccountChanged')).viewer.identities).toMatchObject([{ id }]);
    expect(expectType(await comeAs(claims), 'SignedIn').user.id).toBe(mei.id);
    const letter = await stage.mail.letterTo(address, 1);
    expect(letter.subject).toBe('Your Teahouse account has another way to sign in');
    // What a provider vouches for becomes nobody's address unasked.
    const { viewer } = await mei.ask(MyAccount, {});
    expect(viewer.email?.toLowerCase()).toBe(address.toLowerCase());
    following.close();
  });

  test('twice is no error, and is told once', async () => {
    const mei = await stage.world.user('Mei');
    const claims = somebody();
    const following = await mei.follow().live();
    await linked(mei, claims);
    await linked(mei, claims);
    expect(await identitiesOf(mei)).toHaveLength(1);
    await linked(mei);
    await following.until(() => following.of('AccountChanged').length >= 2);
    expect(following.of('AccountChanged')).toHaveLength(2);
    following.close();
  });

  test('what opens another account is refused, and goes on opening that one', async () => {
    const mei = await stage.world.user('Mei');
    const eve = await stage.world.user('Eve');
    const claims = somebody();
    await linked(mei, claims);
    expect(expectType(await link(eve, claims), 'IdentityTakenError').rule).toBe('IDENTITY_TAKEN');
    expect(await identitiesOf(eve)).toEqual([]);
    expect(expectType(await comeAs(claims), 'SignedIn').user.id).toBe(mei.id);
  });

  test('of two accounts that link one identity in the same instant one has it', async () => {
    for (let round = 0; round < 5; round++) {
      const people = [await stage.world.user('Mei'), await stage.world.user('Tom')];
      const claims = somebody();
      const answers = await Promise.all(people.map((person) => link(person, claims)));
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        'IdentityTakenError',
        'LinkIdentityPayload',
      ]);
    }
  });

  test('and a first visit with the same identity in the same instant: it opens one account', async () => {
    for (let round = 0; round < 5; round++) {
      const mei = await stage.world.user('Mei');
      const claims = somebody();
      const [answer, visit] = await Promise.all([link(mei, claims), comeAs(claims)]);
      const visitor = expectType(visit, 'SignedIn').user.id;
      expect(answer.__typename === 'LinkIdentityPayload').toBe(visitor === mei.id);
    }
  });

  test('needs a fresh sign-in', async () => {
    const mei = await stage.world.user('Mei');
    const id = await linked(mei);
    await makeStale(stage.backend, mei);
    expectType(await link(mei, somebody()), 'FreshSignInRequiredError');
    expectType(await unlink(mei, id), 'FreshSignInRequiredError');
    expect(await identitiesOf(mei)).toHaveLength(1);
  });

  test('goes by a word for just that: for this device, this purpose, and once', async () => {
    const mei = await stage.world.user('Mei');
    const eve = await stage.world.user('Eve');
    const phone = await mei.onAnotherDevice();
    const claims = somebody();
    const session = mei.sessionId;
    const bad: Record<string, string> = {
      'for signing in': await assertionOf(claims),
      'for signing in, on this device': await assertionOf({ ...claims, session }),
      'for confirming': await assertionOf({ ...claims, session, purpose: 'REAUTHENTICATE' }),
      'for somebody else': await forLinking(eve, claims),
      'for another device': await forLinking(phone, claims),
      'for nobody': await assertionOf({ ...claims, purpose: 'LINK' }),
      forged: await assertionOf(
        { ...claims, session, purpose: 'LINK' },
        { secret: 'x'.repeat(40) },
      ),
      nonsense: 'nonsense',
    };
    for (const [name, token] of Object.entries(bad))
      expect((await linkWith(mei, token)).__typename, name).toBe('InvalidAssertionError');
    expect(await identitiesOf(mei)).toEqual([]);
    const good = await forLinking(mei, claims);
    expectType(await linkWith(mei, good), 'LinkIdentityPayload');
    expectType(await linkWith(mei, good), 'InvalidAssertionError');
    const input = { assertion: await forLinking(mei, claims) };
    const visit = await ask(stage.url, null, SignInWithProvider, { input });
    const answer = dataOf(SignInWithProvider, input, visit).signInWithProvider;
    expectType(answer, 'InvalidAssertionError');
  });

  test('has an end: twenty are enough for anybody', async () => {
    const mei = await stage.world.user('Mei');
    await stage.backend.pool.query(
      `INSERT INTO external_identity (provider, subject, account_id)
       SELECT 'github', $1 || n, $1::uuid FROM generate_series(1, 20) n`,
      [uuidOf(mei.id)],
    );
    expectType(await link(mei, somebody()), 'LimitReachedError');
  });

  test('is for signed-in people, and an ended session links nothing', async () => {
    const mei = await stage.world.user('Mei');
    const phone = await mei.onAnotherDevice();
    const input = { assertion: await forLinking(phone, somebody()) };
    await stage.backend.pool.query('UPDATE session SET revoked_at = now() WHERE id = $1', [
      uuidOf(phone.sessionId),
    ]);
    for (const token of [null, phone.token]) {
      const { errors } = await ask(stage.url, token, LinkIdentity, { input });
      expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    }
  });
});

describe('unlinking', () => {
  test('ends that it opens the account; whoever comes with it is somebody new', async () => {
    const { person: mei, address } = await stage.reader('Mei');
    const claims = somebody();
    const id = await linked(mei, claims);
    await stage.mail.letterTo(address, 1);
    const device = await personBy(claims);
    expectType(await unlink(mei, id), 'UnlinkIdentityPayload');
    expect(await identitiesOf(mei)).toEqual([]);
    expect(expectType(await comeAs(claims), 'SignedIn').user.id).not.toBe(mei.id);
    // The devices that came in by it stay: the list of devices is where they are sent away.
    expect(await identitiesOf(device)).toEqual([]);
    const letter = await stage.mail.letterTo(address, 2);
    expect(letter.subject).toBe('Your Teahouse account has one way less to sign in');
  });

  test('twice, of somebody else’s, of an unknown one and of nonsense is not found', async () => {
    const mei = await stage.world.user('Mei');
    const eve = await stage.world.user('Eve');
    const id = await linked(mei);
    await linked(eve);
    const unknown = Buffer.from('ExternalIdentity:018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f').toString(
      'base64',
    );
    for (const other of [id, unknown, eve.id, 'nonsense', '', '\0'])
      expect(expectType(await unlink(eve, other), 'NotFoundError').rule).toBe('NOT_FOUND');
    const { errors } = await eve.attempt(IdentityById, { id });
    expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    expect((await mei.ask(IdentityById, { id })).node).toEqual({ provider: 'github' });
    expectType(await unlink(mei, id), 'UnlinkIdentityPayload');
    expectType(await unlink(mei, id), 'NotFoundError');
  });

  test('never takes the last way in, also when two are unlinked in the same instant', async () => {
    for (let round = 0; round < 3; round++) {
      const first = somebody();
      const mei = await personBy(first);
      const [only] = await identitiesOf(mei);
      const refused = expectType(await unlink(mei, only?.id ?? ''), 'LastSignInMethodError');
      expect(refused.message).toContain('Set a password, confirm an e-mail address');
      const second = await linked(mei);
      const answers = await Promise.all([unlink(mei, only?.id ?? ''), unlink(mei, second)]);
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        'LastSignInMethodError',
        'UnlinkIdentityPayload',
      ]);
    }
  });

  test('is possible where a proven address opens the account by a code', async () => {
    const email = `${randomBytes(6).toString('hex')}@example.org`;
    const mei = await personBy(somebody({ email, emailVerified: true }));
    const [only] = await identitiesOf(mei);
    expectType(await unlink(mei, only?.id ?? ''), 'UnlinkIdentityPayload');
  });
});

describe('proving who one is by signing in at a provider again', () => {
  const confirm = async (person: Person, assertion: string) =>
    (await person.ask(ReauthenticateWithProvider, { input: { assertion } }))
      .reauthenticateWithProvider;
  const forConfirming = (person: Person, claims: JWTPayload) =>
    assertionOf({ ...claims, purpose: 'REAUTHENTICATE', session: person.sessionId });

  test('makes the device fresh, and no other', async () => {
    const claims = somebody();
    const mei = await personBy(claims);
    const phone = await personBy(claims);
    await makeStale(stage.backend, mei);
    await makeStale(stage.backend, phone);
    expectType(await link(mei, somebody()), 'FreshSignInRequiredError');
    const answer = await confirm(mei, await forConfirming(mei, claims));
    const { session } = expectType(answer, 'ReauthenticateWithProviderPayload');
    expect(session.id).toBe(mei.sessionId);
    expect(Date.now() - Date.parse(session.authenticatedAt)).toBeLessThan(10_000);
    expectType(await link(mei, somebody()), 'LinkIdentityPayload');
    expectType(await link(phone, somebody()), 'FreshSignInRequiredError');
  });

  test('takes an identity of one’s own, by a word for this device and purpose, once', async () => {
    const claims = somebody();
    const mei = await personBy(claims);
    const eve = await personBy(somebody());
    await makeStale(stage.backend, mei);
    await makeStale(stage.backend, eve);
    const session = mei.sessionId;
    const bad: Record<string, string> = {
      'of somebody whom nobody knows': await forConfirming(mei, somebody()),
      'for another device': await forConfirming(eve, claims),
      'for signing in': await assertionOf(claims),
      'for linking': await assertionOf({ ...claims, session, purpose: 'LINK' }),
    };
    for (const [name, token] of Object.entries(bad))
      expect((await confirm(mei, token)).__typename, name).toBe('InvalidAssertionError');
    // The identity is Mei's, and Eve has come to sign in with it at the provider.
    expectType(await confirm(eve, await forConfirming(eve, claims)), 'InvalidAssertionError');
    for (const person of [mei, eve])
      expectType(await link(person, somebody()), 'FreshSignInRequiredError');
    const good = await forConfirming(mei, claims);
    expectType(await confirm(mei, good), 'ReauthenticateWithProviderPayload');
    await makeStale(stage.backend, mei);
    expectType(await confirm(mei, good), 'InvalidAssertionError');
    expectType(await link(mei, somebody()), 'FreshSignInRequiredError');
  });
});
