import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { requireId, toGlobalId } from '../../graphql/nodes.ts';
import { LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import { clearHistory, isHidden, updateConversationSettings } from '../service.ts';
import { Conversation, conversationPayload } from './conversation.ts';
import { conversationStillVisible, memberOf } from './events.ts';

interface SettingsShape {
  conversationId: string;
  pinned: boolean;
  doNotDisturb: boolean;
  hidden: boolean;
  markedUnread: boolean;
}

export const ConversationSettings = builder
  .objectRef<SettingsShape>('ConversationSettings')
  .implement({
    description:
      'What somebody has arranged for themselves in one conversation. Nobody else can see it.',
    fields: (t) => ({
      pinned: t.exposeBoolean('pinned', { description: 'It stays at the top of the list.' }),
      doNotDisturb: t.exposeBoolean('doNotDisturb', {
        description: 'New messages make no sound and raise no notification, mentions excepted.',
      }),
      hidden: t.exposeBoolean('hidden', {
        description: 'It is out of the list until a new message comes.',
      }),
      markedUnread: t.exposeBoolean('markedUnread', {
        description: 'Marked as unread by hand, until it is opened on one of the devices.',
      }),
    }),
  });

async function loadSettings(conversationIds: string[], context: Context) {
  const members = await context.backend.db.member.findMany({
    where: { conversationId: { in: conversationIds }, accountId: requireViewer(context).accountId },
    include: { conversation: { select: { lastSeq: true } } },
  });
  const byId = new Map(members.map((member) => [member.conversationId, member]));
  return conversationIds.map((id) => {
    const member = byId.get(id);
    if (!member) return new NotFoundError('conversation');
    const { pinnedAt, doNotDisturb, markedUnread, conversation } = member;
    const hidden = isHidden(member, conversation.lastSeq);
    return { conversationId: id, pinned: pinnedAt !== null, doNotDisturb, hidden, markedUnread };
  });
}

builder.prismaObjectField('Conversation', 'viewerSettings', (t) =>
  t.loadable({
    type: ConversationSettings,
    description: 'What the viewer has arranged for themselves in it. Depends on the viewer.',
    load: loadSettings,
    resolve: (conversation) => conversation.id,
  }),
);

const conversationId = { required: true, description: 'A `Conversation`.' } as const;

const UpdateConversationSettingsInput = builder.inputType('UpdateConversationSettingsInput', {
  description: 'What is to be different. Left out or null: as it is.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    pinned: t.boolean({ description: 'Whether it stays at the top of the list.' }),
    doNotDisturb: t.boolean({ description: 'Whether new messages are quiet.' }),
    hidden: t.boolean({ description: 'Whether it is out of the list until a new message comes.' }),
    markedUnread: t.boolean({ description: 'Whether it shows as unread until it is opened.' }),
  }),
});
const ClearHistoryInput = builder.inputType('ClearHistoryInput', {
  description: 'A conversation to empty for the caller.',
  fields: (t) => ({ conversationId: t.id(conversationId) }),
});

const UpdateConversationSettingsPayload = conversationPayload(
  'UpdateConversationSettingsPayload',
  'The settings are as asked for.',
);
const ClearHistoryPayload = conversationPayload(
  'ClearHistoryPayload',
  'The caller sees nothing from before, and has nothing unread.',
);

builder.mutationFields((t) => ({
  updateConversationSettings: t.field({
    type: UpdateConversationSettingsPayload,
    authScopes: { signedIn: true },
    description:
      'Arranges a conversation for the caller alone, on all of their devices. At most PINNED_CONVERSATIONS_MAX (50) can be pinned.',
    errors: { types: [NotFoundError, LimitReachedError] },
    args: {
      input: t.arg({ type: UpdateConversationSettingsInput, required: true, description: 'What.' }),
    },
    resolve: (_root, { input }, context) =>
      updateConversationSettings(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'conversation'),
        pinned: input.pinned ?? undefined,
        doNotDisturb: input.doNotDisturb ?? undefined,
        hidden: input.hidden ?? undefined,
        markedUnread: input.markedUnread ?? undefined,
      }),
  }),
  clearHistory: t.field({
    type: ClearHistoryPayload,
    authScopes: { signedIn: true },
    description:
      'Empties a conversation for the caller alone: they see nothing that was said up to now, on any device. Others keep it.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: ClearHistoryInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      clearHistory(
        context.backend,
        requireViewer(context),
        requireId('Conversation', input.conversationId, 'conversation'),
      ),
  }),
}));

builder.objectFields(
  loggedEvent(
    'ConversationSettingsChanged',
    'The caller arranged a conversation differently, on one of their devices. Account stream.',
  ),
  (t) => ({
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description:
        'Which, with `viewerSettings` as they are now; null when the caller has left since. Depends on the viewer.',
      resolve: (event, _args, context) =>
        conversationStillVisible(event.payload.conversationId, context),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'HistoryCleared',
    'The caller emptied a conversation for themselves, on one of their devices. Account stream.',
  ),
  (t) => ({
    conversationId: t.id({
      description: 'Which.',
      resolve: (event) => toGlobalId('Conversation', event.payload.conversationId),
    }),
    clearedSeq: t.int({
      nullable: true,
      description:
        'Nothing up to this sequence is there for the caller any more, whatever has come since; null when they have left. Depends on the viewer.',
      resolve: async ({ payload }, _args, context) => {
        const { accountId } = requireViewer(context);
        return (await memberOf(payload.conversationId, accountId, context))?.clearedSeq ?? null;
      },
    }),
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description: 'As it is now; null when the caller has left since. Depends on the viewer.',
      resolve: (event, _args, context) =>
        conversationStillVisible(event.payload.conversationId, context),
    }),
  }),
);
