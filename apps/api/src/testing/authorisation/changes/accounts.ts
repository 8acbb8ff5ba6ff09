import { randomInt, randomUUID } from 'node:crypto';
import { assertionOf, makeStale } from '../../accounts.ts';
import { requestCode } from '../../codes.ts';
import { change } from '../../convergence/scene.ts';
import { uuidOf } from '../../ids.ts';
import { codeSentTo } from '../../mailbox.ts';
import { squareOf } from '../../media.ts';
import { PASSWORD, type Person } from '../../world.ts';
import { anybody, type Cells, everybody, who } from '../actors.ts';
import type { ChangeRow, ChangeRows } from '../change.ts';
import type { Company } from '../company.ts';
import { anotherDevice, globalId, manyPeople, unprove } from '../people.ts';
import { once, personOf } from '../scenes.ts';

/** Somebody with a password, and a device whose tokens nobody has used. */
const registered = once(({ stage }) => stage.world.user('Mei'));

const NEW_PASSWORD = 'another pot of black tea';
const newName = () => `new_${randomUUID().slice(-12)}`;
const newEmail = () => `${newName()}@example.org`;
const newPhone = () => `+86138${randomInt(10_000_000, 99_999_999)}`;

/** Somebody new, and a code that was sent to their address. */
async function codeOfSomebody(
  { stage }: Company,
  purpose: 'SIGN_IN' | 'RESET_PASSWORD',
): Promise<{ address: string; code: string }> {
  const [somebody] = await manyPeople(stage, 1);
  const address = `${somebody?.account.username}@example.org`;
  await requestCode(stage.url, address, purpose);
  return { address, code: await codeSentTo(stage.backend, address) };
}

export const signInChanges: ChangeRows = {
  register: {
    of: 'a new account',
    input: () => {
      const username = newName();
      return { username, email: `${username}@example.org`, password: PASSWORD };
    },
    may: anybody,
  },
  signIn: {
    of: 'somebody’s name and password',
    input: async (company) => {
      const { account } = await registered(company);
      return { login: account.username, password: PASSWORD };
    },
    may: anybody,
  },
  signInWithProvider: {
    of: 'somebody whom the web server vouches for',
    input: async () => ({
      assertion: await assertionOf({ provider: 'github', subject: randomUUID() }),
    }),
    may: anybody,
  },
  requestCode: {
    of: 'an address, of whomever',
    input: () => ({ address: newEmail(), purpose: 'SIGN_IN' }),
    may: anybody,
  },
  signInWithCode: {
    of: 'a code that was sent to somebody',
    input: (company) => codeOfSomebody(company, 'SIGN_IN'),
    may: anybody,
  },
  resetPassword: {
    of: 'a code that was sent to somebody',
    input: async (company) => ({
      ...(await codeOfSomebody(company, 'RESET_PASSWORD')),
      newPassword: NEW_PASSWORD,
    }),
    may: anybody,
  },
  refreshSession: {
    of: 'a refresh token that is good',
    input: async (company) => ({ refreshToken: (await registered(company)).refreshToken }),
    may: anybody,
  },
};

/** Everybody does it to their own account; nobody else's can be named. */
const own = (
  input?: (person: Person, company: Company) => Promise<object> | object,
  row: Partial<ChangeRow> = {},
): ChangeRow => ({
  of: 'their own account',
  input: (company, actor) => input?.(personOf(company, actor), company) ?? {},
  may: everybody,
  ...row,
});

/** The same, and what becomes of it on a device on which nobody has proven for a while who they are. */
export const fresh = (
  input: (person: Person, company: Company) => Promise<object> | object,
  { of = 'their own account', may = everybody }: { of?: string; may?: Cells } = {},
): ChangeRow[] => [
  own(input, { of, may }),
  own(
    async (person, company) => {
      const given = await input(person, company);
      await makeStale(company.stage.backend, person);
      return given;
    },
    {
      of: `${of}, long after signing in`,
      own: 'row',
      may: who({}, 'FRESH_SIGN_IN_REQUIRED'),
    },
  ),
];

