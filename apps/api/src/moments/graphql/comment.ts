import type { MomentComment as CommentRow } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { idField, Node, registerNode, toGlobalId } from '../../graphql/nodes.ts';
import { keysetConnection } from '../../graphql/pages.ts';
import { UUID_FORM } from '../../graphql/scalars.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { requireMomentComment, visibleComments, visibleMoments } from '../access.ts';
import { readComments } from '../threads.ts';
import { Moment, pageLoader, threadCost } from './moment.ts';

export const MomentComment = builder.prismaObject('MomentComment', {
  description:
    'What somebody says on a moment. Its writer sees it, the moment’s author, and whoever is a friend of both; and of whoever it answers.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('MomentComment')),
    clientId: t.expose('clientId', {
      type: 'UUID',
      description: 'Chosen by the writer’s client: recognises its own comment.',
    }),
    moment: t.loadable({
      type: Moment,
      nullable: true,
      description:
        'What it is on; null once the viewer does not see that any more. Depends on the viewer.',
      load: async (ids: string[], context: Context) => {
        const moments = await visibleMoments(context.backend, requireViewer(context), ids);
        return ids.map((id) => moments.find((moment) => moment.id === id) ?? null);
      },
      resolve: ({ momentId }) => momentId,
    }),
    author: t.loadable({
      type: User,
      description: 'Who wrote it.',
      load: async (ids: string[], { backend }: Context) => {
        const accounts = await backend.db.account.findMany({ where: { id: { in: ids } } });
        return ids.map(
          (id) => accounts.find((one) => one.id === id) ?? new NotFoundError('person'),
        );
      },
      resolve: ({ authorId }) => authorId,
    }),
    text: t.exposeString('text', { description: 'As it stands, line breaks included.' }),
    answeredUser: t.loadable({
      type: User,
      nullable: true,
      description:
        'Whom it answers, also once what they wrote is deleted; null when it answers nobody in particular.',
      load: async (ids: string[], { backend }: Context) => {
        const answered = await backend.db.momentComment.findMany({
          where: { id: { in: ids } },
          include: { author: true },
        });
        return ids.map((id) => answered.find((one) => one.id === id)?.author ?? null);
      },
      resolve: ({ replyToId }) => replyToId,
    }),
    answeredCommentId: t.id({
      nullable: true,
      description: 'The `MomentComment` it answers, which may be deleted since.',
      resolve: ({ replyToId }) => replyToId && toCommentId(replyToId),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the server took it.' }),
    canDelete: t.loadable({
      type: 'Boolean',
      description:
        'Whether the viewer may delete it: who wrote it, and whose moment it is on. Depends on the viewer.',
      load: async (ids: string[], context: Context) => {
        const { accountId } = requireViewer(context);
        const mine = await context.backend.db.momentComment.findMany({
          where: {
            id: { in: ids },
            OR: [{ authorId: accountId }, { moment: { authorId: accountId } }],
          },
          select: { id: true },
        });
        const own = new Set(mine.map(({ id }) => id));
        return ids.map((id) => own.has(id));
      },
      resolve: ({ id }) => id,
    }),
  }),
});
registerNode('MomentComment', requireMomentComment);

const toCommentId = (id: string) => toGlobalId('MomentComment', id);

builder.prismaObjectField('Moment', 'comments', (t) =>
  t.connection({
    type: MomentComment,
    description:
      'What is said on it, the oldest first, as far as the viewer sees it. Depends on the viewer.',
    complexity: threadCost,
    resolve: (moment, args, context) =>
      keysetConnection({
        args,
        key: (comment: CommentRow) => comment.id,
        form: UUID_FORM,
        load: (between) =>
          pageLoader(context, 'comments', between, (ids) =>
            readComments(context.backend, requireViewer(context), ids, between),
          ).load(moment.id),
      }),
  }),
);

/** A comment by its id, or null where the viewer does not see it (any more). */
export const visibleComment = async (id: string, context: Context): Promise<CommentRow | null> => {
  const [comment] = await visibleComments(context.backend, requireViewer(context), [id]);
  return comment ?? null;
};
