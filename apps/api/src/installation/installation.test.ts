import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type RunningRedis, startRedis } from '../../../../scripts/services/redis.ts';
import { assertionOf } from '../testing/accounts.ts';
import { ask, dataOf } from '../testing/client.ts';
import { graphql } from '../testing/graphql.ts';
import { administratorOf, setUp } from '../testing/organisation.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { expectType, PASSWORD } from '../testing/world.ts';

/** Two processes, which tell each other through Redis. */
let redis: RunningRedis;
let stage: Stage;
let other: Stage;
beforeAll(async () => {
  redis = await startRedis({ bin: inject('redisServerBin') });
  stage = await startStage({ REDIS_URL: redis.url });
  other = await startStageOn(stage.databaseUrl, { REDIS_URL: redis.url });
});
afterAll(async () => {
  await other.close();
  await stage.close();
  await redis.stop();
});

const InstallationQuery = graphql(`
  query AnyInstallation {
    installation { id name welcome supportContact registration emailDomains strangersMayWrite }
  }
`);
const Register = graphql(`
  mutation RegisterHere($input: RegisterInput!) {
    register(input: $input) {
      __typename
      ... on EmailDomainRefusedError { domains }
      ... on Error { rule }
    }
  }
`);
const SignInWithProvider = graphql(`
  mutation ComeFromProvider($input: SignInWithProviderInput!) {
    signInWithProvider(input: $input) {
      __typename
      ... on Error { rule }
    }
  }
`);

const anyone = async (where: Stage = stage) => {
  const answer = await ask(where.url, null, InstallationQuery, {});
  return dataOf(InstallationQuery, {}, answer).installation;
};

async function register(domain = 'example.org', where: Stage = stage) {
  const username = `new_${randomBytes(5).toString('hex')}`;
  const input = { username, email: `${username}@${domain}`, password: PASSWORD };
  const answer = await ask(where.url, null, Register, { input });
  return dataOf(Register, input, answer).register;
}

/** A visit of somebody whom the web server vouches for. */
async function visit(subject: string, claims: object = {}) {
  const assertion = await assertionOf({ provider: 'github', subject, ...claims });
  const input = { assertion };
  const answer = await ask(stage.url, null, SignInWithProvider, { input });
  return dataOf(SignInWithProvider, input, answer).signInWithProvider;
}

describe('what the doors show', () => {
  test('is for anybody to read, and says nothing but what administrators have set', async () => {
    const ada = await administratorOf(stage);
    const input = {
      name: '  Old\u202e  Town ',
      welcome: ' Sit down.\nTea comes. ',
      supportContact: 'desk@example.org',
      strangersMayWrite: false,
    };
    const { installation } = expectType(await setUp(ada, input), 'UpdateInstallationPayload');
    expect(installation).toMatchObject({
      name: 'Old Town',
      welcome: 'Sit down.\nTea comes.',
      supportContact: 'desk@example.org',
      registration: 'OPEN',
      emailDomains: [],
      strangersMayWrite: false,
    });
    expect(await anyone()).toEqual(installation);

    const changed = expectType(
      await setUp(ada, { name: ' ', strangersMayWrite: true }),
      'UpdateInstallationPayload',
    );
    expect(changed.installation).toEqual({
      ...installation,
      name: null,
      strangersMayWrite: true,
    });
  });

  test('changes on every process at once', async () => {
    const ada = await administratorOf(stage);
    await anyone(other);
    for (const welcome of ['One', 'Two', 'Three']) {
      await setUp(ada, { welcome });
      expect((await anyone(stage)).welcome).toBe(welcome);
      // Much sooner than a process reads again what it has kept.
      await expect
        .poll(async () => (await anyone(other)).welcome, { timeout: 3_000 })
        .toBe(welcome);
    }
  });

  test('has its limits', async () => {
    const ada = await administratorOf(stage);
    const before = await anyone();
    for (const [field, value] of [
      ['name', '名'.repeat(41)],
      ['welcome', 'w'.repeat(501)],
      ['supportContact', 's'.repeat(201)],
      ['emailDomains', ['example']],
      ['emailDomains', ['exa mple.org']],
      ['emailDomains', ['-example.org']],
      ['emailDomains', ['']],
    ] as const)
      expect(await setUp(ada, { [field]: value }), `${value}`).toEqual({
        __typename: 'InvalidFieldError',
        field,
        rule: 'INVALID_FIELD',
      });
    const many = Array.from({ length: 51 }, (_, index) => `d${index}.example`);
    expect(await setUp(ada, { emailDomains: many })).toMatchObject({ limit: 50 });
    expect(await anyone()).toEqual(before);
    expect(await setUp(ada, { name: '名'.repeat(40) })).toMatchObject({
      __typename: 'UpdateInstallationPayload',
    });
  });

  test('is told to administrators, and to nobody else', async () => {
    const [ada, ben] = [await administratorOf(stage), await administratorOf(other, 'Ben')];
    const tom = await stage.world.user('Tom');
    const streams = [ben.through(other.url).follow(), tom.follow()] as const;
    await Promise.all(streams.map((stream) => stream.live()));
    await setUp(ada, { welcome: 'Come in.' });
    await streams[0].until((events) => events.some((e) => e.__typename === 'InstallationChanged'));
    await tom.ask(InstallationQuery, {});
    expect(streams[1].of('InstallationChanged')).toEqual([]);
    for (const stream of streams) stream.close();
  });
});

describe('new accounts', () => {
  test('are made while registration is open, and refused while it is closed', async () => {
    const ada = await administratorOf(stage);
    const subject = randomUUID();
    expect(await visit(subject)).toMatchObject({ __typename: 'SignedIn' });
    await setUp(ada, { registration: 'CLOSED' });
    const refused = { __typename: 'RegistrationClosedError', rule: 'REGISTRATION_CLOSED' };
    expect(await register()).toEqual(refused);
    await expect.poll(() => register('example.org', other), { timeout: 3_000 }).toEqual(refused);
    expect(await visit(randomUUID())).toEqual(refused);
    // Whoever has an account comes in as before.
    expect(await visit(subject)).toMatchObject({ __typename: 'SignedIn' });
    await setUp(ada, { registration: 'OPEN' });
    expect(await register()).toMatchObject({ __typename: 'SignedIn' });
  });

  test('need an address of the domains that are named', async () => {
    const ada = await administratorOf(stage);
    const { installation } = expectType(
      await setUp(ada, { emailDomains: ['@Tea.Example', 'bücher.example', 'tea.example'] }),
      'UpdateInstallationPayload',
    );
    const domains = ['tea.example', 'xn--bcher-kva.example'];
    expect(installation.emailDomains).toEqual(domains);
    const unvouched = { __typename: 'EmailDomainRefusedError', rule: 'EMAIL_DOMAIN_REFUSED' };
    const refused = { ...unvouched, domains };
    for (const domain of ['example.org', 'nottea.example', 'tea.example.org', 'sub.tea.example'])
      expect(await register(domain), domain).toEqual(refused);
    for (const domain of ['tea.example', 'TEA.example'])
      expect(await register(domain), domain).toMatchObject({ __typename: 'SignedIn' });

    const email = `${randomUUID()}@tea.example`;
    expect(await visit(randomUUID())).toEqual(unvouched);
    expect(await visit(randomUUID(), { email, emailVerified: false })).toEqual(unvouched);
    expect(await visit(randomUUID(), { email, emailVerified: true })).toMatchObject({
      __typename: 'SignedIn',
    });
    await setUp(ada, { emailDomains: [] });
    expect(await register()).toMatchObject({ __typename: 'SignedIn' });
  });
});
