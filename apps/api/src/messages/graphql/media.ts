import type { Conversation as ConversationRow } from '@teahouse/db/client';
import { requireMembership } from '../../conversations/access.ts';
import { Conversation } from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { pageCost, QUERY_COST } from '../../graphql/limits.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { visibleMessages } from '../access.ts';
import { pageOfMessages } from './conversation.ts';
import { Message } from './message.ts';

const MediaKind = builder.enumType('MediaKind', {
  description: 'A sort of thing that was sent in a conversation.',
  values: {
    IMAGE: { description: 'Pictures.' },
    VIDEO: { description: 'Films.' },
    FILE: { description: 'Files to save.' },
  } as const,
});
type Kind = typeof MediaKind.$inferType;

const kindsArgument = {
  type: [MediaKind] as [typeof MediaKind],
  defaultValue: ['IMAGE', 'VIDEO'] as Kind[],
  description: 'Which of them.',
};

/** The messages of these kinds that the viewer may see. What was recalled has no file any more. */
async function shown(
  backend: Backend,
  viewer: Viewer,
  { id }: ConversationRow,
  kinds: readonly Kind[],
) {
  const member = await requireMembership(backend, viewer, id);
  return { ...visibleMessages(member), kind: { in: [...kinds] }, fileId: { not: null } };
}

builder.prismaObjectFields(Conversation, (t) => ({
  media: t.connection({
    type: Message,
    description:
      'The messages that hold pictures and films, or files, newest first. Only what the viewer can see. Depends on the viewer.',
    complexity: pageCost,
    args: { kinds: t.arg(kindsArgument) },
    resolve: async (conversation, { kinds, ...args }, context) => {
      const { backend } = context;
      const visible = await shown(backend, requireViewer(context), conversation, kinds ?? []);
      return pageOfMessages(backend, args, visible, 'newest first');
    },
  }),
  mediaCount: t.int({
    description: 'How many there are of them. Depends on the viewer.',
    complexity: QUERY_COST,
    args: { kinds: t.arg(kindsArgument) },
    resolve: async (conversation, { kinds }, context) => {
      const { backend } = context;
      const where = await shown(backend, requireViewer(context), conversation, kinds ?? []);
      return backend.db.message.count({ where });
    },
  }),
}));
