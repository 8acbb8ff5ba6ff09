import { Conversation } from '../../conversations/graphql/conversation.ts';
import { conversationStillVisible } from '../../conversations/graphql/events.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { requireId, toGlobalId } from '../../graphql/nodes.ts';
import { RoleRequiredError } from '../../groups/errors.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { NotOwnMessageError, RecallWindowClosedError } from '../errors.ts';
import {
  deleteMessageForEveryone,
  deleteMessages,
  readRecalledTexts,
  recallMessage,
} from '../service/deletions.ts';
import { RecalledContent } from './content.ts';
import { messageEvent, messagePayload } from './message.ts';
import { MessageFormat } from './sending.ts';

async function loadRecalledTexts(messageIds: string[], context: Context) {
  const texts = await readRecalledTexts(context.backend, requireViewer(context), messageIds);
  return messageIds.map((id) => texts.get(id) ?? null);
}

builder.objectFields(RecalledContent, (t) => ({
  originalText: t.loadable({
    type: 'String',
    nullable: true,
    description:
      'What it said, for its sender to take up again within REEDIT_MINUTES (5); null for others, later, and where it was no text. Depends on the viewer.',
    load: loadRecalledTexts,
    resolve: (message) => message.id,
  }),
  originalFormat: t.field({
    type: MessageFormat,
    nullable: true,
    description: 'How it was written; null where it was no text, and cannot be taken up again.',
    resolve: ({ kind }) => (kind === 'TEXT' || kind === 'MARKDOWN' ? kind : null),
  }),
}));

builder.objectType(RecallWindowClosedError, {
  name: 'RecallWindowClosedError',
  description: 'A message can be recalled for RECALL_WINDOW_SECONDS (120) after it was sent.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    closedAt: t.expose('closedAt', { type: 'DateTime', description: 'Until when it could be.' }),
  }),
});

const messageId = { required: true, description: 'A `Message`.' } as const;

const RecallMessageInput = builder.inputType('RecallMessageInput', {
  description: 'A message to take back.',
  fields: (t) => ({ messageId: t.id(messageId) }),
});
const DeleteMessageForEveryoneInput = builder.inputType('DeleteMessageForEveryoneInput', {
  description: 'A message of a group to take out of everybody’s sight.',
  fields: (t) => ({ messageId: t.id(messageId) }),
});
const DeleteMessagesInput = builder.inputType('DeleteMessagesInput', {
  description: 'Messages that the caller does not want to see any more.',
  fields: (t) => ({
    messageIds: t.idList({
      required: true,
      description: '`Message`s, notices too, of whatever conversations; at most 100.',
    }),
  }),
});

const RecallMessagePayload = messagePayload(
  'RecallMessagePayload',
  'recalled',
  'A note stands in the place of what the message said, for everyone.',
);
const DeleteMessageForEveryonePayload = messagePayload(
  'DeleteMessageForEveryonePayload',
  'deleted',
  'A note stands in the place of what the message said, for everyone.',
);
const DeleteMessagesPayload = builder
  .objectRef<Awaited<ReturnType<typeof deleteMessages>>>('DeleteMessagesPayload')
  .implement({
    description: 'The messages are gone from all of the caller’s devices.',
    fields: (t) => ({
      conversations: t.field({
        type: [Conversation],
        description: 'Where they were, as it stands now.',
        resolve: (conversations) => conversations,
      }),
    }),
  });

builder.mutationFields((t) => ({
  recallMessage: t.field({
    type: RecallMessagePayload,
    authScopes: { signedIn: true },
    description:
      'Takes back a message of the caller’s, for everyone, within RECALL_WINDOW_SECONDS (120) of sending. One that is gone already stays as it is.',
    errors: { types: [NotFoundError, NotOwnMessageError, RecallWindowClosedError] },
    args: { input: t.arg({ type: RecallMessageInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      recallMessage(
        context.backend,
        requireViewer(context),
        requireId('Message', input.messageId, 'message'),
      ),
  }),
  deleteMessageForEveryone: t.field({
    type: DeleteMessageForEveryonePayload,
    authScopes: { signedIn: true },
    description:
      'Takes anybody’s message out of everybody’s sight: for the owner and administrators of a group. One that is gone already stays as it is.',
    errors: { types: [NotFoundError, RoleRequiredError, InvalidFieldError] },
    args: {
      input: t.arg({ type: DeleteMessageForEveryoneInput, required: true, description: 'Which.' }),
    },
    resolve: (_root, { input }, context) =>
      deleteMessageForEveryone(
        context.backend,
        requireViewer(context),
        requireId('Message', input.messageId, 'message'),
      ),
  }),
  deleteMessages: t.field({
    type: DeleteMessagesPayload,
    authScopes: { signedIn: true },
    description:
      'Takes messages out of the caller’s own sight, on all of their devices, and out of nobody else’s.',
    errors: { types: [NotFoundError, InvalidFieldError] },
    args: { input: t.arg({ type: DeleteMessagesInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      deleteMessages(
        context.backend,
        requireViewer(context),
        input.messageIds.map((id) => requireId('Message', id, 'message')),
      ),
  }),
}));

messageEvent('MessageRecalled', 'Its sender took a message back. Conversation stream.');
messageEvent(
  'MessageDeleted',
  'An administrator deleted a message for everyone. Conversation stream.',
);

builder.objectFields(
  loggedEvent(
    'MessagesHidden',
    'The caller deleted messages for themself, on one of their devices. Account stream.',
  ),
  (t) => ({
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description:
        'Where, as it is now; null when the caller has left since. Depends on the viewer.',
      resolve: (event, _args, context) =>
        conversationStillVisible(event.payload.conversationId, context),
    }),
    messageIds: t.idList({
      description: 'Ids of the `Message`s.',
      resolve: ({ payload }) => payload.messageIds.map((id) => toGlobalId('Message', id)),
    }),
  }),
);
