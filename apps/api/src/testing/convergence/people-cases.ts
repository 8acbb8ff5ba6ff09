import { randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { ask, dataOf } from '../client.ts';
import { graphql } from '../graphql.ts';
import { squareOf } from '../media.ts';
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
export async function vouched(url: string, subject: string): Promise<Person> {
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
  revokeOtherSessions: {
    'two of four devices': async (world) => {
      const { mei, people } = await friends(world);
      // The first of them is the one that is watched from, and is asked from as well.
      const watching = await mei.onAnotherDevice();
      const others = people.filter((one) => one !== mei);
      return {
        devices: [watching, ...others],
        act: () => change(watching, 'revokeOtherSessions'),
      };
    },
  },
  updateProfile: {
    'a nickname and some words': async (world) => {
      const { mei } = await friends(world);
      const input = { nickname: 'Mei Lin', bio: 'Oolong, mostly.' };
      return acting([mei], () => change(mei, 'updateProfile', input));
    },
    'what it is already': async (world) => {
      const { mei, people } = await friends(world);
      const act = () => change(mei, 'updateProfile', { nickname: 'Mei', bio: '' });
      return { people, act, silent: 'Nothing is different.' };
    },
  },
  setAvatar: {
    'a picture': async (world) => {
      const { mei } = await friends(world);
      const fileId = await squareOf(mei);
      return acting([mei], () => change(mei, 'setAvatar', { fileId }));
    },
    'none any more': async (world) => {
      const { mei } = await friends(world);
      await change(mei, 'setAvatar', { fileId: await squareOf(mei) });
      return acting([mei], () => change(mei, 'setAvatar', {}));
    },
  },
  changeUsername: {
    'for the first time': async (world) => {
      const { mei } = await friends(world);
      const username = `mei_${randomBytes(5).toString('hex')}`;
      return acting([mei], () => change(mei, 'changeUsername', { username }));
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

/** Mei keeps Tom under the first of her two categories. */
const sorted = async (world: Parameters<typeof friends>[0]) => {
  const scene = await friends(world);
  const userIds = [scene.tom.id];
  const tea = await change(scene.mei, 'createFriendCategory', { title: 'Tea', userIds });
  const work = await change(scene.mei, 'createFriendCategory', { title: 'Work' });
  return { ...scene, tea, work };
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
  createFriendCategory: {
    'with a friend in it': async (world) => {
      const { mei, tom, people } = await friends(world);
      return acting(people, () =>
        change(mei, 'createFriendCategory', { title: 'Tea', userIds: [tom.id] }),
      );
    },
  },
  updateFriendCategory: {
    renamed: async (world) => {
      const { mei, people, tea } = await sorted(world);
      return acting(people, () =>
        change(mei, 'updateFriendCategory', { categoryId: tea, title: 'Oolong' }),
      );
    },
    'a friend put in': async (world) => {
      const { mei, tom, people, work } = await sorted(world);
      return acting(people, () =>
        change(mei, 'updateFriendCategory', { categoryId: work, addUserIds: [tom.id] }),
      );
    },
    'a friend taken out': async (world) => {
      const { mei, tom, people, tea } = await sorted(world);
      return acting(people, () =>
        change(mei, 'updateFriendCategory', { categoryId: tea, removeUserIds: [tom.id] }),
      );
    },
  },
  orderFriendCategories: {
    'the last one first': async (world) => {
      const { mei, people, work } = await sorted(world);
      return acting(people, () => change(mei, 'orderFriendCategories', { categoryIds: [work] }));
    },
  },
  deleteFriendCategory: {
    'with a friend in it': async (world) => {
      const { mei, people, tea } = await sorted(world);
      return acting(people, () => change(mei, 'deleteFriendCategory', { categoryId: tea }));
    },
  },
  setFriendCategories: {
    'one for another': async (world) => {
      const { mei, tom, people, work } = await sorted(world);
      return acting(people, () =>
        change(mei, 'setFriendCategories', { userId: tom.id, categoryIds: [work] }),
      );
    },
  },
  updatePrivacy: {
    'for the first time': async (world) => {
      const { mei, people } = await friends(world);
      return acting(people, () => change(mei, 'updatePrivacy', { reachableBy: 'NOBODY' }));
    },
    'as it was': async (world) => {
      const { mei, people } = await friends(world);
      const act = () => change(mei, 'updatePrivacy', { foundByName: true });
      return { people, act, silent: 'It is the same before and after.' };
    },
  },
  setIdle: {
    'on one device': async (world) => {
      const { mei, people } = await friends(world);
      const act = () => change(mei, 'setIdle', { idle: true });
      return { people, act, silent: 'Presence is told by hints.' };
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
