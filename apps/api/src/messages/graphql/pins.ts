import type { MessagePin, Message as MessageRow } from '@teahouse/db/client';
import { requireMembership } from '../../conversations/access.ts';
import { REACHING_ERRORS } from '../../conversations/graphql/strangers.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost } from '../../graphql/limits.ts';
import { requireId, toGlobalId } from '../../graphql/nodes.ts';
import { instantAndId, keysetConnection, splitInstantAndId } from '../../graphql/pages.ts';
import { INSTANT_AND_UUID_FORM } from '../../graphql/scalars.ts';
import { RoleRequiredError } from '../../groups/errors.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import { visibleMessages, visibleMessagesById } from '../access.ts';
import { MessageGoneError } from '../errors.ts';
import { pinMessage, unpinMessage } from '../service/pins.ts';
import { registerContent } from './content.ts';
import { Message, messageEvent, messagePayload } from './message.ts';

const pinnedIdOf = ({ data }: MessageRow) => (data as { messageId: string }).messageId;

async function loadVisible(messageIds: string[], context: Context) {
  const messages = await visibleMessagesById(context.backend, requireViewer(context), messageIds);
  const byId = new Map(messages.map((message) => [message.id, message]));
  return messageIds.map((id) => byId.get(id) ?? null);
}

const MessagePinnedNotice = builder.objectRef<MessageRow>('MessagePinnedNotice').implement({
  description: 'The message’s sender pinned a message.',
  fields: (t) => ({
    pinnedMessageId: t.id({
      description: 'Id of the `Message` that was pinned, for those who can see it.',
      resolve: (message) => toGlobalId('Message', pinnedIdOf(message)),
    }),
    pinnedMessage: t.loadable({
      type: Message,
      nullable: true,
      description:
        'What was pinned, as it stands now; null when the viewer cannot see it. Depends on the viewer.',
      load: loadVisible,
      resolve: pinnedIdOf,
    }),
  }),
});
registerContent({ MESSAGE_PINNED: MessagePinnedNotice });

const PinnedMessage = builder.prismaObject('MessagePin', {
  name: 'PinnedMessage',
  description: 'A message that a conversation keeps at hand.',
  fields: (t) => ({
    message: t.relation('message', { description: 'The message.' }),
    pinnedBy: t.relation('pinnedBy', { description: 'Who pinned it.' }),
    pinnedAt: t.expose('pinnedAt', { type: 'DateTime', description: 'When.' }),
  }),
});

/** Pins beyond a key, in the order of their instants and, within one, of their messages. */
function beyond(direction: 'gt' | 'lt', key: string | undefined) {
  if (!key) return {};
  const { instant, id } = splitInstantAndId(key);
  return {
    OR: [
      { pinnedAt: { [direction]: instant } },
      { pinnedAt: instant, messageId: { [direction]: id } },
    ],
  };
}

builder.prismaObjectField('Conversation', 'pinnedMessages', (t) =>
  t.connection({
    type: PinnedMessage,
    description:
      'The messages it keeps at hand, last pinned first; only those that the viewer can see. Depends on the viewer.',
    complexity: pageCost,
    resolve: async (conversation, args, context) => {
      const viewer = requireViewer(context);
      const member = await requireMembership(context.backend, viewer, conversation.id);
      return keysetConnection({
        args,
        key: ({ pinnedAt, messageId }: MessagePin) => instantAndId(pinnedAt, messageId),
        form: INSTANT_AND_UUID_FORM,
        load: ({ after, before, limit, inverted }) => {
          const order = inverted ? 'asc' : 'desc';
          return context.backend.db.messagePin.findMany({
            where: {
              conversationId: conversation.id,
              message: visibleMessages(member),
              AND: [beyond('lt', after), beyond('gt', before)],
            },
            orderBy: [{ pinnedAt: order }, { messageId: order }],
            take: limit,
          });
        },
      });
    },
  }),
);

builder.prismaObjectField('Message', 'pinned', (t) =>
  t.loadable({
    type: 'Boolean',
    description: 'Whether its conversation keeps it at hand.',
    load: async (messageIds: string[], { backend }: Context) => {
      const pins = await backend.db.messagePin.findMany({
        where: { messageId: { in: messageIds } },
      });
      const pinned = new Set(pins.map(({ messageId }) => messageId));
      return messageIds.map((id) => pinned.has(id));
    },
    resolve: (message) => message.id,
  }),
);

const messageId = { required: true, description: 'A `Message`.' } as const;

const PinMessageInput = builder.inputType('PinMessageInput', {
  description: 'A message to keep at hand.',
  fields: (t) => ({ messageId: t.id(messageId) }),
});
const UnpinMessageInput = builder.inputType('UnpinMessageInput', {
  description: 'A message not to keep at hand any more.',
  fields: (t) => ({ messageId: t.id(messageId) }),
});

const PinMessagePayload = messagePayload(
  'PinMessagePayload',
  'pinned',
  'The message is pinned, or was.',
);
const UnpinMessagePayload = messagePayload(
  'UnpinMessagePayload',
  'unpinned',
  'The message is not pinned any more.',
);

builder.mutationFields((t) => ({
  pinMessage: t.field({
    type: PinMessagePayload,
    authScopes: { signedIn: true },
    description:
      'Keeps what somebody said at hand for the whole conversation, and tells it with a notice. In groups the owner and administrators may. At most PINNED_MESSAGES_MAX (50) in one conversation.',
    errors: {
      types: [
        NotFoundError,
        ...REACHING_ERRORS,
        RoleRequiredError,
        MessageGoneError,
        LimitReachedError,
        InvalidFieldError,
      ],
    },
    args: { input: t.arg({ type: PinMessageInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      pinMessage(
        context.backend,
        requireViewer(context),
        requireId('Message', input.messageId, 'message'),
      ),
  }),
  unpinMessage: t.field({
    type: UnpinMessagePayload,
    authScopes: { signedIn: true },
    description: 'Takes a message off the pinned ones. In groups the owner and administrators may.',
    errors: { types: [NotFoundError, RoleRequiredError] },
    args: { input: t.arg({ type: UnpinMessageInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      unpinMessage(
        context.backend,
        requireViewer(context),
        requireId('Message', input.messageId, 'message'),
      ),
  }),
}));

messageEvent('MessagePinned', 'A message was pinned. Conversation stream.');
messageEvent(
  'MessageUnpinned',
  'A message is not pinned any more; recalling and deleting one does this too. Conversation stream.',
);
