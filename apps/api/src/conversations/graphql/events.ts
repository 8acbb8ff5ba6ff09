import { User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { hintEvent, loggedEvent } from '../../graphql/events.ts';
import { toGlobalId } from '../../graphql/nodes.ts';
import { visibleConversations } from '../access.ts';
import { Conversation } from './conversation.ts';
import { ConversationMember } from './member.ts';

/**
 * The conversation that an event of its own stream belongs to: whoever receives the event is a member. The field can be
 * null in every event alike, so that one selection may name it in all of them.
 */
export const conversationOf = (id: string, { backend }: Context) =>
  backend.db.conversation.findUnique({ where: { id } });

export const memberOf = (conversationId: string, accountId: string, { backend }: Context) =>
  backend.db.member.findUnique({
    where: { conversationId_accountId: { conversationId, accountId } },
  });

/** The conversation that an event of the viewer's own stream speaks of; they may have left it since. */
export const conversationStillVisible = (conversationId: string, context: Context) =>
  context.backend.db.conversation.findFirst({
    where: { id: conversationId, ...visibleConversations(requireViewer(context)) },
  });

builder.objectFields(
  loggedEvent('MembersJoined', 'People became members. Conversation stream.'),
  (t) => ({
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description: 'Where.',
      resolve: (event, _args, context) => conversationOf(event.streamId, context),
    }),
    members: t.field({
      type: [ConversationMember],
      description: 'Those of them who still are.',
      resolve: (event, _args, { backend }) =>
        backend.db.member.findMany({
          where: {
            conversationId: event.streamId,
            accountId: { in: event.payload.accountIds },
          },
          orderBy: [{ joinedAt: 'asc' }, { accountId: 'asc' }],
        }),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'MemberLeft',
    'Somebody is no member any more, nor a reader of announcements. Conversation stream.',
  ),
  (t) => ({
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description: 'Where.',
      resolve: (event, _args, context) => conversationOf(event.streamId, context),
    }),
    memberId: t.id({
      description: 'Id of the `ConversationMember` that is gone.',
      resolve: (event) =>
        toGlobalId('ConversationMember', `${event.streamId}:${event.payload.accountId}`),
    }),
    user: t.prismaField({
      type: User,
      description: 'Who.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: event.payload.accountId } }),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'RoleChanged',
    'Somebody’s role in a group changed. The list of members is in another order now; whoever it is about sees more of the group’s affairs, or less: ask again for `invites`, `joinRequests` and `bans`. Conversation stream.',
  ),
  (t) => ({
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description: 'Where.',
      resolve: (event, _args, context) => conversationOf(event.streamId, context),
    }),
    member: t.field({
      type: ConversationMember,
      nullable: true,
      description: 'The member as they are now; null when they have left since.',
      resolve: (event, _args, context) =>
        memberOf(event.streamId, event.payload.accountId, context),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'ReceiptMoved',
    'Somebody received or read further, and the others may know. Conversation stream.',
  ),
  (t) => ({
    member: t.field({
      type: ConversationMember,
      nullable: true,
      description:
        'The member with their positions as they are shown now; null when they have left since.',
      resolve: (event, _args, context) =>
        memberOf(event.streamId, event.payload.accountId, context),
    }),
  }),
);

builder.objectFields(
  loggedEvent('ConversationJoined', 'The caller became a member. Account stream.'),
  (t) => ({
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description: 'Where; null when the caller has left since. Depends on the viewer.',
      resolve: (event, _args, context) =>
        conversationStillVisible(event.payload.conversationId, context),
    }),
  }),
);

const LeavingReason = builder.enumType('LeavingReason', {
  description: 'Why somebody is no member any more.',
  values: {
    LEFT: { description: 'They left.' },
    REMOVED: { description: 'The owner or an administrator removed them.' },
    DISSOLVED: { description: 'The group is no more.' },
  } as const,
});

builder.objectFields(
  loggedEvent(
    'ConversationLeft',
    'The caller is no member any more, and receives nothing further of it. Account stream.',
  ),
  (t) => ({
    conversationId: t.id({
      description: 'Where.',
      resolve: (event) => toGlobalId('Conversation', event.payload.conversationId),
    }),
    leavingReason: t.field({
      type: LeavingReason,
      description: 'Why.',
      // Events that an older version of the API has logged name no reason: there was only one.
      resolve: (event) => event.payload.reason ?? 'LEFT',
    }),
  }),
);

builder.objectFields(
  loggedEvent('ReadMoved', 'The caller read further, on one of their devices. Account stream.'),
  (t) => ({
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description:
        'Where, with `unreadCount` as it is now; null when the caller has left since. Depends on the viewer.',
      resolve: (event, _args, context) =>
        conversationStillVisible(event.payload.conversationId, context),
    }),
  }),
);

builder.objectFields(
  hintEvent('TypingStarted', 'Somebody is typing. Not logged. To the members.'),
  (t) => ({
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description: 'Where.',
      resolve: (event, _args, context) => conversationOf(event.payload.conversationId, context),
    }),
    user: t.prismaField({
      type: User,
      description: 'Who. The caller’s own devices are told too.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: event.payload.accountId } }),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when to show it.',
      resolve: (event) => event.payload.expiresAt,
    }),
  }),
);