/** An identity at a provider that opens somebody's account already. */
async function identityOf(
  { stage }: Company,
  person: Person,
): Promise<{ subject: string; id: string }> {
  const subject = randomUUID();
  const { id } = await stage.backend.db.externalIdentity.create({
    data: { provider: 'github', subject, accountId: uuidOf(person.id) },
  });
  return { subject, id: globalId('ExternalIdentity', id) };
}

const word = (person: Person, purpose: string, subject: string = randomUUID()) =>
  assertionOf({ provider: 'github', subject, purpose, session: person.sessionId });

export const ownChanges: ChangeRows = {
  updateProfile: own(() => ({ bio: 'Likes tea.' })),
  changeUsername: own(() => ({ username: newName() })),
  changePassword: own(() => ({ currentPassword: PASSWORD, newPassword: NEW_PASSWORD }), {
    own: 'row',
  }),
  requestEmailChange: fresh(() => ({ email: newEmail() })),
  confirmEmailChange: own(async (person, { stage }) => {
    const email = newEmail();
    await change(person, 'requestEmailChange', { email });
    return { code: await codeSentTo(stage.backend, email) };
  }),
  requestPhoneChange: fresh(() => ({ phone: newPhone() })),
  confirmPhoneChange: own(async (person, { stage }) => {
    const phone = newPhone();
    await change(person, 'requestPhoneChange', { phone });
    return { code: await codeSentTo(stage.backend, phone) };
  }),
  cancelAddressChange: own(async (person) => {
    await change(person, 'requestEmailChange', { email: newEmail() });
    return { channel: 'EMAIL' };
  }),
  removePhone: own(),
  requestVerification: own(
    async (person, company) => {
      await unprove(company.stage, person);
      return {};
    },
    { own: 'row' },
  ),
  verifyEmail: own(async (person, company) => {
    const email = await unprove(company.stage, person);
    await change(person, 'requestVerification', {});
    return { code: await codeSentTo(company.stage.backend, email) };
  }),
  reauthenticate: own(() => ({ password: PASSWORD })),
  requestReauthenticationCode: own(() => ({ channel: 'EMAIL' })),
  reauthenticateWithProvider: own(async (person, company) => {
    const { subject } = await identityOf(company, person);
    return { assertion: await word(person, 'REAUTHENTICATE', subject) };
  }),
  linkIdentity: fresh(async (person) => ({ assertion: await word(person, 'LINK') })),
  'unlinkIdentity(identityId:)': {
    of: 'an identity of the person',
    input: async (company) => ({ identityId: (await identityOf(company, company.self)).id }),
    may: who({ OK: ['self'] }),
  },
  'setAvatar(fileId:)': {
    of: 'a picture that the person has uploaded',
    input: async ({ self }) => ({ fileId: await squareOf(self) }),
    may: who({ OK: ['self'] }),
  },
  deleteAccount: [
    own(({ account }) => ({ username: account.username }), { own: 'row' }),
    own(
      async (person, { stage }) => {
        await makeStale(stage.backend, person);
        return { username: person.account.username };
      },
      {
        of: 'their own account, long after signing in',
        own: 'row',
        may: who({}, 'FRESH_SIGN_IN_REQUIRED'),
      },
    ),
  ],
  setIdle: own(() => ({ idle: true })),
  updatePrivacy: own(() => ({ foundByEmail: true })),
  signOut: own(undefined, { of: 'their own device', own: 'row' }),
  revokeOtherSessions: own(undefined, { of: 'their own other devices', own: 'row' }),
  'revokeSession(sessionId:)': {
    of: 'another device of the person',
    input: async ({ stage, self }) => ({ sessionId: (await anotherDevice(stage, self)).sessionId }),
    may: who({ OK: ['self'] }),
  },
};
