import { randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { ask, dataOf } from '../client.ts';
import { graphql } from '../graphql.ts';
import { SECRETS } from '../secrets.ts';
import { expectType, PASSWORD, Person } from '../world.ts';
import { acting, type Cases, change, friends } from './scene.ts';

const SignInWithProvider = graphql(`
  mutation Vouched($input: SignInWithProviderInput!) {
    signInWithProvider(input: $input) {
      __typename
      ... on SignedIn { accessToken refreshToken session { id } user { id username nickname } }
    }
  }
`);

/** Signs somebody in whom the web server vouches for. */
async function vouched(url: string, subject: string): Promise<Person> {
  const assertion = await new SignJWT({ provider: 'github', subject })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('teahouse-web')
    .setAudience('teahouse-api')
    .setIssuedAt()
    .setExpirationTime('1m')
    .setJti(randomUUID())
    .sign(new TextEncoder().encode(SECRETS.WEB_API_SECRET));
  const input = { assertion };
  const answer = await ask(url, null, SignInWithProvider, { input });
  const { signInWithProvider } = dataOf(SignInWithProvider, input, answer);
  const { user, accessToken, refreshToken, session } = expectType(signInWithProvider, 'SignedIn');
  return new Person(url, user, accessToken, refreshToken, session.id);
}

export const accountCases: Cases = {
  register: {
    'a new account': async (world) => {
      const { mei, people } = await friends(world);
      const username = `new_${randomBytes(5).toString('hex')}`;
      const input = {
        username,
        email: `${username}@example.org`,
        password: PASSWORD,
        nickname: 'New',
      };
      return {
        people,
        act: () => change(mei, 'register', input),
        silent: 'Nobody knows them yet.',
      };
    },
  },
  signIn: {
    'another device': async (world) => {
      const { mei, people } = await friends(world);
      const input = { login: mei.account.username, password: PASSWORD };
      return acting(people, () => change(mei, 'signIn', input));
    },
  },
  signInWithProvider: {
    'another device': async (world) => {
      const subject = randomUUID();
      const mei = await vouched(world.url, subject);
      return { devices: [mei], act: () => vouched(world.url, subject) };
    },
  },
  refreshSession: {
    'new tokens': async (world) => {
      const { mei, people } = await friends(world);
      const { refreshToken } = mei;
      const act = () => change(mei, 'refreshSession', { refreshToken });
      return { people, act, silent: 'A session stays what it is.' };
    },
  },
  signOut: {
    'one of three devices': async (world) => {
      const { mei, people } = await friends(world);
      const phone = await mei.onAnotherDevice();
      return acting(people, () => change(phone, 'signOut'));
    },
  },
  revokeSession: {
    'one of three devices': async (world) => {
      const { mei, people } = await friends(world);
      const { sessionId } = await mei.onAnotherDevice();
      return acting(people, () => change(mei, 'revokeSession', { sessionId }));
    },
  },
};

const strangers = async (world: Parameters<typeof friends>[0]) => {
  const [mei, tom] = await Promise.all([world.user('Mei'), world.user('Tom')]);
  return { mei, tom, people: [mei, tom] };
};
const requested = async (world: Parameters<typeof friends>[0]) => {
  const { mei, tom, people } = await strangers(world);
  const requestId = await change(mei, 'requestFriend', { userId: tom.id, note: 'Tea?' });
  return { mei, tom, people, requestId };
};

export const contactCases: Cases = {
  requestFriend: {
    'somebody new': async (world) => {
      const { mei, tom, people } = await strangers(world);
      return acting(people, () => change(mei, 'requestFriend', { userId: tom.id, note: 'Tea?' }));
    },
    'who has asked already': async (world) => {
      const { mei, tom, people } = await requested(world);
      return acting(people, () => change(tom, 'requestFriend', { userId: mei.id }));
    },
  },
  acceptFriendRequest: {
    'of somebody': async (world) => {
      const { tom, people, requestId } = await requested(world);
      return acting(people, () => change(tom, 'acceptFriendRequest', { requestId }));
    },
  },
  declineFriendRequest: {
    'of somebody': async (world) => {
      const { tom, people, requestId } = await requested(world);
      return acting(people, () => change(tom, 'declineFriendRequest', { requestId }));
    },
  },
  cancelFriendRequest: {
    'of their own': async (world) => {
      const { mei, people, requestId } = await requested(world);
      return acting(people, () => change(mei, 'cancelFriendRequest', { requestId }));
    },
  },
  removeFriend: {
    'with a remark': async (world) => {
      const { mei, tom, people } = await friends(world);
      await change(mei, 'setRemark', { userId: tom.id, remark: 'Old Tom' });
      return acting(people, () => change(mei, 'removeFriend', { userId: tom.id }));
    },
    'with somebody who is none': async (world) => {
      const { mei, tom, people } = await strangers(world);
      const act = () => change(mei, 'removeFriend', { userId: tom.id });
      return { people, act, silent: 'They are not friends before or after.' };
    },
  },
  blockUser: {
    'a friend': async (world) => {
      const { mei, tom, people } = await friends(world);
      return acting(people, () => change(mei, 'blockUser', { userId: tom.id }));
    },
    'who has asked': async (world) => {
      const { mei, tom, people } = await requested(world);
      return acting(people, () => change(tom, 'blockUser', { userId: mei.id }));
    },
    'who was asked': async (world) => {
      const { mei, tom, people } = await requested(world);
      return acting(people, () => change(mei, 'blockUser', { userId: tom.id }));
    },
  },
  unblockUser: {
    'a friend': async (world) => {
      const { mei, tom, people } = await friends(world);
      await change(mei, 'blockUser', { userId: tom.id });
      return acting(people, () => change(mei, 'unblockUser', { userId: tom.id }));
    },
  },
  setRemark: {
    'of a friend': async (world) => {
      const { mei, tom, people } = await friends(world);
      return acting(people, () => change(mei, 'setRemark', { userId: tom.id, remark: 'Old Tom' }));
    },
    'taken away': async (world) => {
      const { mei, tom, people } = await friends(world);
      await change(mei, 'setRemark', { userId: tom.id, remark: 'Old Tom' });
      return acting(people, () => change(mei, 'setRemark', { userId: tom.id, remark: null }));
    },
  },
  openDirectConversation: {
    'with a friend': async (world) => {
      const { mei, tom, people } = await strangers(world);
      await mei.befriend(tom);
      return acting(people, () => mei.open(tom));
    },
    'with oneself': async (world) => {
      const { mei, people } = await friends(world);
      return acting(people, () => change(mei, 'openDirectConversation', { userId: mei.id }));
    },
  },
};
