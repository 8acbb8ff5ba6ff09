import { randomUUID } from 'node:crypto';
import { addressOf, requestCode } from '../codes.ts';
import { codeSentTo } from '../mailbox.ts';
import type { Stage } from '../stage.ts';
import { PASSWORD, type Person, type World } from '../world.ts';
import { vouched } from './people-cases.ts';
import { acting, type Cases, change } from './scene.ts';

/** What is done with codes; `stageOf` has an outbox to read them from. */
export function codeCases(stageOf: () => Stage): Cases {
  const codeFor = (person: Person) => codeSentTo(stageOf().backend, addressOf(person));
  const proven = async (world: World) => {
    const mei = await world.user('Mei');
    await change(mei, 'verifyEmail', { code: await codeFor(mei) });
    return mei;
  };
  const asked = async (world: World, purpose: 'SIGN_IN' | 'RESET_PASSWORD') => {
    const mei = await proven(world);
    await requestCode(world.url, addressOf(mei), purpose);
    return { mei, code: await codeFor(mei), address: addressOf(mei) };
  };
  return {
    requestCode: {
      'to sign in': async (world) => {
        const mei = await proven(world);
        const input = { purpose: 'SIGN_IN', address: addressOf(mei) };
        const act = () => change(mei, 'requestCode', input);
        return { people: [mei], act, silent: 'Nothing has happened to the account.' };
      },
    },
    signInWithCode: {
      'another device': async (world) => {
        const { mei, code, address } = await asked(world, 'SIGN_IN');
        return acting([mei], () => change(mei, 'signInWithCode', { address, code }));
      },
    },
    resetPassword: {
      'somebody else’s devices': async (world) => {
        const { mei, code, address } = await asked(world, 'RESET_PASSWORD');
        const tom = await world.user('Tom');
        await mei.befriend(tom);
        const input = { address, code, newPassword: 'a kettle of white tea' };
        const act = () => change(mei, 'resetPassword', input);
        return { people: [tom], act, silent: 'Mei’s own devices are all signed out.' };
      },
    },
    changePassword: {
      'with the other devices left alone': async (world) => {
        const mei = await proven(world);
        const newPassword = 'a kettle of white tea';
        const input = { currentPassword: PASSWORD, newPassword, signOutOthers: false };
        const act = () => change(mei, 'changePassword', input);
        return { people: [mei], act, silent: 'There was a password before.' };
      },
      'the first one': async (world) => {
        const mei = await vouched(world.url, randomUUID());
        const act = () =>
          change(mei, 'changePassword', { newPassword: PASSWORD, signOutOthers: false });
        return { devices: [mei], act };
      },
    },
    reauthenticate: {
      'by password': async (world) => {
        const mei = await world.user('Mei');
        const act = () => change(mei, 'reauthenticate', { password: PASSWORD });
        return { people: [mei], act, silent: 'It is good for this device alone, and for minutes.' };
      },
    },
    requestReauthenticationCode: {
      'to a proven address': async (world) => {
        const mei = await proven(world);
        const act = () => change(mei, 'requestReauthenticationCode', { channel: 'EMAIL' });
        return { people: [mei], act, silent: 'Nothing has happened to the account.' };
      },
    },
    requestVerification: {
      again: async (world) => {
        const mei = await world.user('Mei');
        return acting([mei], () => change(mei, 'requestVerification', {}));
      },
      'to another address': async (world) => {
        const mei = await world.user('Mei');
        const input = { email: `new.${addressOf(mei)}` };
        return acting([mei], () => change(mei, 'requestVerification', input));
      },
    },
    verifyEmail: {
      'the address of the registration': async (world) => {
        const mei = await world.user('Mei');
        const code = await codeFor(mei);
        return acting([mei], () => change(mei, 'verifyEmail', { code }));
      },
    },
  };
}
