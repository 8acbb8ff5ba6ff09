import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { assertionOf, MyAccount } from '../accounts.ts';
import { codeSentTo } from '../mailbox.ts';
import type { Stage } from '../stage.ts';
import type { Person } from '../world.ts';
import { acting, type Cases, change, friends } from './scene.ts';

const email = () => `${randomBytes(6).toString('hex')}@example.org`;
const phone = () => `+86138${String(randomInt(100_000_000)).padStart(8, '0')}`;

const linked =
  (person: Person, subject: string = randomUUID()) =>
  async () => {
    const claims = { provider: 'github', subject, session: person.sessionId };
    const assertion = await assertionOf({ ...claims, purpose: 'LINK' });
    await change(person, 'linkIdentity', { assertion });
    return assertionOf({ ...claims, purpose: 'REAUTHENTICATE' });
  };

/** What somebody changes about the addresses of their account, and about who vouches for them. */
export const addressCases = (stage: () => Stage): Cases => {
  const withPhone = async (person: Person) => {
    const number = phone();
    await change(person, 'requestPhoneChange', { phone: number });
    const code = await codeSentTo(stage().backend, number);
    return () => change(person, 'confirmPhoneChange', { code });
  };
  return {
    requestEmailChange: {
      'another one': async (world) => {
        const { mei } = await friends(world);
        return acting([mei], () => change(mei, 'requestEmailChange', { email: email() }));
      },
    },
    confirmEmailChange: {
      'by its code': async (world) => {
        const { mei } = await friends(world);
        const address = email();
        await change(mei, 'requestEmailChange', { email: address });
        const code = await codeSentTo(stage().backend, address);
        return acting([mei], () => change(mei, 'confirmEmailChange', { code }));
      },
    },
    requestPhoneChange: {
      'a first one': async (world) => {
        const { mei } = await friends(world);
        return acting([mei], () => change(mei, 'requestPhoneChange', { phone: phone() }));
      },
    },
    confirmPhoneChange: {
      'by its code': async (world) => {
        const { mei } = await friends(world);
        return acting([mei], await withPhone(mei));
      },
    },
    cancelAddressChange: {
      'of a phone': async (world) => {
        const { mei } = await friends(world);
        await change(mei, 'requestPhoneChange', { phone: phone() });
        return acting([mei], () => change(mei, 'cancelAddressChange', { channel: 'SMS' }));
      },
    },
    removePhone: {
      'of an account with a password': async (world) => {
        const { mei } = await friends(world);
        await (await withPhone(mei))();
        return acting([mei], () => change(mei, 'removePhone'));
      },
    },
    linkIdentity: {
      'a first one': async (world) => {
        const { mei } = await friends(world);
        return acting([mei], linked(mei));
      },
    },
    unlinkIdentity: {
      'of an account with a password': async (world) => {
        const { mei } = await friends(world);
        await linked(mei)();
        const identityId = await identityOf(mei);
        return acting([mei], () => change(mei, 'unlinkIdentity', { identityId }));
      },
    },
    reauthenticateWithProvider: {
      'with a linked one': async (world) => {
        const { mei, people } = await friends(world);
        const assertion = await linked(mei)();
        const act = () => change(mei, 'reauthenticateWithProvider', { assertion });
        return { people, act, silent: 'It is good for this device alone, and for minutes.' };
      },
    },
  };
};

async function identityOf(person: Person): Promise<string> {
  const { viewer } = await person.ask(MyAccount, {});
  return viewer.identities[0]?.id ?? '';
}
