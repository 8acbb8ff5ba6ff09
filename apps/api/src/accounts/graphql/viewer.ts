import { ONLY_READS } from '../../graphql/at-once.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { toGlobalId } from '../../graphql/nodes.ts';
import type { Viewer as AskingViewer } from '../../platform/viewer.ts';
import { requireUser } from '../access.ts';
import { User } from './user.ts';

/** What only the asking person may see. Later domains add their fields. */
export const Viewer = builder.objectRef<AskingViewer>('Viewer').implement({
  description: 'The caller: everything that is theirs alone.',
  fields: (t) => ({
    id: t.id({
      description: 'Global id; the same on all of the person’s devices.',
      resolve: (viewer) => toGlobalId('Viewer', viewer.accountId),
    }),
    user: t.prismaField({
      type: User,
      description: 'The caller as others see them.',
      resolve: (query, viewer, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: viewer.accountId } }),
    }),
    email: t.string({
      nullable: true,
      description: 'Null when the person came from a provider that vouched for none.',
      resolve: async (viewer, _args, { backend }) =>
        (await requireUser(backend, viewer.accountId)).email,
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    authScopes: { signedIn: true },
    extensions: ONLY_READS,
    description: 'Who is asking.',
    resolve: (_root, _args, context) => requireViewer(context),
  }),
);
