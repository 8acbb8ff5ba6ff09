import { User } from '../../accounts/graphql/user.ts';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { hintEvent, loggedEvent } from '../../graphql/events.ts';
import { toGlobalId } from '../../graphql/nodes.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { requireNotice } from '../access.ts';
import { Moment, visibleMoment } from './moment.ts';
import { MomentNotice } from './notices.ts';

type OfMoment = { payload: { momentId: string } };

const momentIdField = {
  description: 'Which `Moment`.',
  resolve: ({ payload }: OfMoment) => toGlobalId('Moment', payload.momentId),
} as const;
const momentField = {
  type: Moment,
  nullable: true,
  description:
    'The moment as it is now; null when the viewer does not see it (any more). Depends on the viewer.',
  resolve: ({ payload }: OfMoment, _args: object, context: Context) =>
    visibleMoment(payload.momentId, context),
} as const;
const accountById = (query: object, id: string, { backend }: Context) =>
  backend.db.account.findUniqueOrThrow({ ...query, where: { id } });
const viewerDescription = (shown: string) =>
  `The caller, with ${shown} as it is now. Depends on the viewer.`;

builder.objectFields(
  loggedEvent(
    'MomentChanged',
    'A moment of the caller’s, or one that they like or comment on (or did so until now), was posted, is seen by others than before, is liked or commented on otherwise, has its preview, or is gone. Account stream.',
  ),
  (t) => ({
    momentId: t.id(momentIdField),
    moment: t.field(momentField),
  }),
);

builder.objectFields(
  loggedEvent('MomentRemoved', 'The caller has deleted a moment of theirs. Account stream.'),
  (t) => ({
    momentId: t.id({ ...momentIdField, description: 'The `Moment` that is gone.' }),
  }),
);

builder.objectFields(
  loggedEvent(
    'MomentNoticed',
    'Somebody likes or comments on a moment of the caller’s, answers a comment of theirs, or mentions them. Account stream.',
  ),
  (t) => ({
    notice: t.field({
      type: MomentNotice,
      nullable: true,
      description:
        'What happened, with the moment; null when it is taken back since. Depends on the viewer.',
      resolve: async ({ payload }, _args, context) => {
        try {
          return await requireNotice(context.backend, requireViewer(context), payload.noticeId);
        } catch (error) {
          if (error instanceof NotFoundError) return null;
          throw error;
        }
      },
    }),
    viewer: t.field({
      type: Viewer,
      description: viewerDescription('`unreadMomentNotices`'),
      resolve: (_event, _args, context) => requireViewer(context),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'MomentNoticesChanged',
    'The caller has read notices of moments on one of their devices, or some are taken back. Account stream.',
  ),
  (t) => ({
    viewer: t.field({
      type: Viewer,
      description: viewerDescription('`momentNotices` and `unreadMomentNotices`'),
      resolve: (_event, _args, context) => requireViewer(context),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'MomentSettingsChanged',
    'The caller shows their moments for longer or shorter, to strangers or not, or has another cover. Account stream.',
  ),
  (t) => ({
    viewer: t.field({
      type: Viewer,
      description: viewerDescription('`momentSettings` and `user.momentsCover`'),
      resolve: (_event, _args, context) => requireViewer(context),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'MomentRelationChanged',
    'The caller hides their moments from somebody, does not want to see theirs, or does not do so any longer. Account stream.',
  ),
  (t) => ({
    user: t.prismaField({
      type: User,
      description: 'Of whom, with `momentRelation` as it is now.',
      resolve: (query, { payload }, _args, context) =>
        accountById(query, payload.accountId, context),
    }),
  }),
);

builder.objectFields(
  hintEvent(
    'MomentPosted',
    'A friend has posted something that the viewer has in their feed. Not logged: ask again after a reconnect.',
  ),
  (t) => ({
    moment: t.field(momentField),
  }),
);

builder.objectFields(
  hintEvent(
    'TimelineChanged',
    'The viewer sees more or less of what somebody posts, because they show it for longer or shorter, have begun or ceased to hide it from the viewer, or count the viewer among others of their friends than before. Not logged: ask again after a reconnect.',
  ),
  (t) => ({
    user: t.prismaField({
      type: User,
      description: 'Whose moments, with `momentsWindow` and `momentsCover` as they are now.',
      resolve: (query, { payload }, _args, context) =>
        accountById(query, payload.authorId, context),
    }),
  }),
);

builder.objectFields(
  hintEvent(
    'MomentTouched',
    'What the viewer sees on a moment of a friend’s is different, or they do not see it any more, or do now. Not logged: ask again after a reconnect.',
  ),
  (t) => ({
    momentId: t.id(momentIdField),
    moment: t.field(momentField),
  }),
);
