import { randomUUID } from 'node:crypto';
import { change } from '../../convergence/scene.ts';
import type { Person } from '../../world.ts';
import { everybody, OTHERS, RUNNING, who } from '../actors.ts';
import type { ChangeRows } from '../change.ts';
import { manyPeople } from '../people.ts';
import { approached, newFriendOf, once, personOf } from '../scenes.ts';

const asked = once(({ self, stranger }) =>
  change(stranger, 'requestFriend', { userId: self.id, note: 'Tea?' }),
);
const STRANGE = [
  'colleague',
  'stranger',
  'former',
  'muted',
  'member',
  ...RUNNING,
  'installation',
] as const;

const MINE = who({ OK: ['self'] });
const FRIENDS = who({ OK: ['friend', 'blocked'] }, 'NOT_FRIENDS');
const newName = () => randomUUID().slice(-12);
const categoryOf = (person: Person) => change(person, 'createFriendCategory', { title: newName() });
const category = once(({ self }) => categoryOf(self));
const doomedCategory = once(({ self }) => categoryOf(self));

export const contactChanges: ChangeRows = {
  'requestFriend(userId:)': {
    of: 'the person',
    own: 'row',
    input: ({ self }) => ({ userId: self.id }),
    may: who({
      OK: STRANGE,
      ALREADY_FRIENDS: ['friend'],
      RECIPIENT_REFUSES: ['blocked'],
      OWN_ACCOUNT: ['self'],
    }),
  },
  'acceptFriendRequest(requestId:)': {
    of: 'a request of the stranger to the person',
    own: 'row',
    input: async (company) => ({ requestId: await asked(company) }),
    may: who({ OK: ['self'], FRIEND_REQUEST_DECIDED: ['stranger'] }),
  },
  'declineFriendRequest(requestId:)': {
    of: 'a request of the stranger to the person',
    own: 'row',
    input: async (company) => ({ requestId: await asked(company) }),
    may: who({ OK: ['self'], FRIEND_REQUEST_DECIDED: ['stranger'] }),
  },
  'cancelFriendRequest(requestId:)': {
    of: 'a request of the stranger to the person',
    own: 'row',
    input: async (company) => ({ requestId: await asked(company) }),
    may: who({ OK: ['stranger'], FRIEND_REQUEST_DECIDED: ['self'] }),
  },
  'removeFriend(userId:)': {
    of: 'the person; nothing happens where they are no friend',
    own: 'row',
    input: ({ self }) => ({ userId: self.id }),
    may: who({ OK: OTHERS, OWN_ACCOUNT: ['self'] }),
  },
  'blockUser(userId:)': {
    of: 'the person',
    own: 'row',
    input: ({ self }) => ({ userId: self.id }),
    may: who({ OK: OTHERS, OWN_ACCOUNT: ['self'] }),
  },
  'unblockUser(userId:)': {
    of: 'the person; nothing happens where they are not blocked',
    input: ({ self }) => ({ userId: self.id }),
    may: who({ OK: OTHERS, OWN_ACCOUNT: ['self'] }),
  },
  'setRemark(userId:)': {
    of: 'the person',
    input: ({ self }) => ({ userId: self.id, remark: 'Old Mei' }),
    may: who({ OK: ['friend', 'blocked'], OWN_ACCOUNT: ['self'] }, 'NOT_FRIENDS'),
  },
  'openDirectConversation(userId:)': [
    {
      of: 'the person, with whom the friend and the blocked friend have one',
      own: 'row',
      input: ({ self }) => ({ userId: self.id }),
      may: everybody,
    },
    {
      of: 'somebody new who has blocked them',
      input: async (company, actor) => {
        const [somebody] = await manyPeople(company.stage, 1);
        if (!somebody) throw new Error('Somebody was made');
        await change(somebody, 'blockUser', { userId: personOf(company, actor).id });
        return { userId: somebody.id };
      },
      may: who({}, 'RECIPIENT_REFUSES'),
    },
    {
      of: 'somebody new who wants to be reached by nobody but friends',
      input: async ({ stage }) => {
        const [somebody] = await manyPeople(stage, 1);
        if (!somebody) throw new Error('Somebody was made');
        await change(somebody, 'updatePrivacy', { reachableBy: 'NOBODY' });
        return { userId: somebody.id };
      },
      may: who({}, 'RECIPIENT_REFUSES'),
    },
  ],
  'acceptConversation(conversationId:)': {
    of: 'the conversation in which the stranger has written to the person',
    own: 'row',
    input: async (company) => ({ conversationId: await approached(company) }),
    may: who({ OK: ['self', 'stranger'] }),
  },
  'createFriendCategory(userIds:)': {
    of: 'the person',
    input: ({ self }) => ({ title: newName(), userIds: [self.id] }),
    may: FRIENDS,
  },
  'updateFriendCategory(categoryId:)': {
    of: 'a category of the person',
    input: async (company) => ({ categoryId: await category(company), title: newName() }),
    may: MINE,
  },
  'updateFriendCategory(addUserIds:)': {
    of: 'the person, into a category of their own',
    input: async (company, actor) => ({
      categoryId: await categoryOf(personOf(company, actor)),
      addUserIds: [company.self.id],
    }),
    may: FRIENDS,
  },
  'updateFriendCategory(removeUserIds:)': {
    of: 'the person, out of a category of their own; nothing happens where they are not in it',
    input: async (company, actor) => ({
      categoryId: await categoryOf(personOf(company, actor)),
      removeUserIds: [company.self.id],
    }),
    may: everybody,
  },
  'deleteFriendCategory(categoryId:)': {
    of: 'a category of the person',
    input: async (company) => ({ categoryId: await doomedCategory(company) }),
    may: MINE,
  },
  'orderFriendCategories(categoryIds:)': {
    of: 'a category of the person',
    input: async (company) => ({ categoryIds: [await category(company)] }),
    may: MINE,
  },
  'setFriendCategories(userId:)': {
    of: 'the person',
    input: async (company, actor) => ({
      userId: company.self.id,
      categoryIds: [await categoryOf(personOf(company, actor))],
    }),
    may: who({ OK: ['friend', 'blocked'], OWN_ACCOUNT: ['self'] }, 'NOT_FRIENDS'),
  },
  'setFriendCategories(categoryIds:)': {
    of: 'a category of the person, for a friend of their own',
    input: async (company, actor) => ({
      userId: (await newFriendOf(company, actor)).id,
      categoryIds: [await category(company)],
    }),
    may: MINE,
  },
};
