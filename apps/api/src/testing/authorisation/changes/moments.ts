import { change } from '../../convergence/scene.ts';
import { everybody, OTHERS, who } from '../actors.ts';
import type { ChangeRows } from '../change.ts';
import { commentOf, noticeOf, pictureOf, postOf } from '../moments.ts';
import { once, personOf } from '../scenes.ts';

const MINE = who({ OK: ['self'] });
/** Whom the person is to them: a friend, also to the one whom they have blocked. */
const FRIENDS = who({ OK: ['friend', 'blocked'] }, 'NOT_FRIENDS');
const NEAR = who({ OK: ['self', 'friend'] });
/** Of what is public: friends may, and others see it. */
const RESPONDING = who({ OK: ['self', 'friend'], NOT_FOUND: ['blocked'] }, 'NOT_FRIENDS');

const input = { text: 'tea', visibility: 'FRIENDS' } as const;
const newId = () => ({ clientId: crypto.randomUUID() });

const publicMoment = once(({ self }) => postOf(self, { visibility: 'PUBLIC' }));
const friendsMoment = once(({ self }) => postOf(self));
const category = once(({ self }) =>
  change(self, 'createFriendCategory', { title: crypto.randomUUID().slice(-12) }),
);
const answered = once(async (company) => commentOf(company.friend, await publicMoment(company)));
const notice = once(async (company) => {
  await change(company.friend, 'likeMoment', { momentId: await publicMoment(company) });
  return noticeOf(company, company.self, 'LIKED');
});

export const momentChanges: ChangeRows = {
  'postMoment(mentionedUserIds:)': {
    of: 'the person',
    input: ({ self }) => ({ ...input, ...newId(), mentionedUserIds: [self.id] }),
    may: FRIENDS,
  },
  'postMoment(audience.userIds:)': {
    of: 'the person, whom it is kept from',
    input: ({ self }) => ({
      ...{ ...input, ...newId(), visibility: 'EXCEPT', audience: { userIds: [self.id] } },
    }),
    may: FRIENDS,
  },
  'postMoment(audience.categoryIds:)': {
    of: 'a category of the person',
    input: async (company) => ({
      ...{ ...input, ...newId(), visibility: 'ONLY' },
      audience: { categoryIds: [await category(company)] },
    }),
    may: MINE,
  },
  'postMoment(fileIds:)': {
    of: 'a picture that the person has uploaded',
    input: async ({ self }) => ({ ...input, ...newId(), fileIds: [await pictureOf(self)] }),
    may: MINE,
  },
  'changeMomentVisibility(momentId:)': {
    of: 'a moment of the person for friends',
    input: async (company) => ({ momentId: await friendsMoment(company), visibility: 'FRIENDS' }),
    may: MINE,
  },
  'changeMomentVisibility(audience.userIds:)': {
    of: 'the person, whom a moment of their own is kept from',
    input: async (company, actor) => ({
      momentId: await postOf(personOf(company, actor)),
      visibility: 'EXCEPT',
      audience: { userIds: [company.self.id] },
    }),
    may: FRIENDS,
  },
  'changeMomentVisibility(audience.categoryIds:)': {
    of: 'a category of the person, for a moment of their own',
    input: async (company, actor) => ({
      momentId: await postOf(personOf(company, actor)),
      visibility: 'EXCEPT',
      audience: { categoryIds: [await category(company)] },
    }),
    may: MINE,
  },
  'deleteMoment(momentId:)': {
    of: 'a moment of the person for friends',
    input: async ({ self }) => ({ momentId: await postOf(self) }),
    may: MINE,
  },
  'likeMoment(momentId:)': [
    {
      of: 'a moment of the person for friends',
      input: async (company) => ({ momentId: await friendsMoment(company) }),
      may: NEAR,
    },
    {
      of: 'a public moment of the person',
      input: async (company) => ({ momentId: await publicMoment(company) }),
      may: RESPONDING,
    },
  ],
  'unlikeMoment(momentId:)': {
    of: 'a public moment of the person; nothing happens where they do not like it',
    input: async (company) => ({ momentId: await publicMoment(company) }),
    may: who({ NOT_FOUND: ['blocked'] }, 'OK'),
  },
  'commentOnMoment(momentId:)': [
    {
      of: 'a moment of the person for friends',
      input: async (company) => ({
        ...{ ...newId(), momentId: await friendsMoment(company), text: 'Cheers' },
      }),
      may: NEAR,
    },
    {
      of: 'a public moment of the person',
      input: async (company) => ({
        ...{ ...newId(), momentId: await publicMoment(company), text: 'Cheers' },
      }),
      may: RESPONDING,
    },
  ],
  'commentOnMoment(replyToId:)': {
    of: 'a comment of the friend on a public moment of the person',
    input: async (company) => ({
      ...{ ...newId(), momentId: await publicMoment(company), text: 'Cheers' },
      replyToId: await answered(company),
    }),
    may: RESPONDING,
  },
  'deleteMomentComment(commentId:)': {
    of: 'a comment of the friend on a public moment of the person',
    input: async (company) => ({
      commentId: await commentOf(company.friend, await publicMoment(company)),
    }),
    may: NEAR,
  },
  updateMomentSettings: {
    of: 'what one shows oneself',
    input: () => ({ timelineWindow: 'MONTH' }),
    may: everybody,
  },
  'setMomentsCover(fileId:)': {
    of: 'a picture that the person has uploaded',
    input: async ({ self }) => ({ fileId: await pictureOf(self) }),
    may: MINE,
  },
  'setMomentRelation(userId:)': {
    of: 'the person',
    own: 'row',
    input: ({ self }) => ({ userId: self.id, hidesTheirs: true }),
    may: who({ OK: OTHERS, OWN_ACCOUNT: ['self'] }),
  },
  'markMomentNoticesRead(noticeId:)': {
    of: 'that the friend likes a moment of the person',
    input: async (company) => ({ noticeId: await notice(company) }),
    may: MINE,
  },
};
