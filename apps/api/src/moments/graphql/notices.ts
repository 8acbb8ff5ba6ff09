import type { MomentNotice as NoticeRow } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost, QUERY_COST } from '../../graphql/limits.ts';
import { idField, Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { keysetConnection } from '../../graphql/pages.ts';
import { UUID_FORM } from '../../graphql/scalars.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { Viewer as AskingViewer } from '../../platform/viewer.ts';
import { requireNotice, visibleComments, visibleMoments } from '../access.ts';
import { markNoticesRead } from '../service/notices.ts';
import { countUnreadNotices, readNotices } from '../threads.ts';
import { MomentComment } from './comment.ts';
import { Moment } from './moment.ts';

const MomentNoticeKind = builder.enumType('MomentNoticeKind', {
  description: 'What somebody is told of a moment.',
  values: {
    LIKED: { description: 'Somebody likes their moment.' },
    COMMENTED: { description: 'Somebody says something on their moment.' },
    REPLIED: { description: 'Somebody answers what they said on a moment.' },
    MENTIONED: { description: 'Somebody draws their attention to a moment.' },
  } as const,
});

export const MomentNotice = builder.prismaObject('MomentNotice', {
  description:
    'Something that the viewer is told of a moment, as long as they see that. It goes with what it tells of. Only they can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('MomentNotice')),
    noticeKind: t.expose('kind', { type: MomentNoticeKind, description: 'What happened.' }),
    actor: t.loadable({
      type: User,
      description: 'Who did it.',
      load: async (ids: string[], { backend }: Context) => {
        const accounts = await backend.db.account.findMany({ where: { id: { in: ids } } });
        return ids.map(
          (id) => accounts.find((one) => one.id === id) ?? new NotFoundError('person'),
        );
      },
      resolve: ({ actorId }) => actorId,
    }),
    moment: t.loadable({
      type: Moment,
      nullable: true,
      description: 'On which moment. Depends on the viewer.',
      load: async (ids: string[], context: Context) => {
        const moments = await visibleMoments(context.backend, requireViewer(context), ids);
        return ids.map((id) => moments.find((moment) => moment.id === id) ?? null);
      },
      resolve: ({ momentId }) => momentId,
    }),
    comment: t.loadable({
      type: MomentComment,
      nullable: true,
      description: 'What was said; null of a like and a mention. Depends on the viewer.',
      load: async (ids: string[], context: Context) => {
        const comments = await visibleComments(context.backend, requireViewer(context), ids);
        return ids.map((id) => comments.find((comment) => comment.id === id) ?? null);
      },
      resolve: ({ commentId }) => commentId,
    }),
    seen: t.boolean({
      description: 'Whether it has been marked as read, on whichever device.',
      resolve: ({ readAt }) => readAt !== null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it happened.' }),
  }),
});
registerNode('MomentNotice', requireNotice);

builder.objectFields(Viewer, (t) => ({
  momentNotices: t.connection({
    type: MomentNotice,
    description: 'What the viewer is told of moments, the newest first.',
    complexity: pageCost,
    resolve: (viewer, args, { backend }) =>
      keysetConnection({
        args,
        key: (notice: NoticeRow) => notice.id,
        form: UUID_FORM,
        load: ({ after, before, ...rest }) =>
          // The newest first: what comes behind a notice is older than it.
          readNotices(backend, viewer, { after: before, before: after, ...rest }),
      }),
  }),
  unreadMomentNotices: t.int({
    description:
      'How many of them are unread: counted anew each time, over what the viewer still sees.',
    complexity: QUERY_COST,
    resolve: (viewer, _args, { backend }) => countUnreadNotices(backend, viewer),
  }),
}));

const MarkMomentNoticesReadInput = builder.inputType('MarkMomentNoticesReadInput', {
  description: 'Up to where notices have been read.',
  fields: (t) => ({
    noticeId: t.id({
      required: true,
      description: 'The newest `MomentNotice` that was shown: it is read, and all before it.',
    }),
  }),
});
const MarkMomentNoticesReadPayload = builder
  .objectRef<{ viewer: AskingViewer }>('MarkMomentNoticesReadPayload')
  .implement({
    description: 'They are read.',
    fields: (t) => ({
      viewer: t.expose('viewer', {
        type: Viewer,
        description: 'The caller, with `unreadMomentNotices` as it is now. Depends on the viewer.',
      }),
    }),
  });

builder.mutationField('markMomentNoticesRead', (t) =>
  t.field({
    type: MarkMomentNoticesReadPayload,
    authScopes: { signedIn: true },
    description: 'Marks a notice as read, and all before it, on all of the caller’s devices.',
    errors: { types: [NotFoundError] },
    args: {
      input: t.arg({ type: MarkMomentNoticesReadInput, required: true, description: 'Which.' }),
    },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      const noticeId = requireId('MomentNotice', input.noticeId, 'notice');
      await markNoticesRead(context.backend, viewer, noticeId);
      return { viewer };
    },
  }),
);
