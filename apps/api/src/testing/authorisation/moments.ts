import { change, clientId } from '../convergence/scene.ts';
import { uuidOf } from '../ids.ts';
import { jpeg, upload } from '../media.ts';
import type { Person } from '../world.ts';
import { type Somebody, signedIn, who } from './actors.ts';
import { previewed } from './furnishing.ts';
import type { FieldRow, Furnished, ObjectRow } from './object-row.ts';
import { globalId } from './people.ts';

/** What people show of themselves on their own pages, and who finds it. */

export const postOf = (person: Person, more: object = {}): Promise<string> =>
  change(person, 'postMoment', {
    ...{ clientId: clientId(), text: 'tea', visibility: 'FRIENDS', ...more },
  });
export const commentOf = (person: Person, momentId: string, more: object = {}): Promise<string> =>
  change(person, 'commentOnMoment', { clientId: clientId(), momentId, text: 'Cheers', ...more });
export const pictureOf = async (person: Person): Promise<string> =>
  (await upload(person, await jpeg())).id;

/** Everybody but the friend whom the person has blocked. */
const UNBLOCKED: readonly Somebody[] = signedIn.filter((actor) => actor !== 'blocked');
const SEEING = who({ NOT_FOUND: ['blocked'] }, 'OK');
const NEAR = ['self', 'friend'] as const;
const CLOSE = who({ OK: NEAR });

const named = ({ ids }: Furnished, name: string): string => {
  const id = ids[name];
  if (!id) throw new Error(`The table has no ${name} before this`);
  return id;
};

/** Somebody’s notice of this kind. */
export async function noticeOf(
  { stage }: Pick<Furnished, 'stage'>,
  person: Person,
  kind: 'LIKED' | 'COMMENTED',
): Promise<string> {
  const where = { accountId: uuidOf(person.id), kind };
  const { id } = await stage.backend.db.momentNotice.findFirstOrThrow({ where });
  return globalId('MomentNotice', id);
}

export const momentObjects: Record<string, ObjectRow> = {
  publicMoment: {
    type: 'Moment',
    of: 'a public one of the person, which mentions the friend, who likes it and comments on it',
    make: async ({ self, friend, colleague }) => {
      const mentioned = { mentionedUserIds: [friend.id], locationLabel: 'The tea house' };
      const fileIds = [await pictureOf(self)];
      const id = await postOf(self, { visibility: 'PUBLIC', ...mentioned, fileIds });
      await change(friend, 'likeMoment', { momentId: id });
      await change(self, 'setMomentsCover', { fileId: await pictureOf(self) });
      await change(colleague, 'setMomentRelation', { userId: self.id, hidesMine: true });
      return id;
    },
    may: SEEING,
  },
  moment: {
    type: 'Moment',
    of: 'one of the person for friends, with a link',
    make: async ({ self, stage }) => {
      const url = 'https://example.org/moment';
      const id = await postOf(self, { text: url });
      await previewed(stage, url);
      return id;
    },
    may: CLOSE,
  },
  namedMoment: {
    type: 'Moment',
    of: 'one of the person only for the friend, who is named and in a category that is named',
    make: (company) => {
      const { self, friend } = company;
      const audience = { userIds: [friend.id], categoryIds: [named(company, 'category')] };
      return postOf(self, { visibility: 'ONLY', audience });
    },
    may: CLOSE,
  },
  privateMoment: {
    type: 'Moment',
    of: 'one of the person for themself alone',
    make: ({ self }) => postOf(self, { visibility: 'PRIVATE' }),
    may: who({ OK: ['self'] }),
  },
  momentComment: {
    type: 'MomentComment',
    of: 'of the friend on the public moment of the person',
    make: (company) => commentOf(company.friend, named(company, 'publicMoment')),
    may: CLOSE,
  },
  momentAnswer: {
    type: 'MomentComment',
    of: 'of the person, who answers the friend',
    make: (company) =>
      commentOf(company.self, named(company, 'publicMoment'), {
        replyToId: named(company, 'momentComment'),
      }),
    may: CLOSE,
  },
  momentNotice: {
    type: 'MomentNotice',
    of: 'of the person, that the friend has commented',
    make: (company) => noticeOf(company, company.self, 'COMMENTED'),
    may: who({ OK: ['self'] }),
  },
};

const NEARBY = { on: 'publicMoment', finds: { OK: NEAR } };

export const momentFields: Readonly<Record<string, FieldRow>> = {
  'User.moments': { on: 'person', finds: { OK: UNBLOCKED } },
  'User.momentsCover': { on: 'person', finds: { OK: UNBLOCKED } },
  'User.momentsWindow': { on: 'person', finds: { ALL: UNBLOCKED } },
  'User.momentRelation': {
    on: 'person',
    at: 'momentRelation.hidesMine',
    finds: { OK: ['colleague'] },
  },
  'Moment.mentioned': NEARBY,
  'Moment.likers': NEARBY,
  'Moment.likeCount': NEARBY,
  'Moment.comments': NEARBY,
  'Moment.commentCount': NEARBY,
  'Moment.viewerHasLiked': { on: 'publicMoment', finds: { OK: ['friend'] } },
  'Moment.momentVisibility': { on: 'publicMoment', finds: { PUBLIC: ['self'] } },
  'Moment.audience': { on: 'namedMoment', finds: { OK: ['self'] } },
  'MomentComment.moment': { on: 'momentComment', finds: { OK: NEAR } },
  'MomentComment.canDelete': { on: 'momentAnswer', finds: { OK: ['self'] } },
  'MomentNotice.moment': { on: 'momentNotice', finds: { OK: ['self'] } },
  'MomentNotice.comment': { on: 'momentNotice', finds: { OK: ['self'] } },
};

export const momentQueries = {
  'Query.moments': {
    of: 'what they and their friends have posted, of whom only the person has',
    may: who({ OK: NEAR }, 'NONE'),
  },
};
