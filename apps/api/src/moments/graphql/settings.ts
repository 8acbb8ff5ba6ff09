import type {
  MomentRelation as RelationRow,
  MomentSettings as SettingsRow,
} from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { OwnAccountError } from '../../contacts/errors.ts';
import { peopleById, userPayload } from '../../contacts/graphql/friends.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost } from '../../graphql/limits.ts';
import { requireId } from '../../graphql/nodes.ts';
import { Image } from '../../media/graphql/media.ts';
import type { Env } from '../../platform/env.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { Viewer as AskingViewer } from '../../platform/viewer.ts';
import { momentSettingsOf, openPages, SHOWN_DAYS, type TimelineWindow } from '../access.ts';
import { LOCATION_MAX, MENTIONED_MAX, PICTURES_MAX } from '../service/posting.ts';
import { setMomentRelation, setMomentsCover, updateMomentSettings } from '../service/settings.ts';

const TimelineWindowEnum = builder.enumType('TimelineWindow', {
  description: 'For how long others see what somebody posts. They themself see all of it.',
  values: {
    THREE_DAYS: { description: '3 days.' },
    MONTH: { description: '30 days.' },
    HALF_YEAR: { description: '182 days.' },
    ALL: { description: 'For good.' },
  } as const satisfies Record<TimelineWindow, object>,
});

const windowOf = ({ shownDays }: SettingsRow): TimelineWindow =>
  (Object.keys(SHOWN_DAYS) as TimelineWindow[]).find((name) => SHOWN_DAYS[name] === shownDays) ??
  'ALL';

const MomentSettings = builder.objectRef<SettingsRow>('MomentSettings').implement({
  description: 'What a person shows of their moments. Only they themself can see it.',
  fields: (t) => ({
    timelineWindow: t.field({
      type: TimelineWindowEnum,
      description: 'For how long others see what they post. ALL at first.',
      resolve: windowOf,
    }),
    shownToStrangers: t.exposeBoolean('shownToStrangers', {
      description:
        'Whether people who are no friends see their ten newest public moments. True at first.',
    }),
  }),
});

const MomentLimits = builder.objectRef<Env>('MomentLimits').implement({
  description: 'How much a moment takes, the same for everybody.',
  fields: (t) => ({
    characters: t.exposeInt('MOMENT_MAX_CHARACTERS', {
      description: 'Of its text, in Unicode code points.',
    }),
    commentCharacters: t.exposeInt('MOMENT_COMMENT_MAX_CHARACTERS', {
      description: 'Of a comment, in Unicode code points.',
    }),
    locationCharacters: t.int({
      description: 'Of the words for a place, in Unicode code points.',
      resolve: () => LOCATION_MAX,
    }),
    pictures: t.int({ description: 'Pictures on it.', resolve: () => PICTURES_MAX }),
    mentions: t.int({ description: 'Friends whom it mentions.', resolve: () => MENTIONED_MAX }),
  }),
});

const MomentRelation = builder
  .objectRef<Pick<RelationRow, 'hidesTheirs' | 'hidesMine'>>('MomentRelation')
  .implement({
    description: 'What the viewer does not want to see of somebody, and does not let them see.',
    fields: (t) => ({
      hidesTheirs: t.exposeBoolean('hidesTheirs', {
        description: 'Whether what they post is kept out of the viewer’s feed.',
      }),
      hidesMine: t.exposeBoolean('hidesMine', {
        description: 'Whether they see nothing that the viewer posts.',
      }),
    }),
  });

const loadSettings = async (accountIds: string[], context: Context) => {
  const open = await openPages(context.backend, requireViewer(context), accountIds);
  const settings = await momentSettingsOf(context.backend, accountIds);
  return settings.map((one) => (open.has(one.accountId) ? one : null));
};

builder.prismaObjectFields('Account', (t) => ({
  momentsCover: t.loadable({
    type: Image,
    nullable: true,
    description:
      'The picture at the head of this person’s page; null without one, and where a block or `hidesMine` stands between. Depends on the viewer.',
    load: async (accountIds: string[], context: Context) => {
      const settings = await loadSettings(accountIds, context);
      const ids = settings.flatMap((one) => one?.coverFileId ?? []);
      const files = await context.backend.db.storedFile.findMany({
        where: { id: { in: ids }, state: 'READY' },
      });
      return settings.map((one) => files.find(({ id }) => id === one?.coverFileId) ?? null);
    },
    resolve: (account) => account.id,
  }),
  momentsWindow: t.loadable({
    type: TimelineWindowEnum,
    nullable: true,
    description:
      'For how long the viewer sees what this person posts; null where a block or `hidesMine` stands between. Depends on the viewer.',
    load: async (accountIds: string[], context: Context) =>
      (await loadSettings(accountIds, context)).map((one) => one && windowOf(one)),
    resolve: (account) => account.id,
  }),
  momentRelation: t.loadable({
    type: MomentRelation,
    description:
      'What the viewer hides from this person, and of them. Nobody learns it of others. Depends on the viewer.',
    load: async (otherIds: string[], context: Context) => {
      const { accountId } = requireViewer(context);
      const rows = await context.backend.db.momentRelation.findMany({
        where: { accountId, otherId: { in: otherIds } },
      });
      const none = { hidesTheirs: false, hidesMine: false };
      return otherIds.map((id) => rows.find(({ otherId }) => otherId === id) ?? none);
    },
    resolve: (account) => account.id,
  }),
}));

builder.objectFields(Viewer, (t) => ({
  momentSettings: t.field({
    type: MomentSettings,
    description: 'What the viewer shows of their moments.',
    resolve: async ({ accountId }, _args, { backend }) => {
      const [settings] = await momentSettingsOf(backend, [accountId]);
      if (!settings) throw new NotFoundError('settings');
      return settings;
    },
  }),
  momentLimits: t.field({
    type: MomentLimits,
    description: 'How much a moment takes.',
    resolve: (_viewer, _args, { backend }) => backend.env,
  }),
  momentRelations: t.connection({
    type: User,
    description:
      'People whose moments the viewer does not want to see, or who do not see the viewer’s, by id: `User.momentRelation` says which.',
    complexity: pageCost,
    resolve: ({ accountId }, args, { backend }) =>
      peopleById(backend.db, args, { momentRelationsOfOthers: { some: { accountId } } }),
  }),
}));

const UpdateMomentSettingsInput = builder.inputType('UpdateMomentSettingsInput', {
  description: 'What is to be different. Left out or null: as it is.',
  fields: (t) => ({
    timelineWindow: t.field({
      type: TimelineWindowEnum,
      description: 'For how long others see what the caller posts.',
    }),
    shownToStrangers: t.boolean({
      description: 'Whether people who are no friends see the ten newest public moments.',
    }),
  }),
});
const SetMomentsCoverInput = builder.inputType('SetMomentsCoverInput', {
  description: 'What is to be at the head of the caller’s page.',
  fields: (t) => ({
    fileId: t.id({
      description: 'An `Image` that the caller has uploaded; null or left out: none.',
    }),
  }),
});
const SetMomentRelationInput = builder.inputType('SetMomentRelationInput', {
  description: 'What is to be different. Left out or null: as it is.',
  fields: (t) => ({
    userId: t.id({ required: true, description: 'Somebody else.' }),
    hidesTheirs: t.boolean({ description: 'Whether to keep what they post out of the feed.' }),
    hidesMine: t.boolean({ description: 'Whether to let them see nothing that the caller posts.' }),
  }),
});

const viewerPayload = (name: string, description: string, shown: string) =>
  builder.objectRef<{ viewer: AskingViewer }>(name).implement({
    description,
    fields: (t) => ({
      viewer: t.expose('viewer', {
        type: Viewer,
        description: `The caller, with ${shown} as it is now. Depends on the viewer.`,
      }),
    }),
  });
const UpdateMomentSettingsPayload = viewerPayload(
  'UpdateMomentSettingsPayload',
  'The settings are as asked for.',
  '`momentSettings`',
);
const SetMomentsCoverPayload = viewerPayload(
  'SetMomentsCoverPayload',
  'The picture is there, or none.',
  '`user.momentsCover`',
);
const SetMomentRelationPayload = userPayload('SetMomentRelationPayload', 'It is as asked for.');

builder.mutationFields((t) => ({
  updateMomentSettings: t.field({
    type: UpdateMomentSettingsPayload,
    authScopes: { signedIn: true },
    description: 'Changes what the caller shows of their moments, from this moment on.',
    args: {
      input: t.arg({ type: UpdateMomentSettingsInput, required: true, description: 'What.' }),
    },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      await updateMomentSettings(context.backend, viewer, {
        window: input.timelineWindow ?? undefined,
        shownToStrangers: input.shownToStrangers ?? undefined,
      });
      return { viewer };
    },
  }),
  setMomentsCover: t.field({
    type: SetMomentsCoverPayload,
    authScopes: { signedIn: true },
    description: 'Puts a picture at the head of the caller’s page, or takes it away.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: SetMomentsCoverInput, required: true, description: 'Which.' }) },
    resolve: async (_root, { input: { fileId } }, context) => {
      const viewer = requireViewer(context);
      const id = fileId ? requireId('Image', fileId, 'file') : null;
      await setMomentsCover(context.backend, viewer, id);
      return { viewer };
    },
  }),
  setMomentRelation: t.field({
    type: SetMomentRelationPayload,
    authScopes: { signedIn: true },
    description:
      'Keeps what somebody posts out of the caller’s feed, or what the caller posts from them. They are not told.',
    errors: { types: [NotFoundError, OwnAccountError] },
    args: {
      input: t.arg({ type: SetMomentRelationInput, required: true, description: 'Of whom.' }),
    },
    resolve: (_root, { input }, context) =>
      setMomentRelation(context.backend, requireViewer(context), {
        accountId: requireId('User', input.userId, 'person'),
        hidesTheirs: input.hidesTheirs ?? undefined,
        hidesMine: input.hidesMine ?? undefined,
      }),
  }),
}));
