import type { ScheduledMessage as ScheduledMessageRow } from '@teahouse/db/client';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { visibleConversations } from '../../conversations/access.ts';
import { Conversation } from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { pageCost } from '../../graphql/limits.ts';
import { idField, Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { RoleRequiredError } from '../../groups/errors.ts';
import {
  ClientIdReusedError,
  ReplyTargetMissingError,
  TextEmptyError,
  TextTooLongError,
} from '../../messages/errors.ts';
import { Mention, Message, QuotedMessage } from '../../messages/graphql/message.ts';
import {
  MentionInput,
  MessageFormat,
  SPEAKING_ERRORS,
  toMentions,
} from '../../messages/graphql/sending.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import { requireScheduledMessage } from '../access.ts';
import { ScheduledMessageSettledError } from '../errors.ts';
import {
  cancelScheduledMessage,
  optionsOf,
  rescheduleMessage,
  scheduleMessage,
} from '../service/scheduling.ts';
import { loadVisibleMessages } from './reminder.ts';
import { soonestFirst } from './soonest-first.ts';

const ScheduledMessageStatus = builder.enumType('ScheduledMessageStatus', {
  description: 'What has become of a message that is to be sent later.',
  values: {
    PENDING: { description: 'Its time is still to come.' },
    SENT: { description: 'It has been sent.' },
    FAILED: { description: 'It was refused when its time had come; `failure` says why.' },
    CANCELLED: { description: 'Its author thought better of it.' },
  } as const,
});

async function loadDestinations(conversationIds: string[], context: Context) {
  const conversations = await context.backend.db.conversation.findMany({
    where: { id: { in: conversationIds }, ...visibleConversations(requireViewer(context)) },
  });
  return conversationIds.map((id) => conversations.find((found) => found.id === id) ?? null);
}

const ScheduledMessage = builder.prismaObject('ScheduledMessage', {
  description: 'A message that is sent later, in its author’s name. Only they can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('ScheduledMessage')),
    destination: t.loadable({
      type: Conversation,
      nullable: true,
      description:
        'Where it goes; null when the viewer is no member any more. Depends on the viewer.',
      load: loadDestinations,
      resolve: (scheduled) => scheduled.conversationId,
    }),
    clientId: t.expose('clientId', {
      type: 'UUID',
      description: 'Chosen by the author’s client; the message that is sent carries it too.',
    }),
    text: t.exposeString('text', { description: 'What is to be sent.' }),
    format: t.field({
      type: MessageFormat,
      description: 'How it is written.',
      resolve: (scheduled) => optionsOf(scheduled).format,
    }),
    mentions: t.field({
      type: [Mention],
      description: 'Whom its text names, in the order of the text; at most 50.',
      resolve: (scheduled) => optionsOf(scheduled).mentions,
    }),
    replyTo: t.loadable({
      type: QuotedMessage,
      nullable: true,
      description:
        'What it answers; null when nothing, or when the viewer cannot see that any more. Depends on the viewer.',
      load: loadVisibleMessages,
      resolve: (scheduled) => optionsOf(scheduled).replyToId,
    }),
    forwardingForbidden: t.boolean({
      description: 'Whether others may neither forward nor save it.',
      resolve: (scheduled) => optionsOf(scheduled).forwardingForbidden,
    }),
    sendAt: t.expose('sendAt', { type: 'DateTime', description: 'When it is sent.' }),
    scheduledStatus: t.expose('status', {
      type: ScheduledMessageStatus,
      description: 'What has become of it.',
    }),
    failure: t.exposeString('failure', {
      nullable: true,
      description:
        'The `rule` that refused it when its time had come, as `sendMessage` would have told: NOT_FOUND where its author had left.',
    }),
    message: t.loadable({
      type: Message,
      nullable: true,
      description:
        'What it became; null before, and when the viewer cannot see it any more. Depends on the viewer.',
      load: loadVisibleMessages,
      resolve: (scheduled) => scheduled.messageId,
    }),
  }),
});
registerNode('ScheduledMessage', requireScheduledMessage);

builder.objectField(Viewer, 'scheduledMessages', (t) =>
  t.connection({
    type: ScheduledMessage,
    description: 'What the viewer has to be sent later, the soonest first.',
    complexity: pageCost,
    args: {
      conversationId: t.arg.id({ description: 'Only what goes to this `Conversation`.' }),
      statuses: t.arg({
        type: [ScheduledMessageStatus],
        required: true,
        defaultValue: ['PENDING', 'FAILED'],
        description: 'Only those of which this has become.',
      }),
    },
    resolve: ({ accountId }, { conversationId, statuses, ...args }, { backend }) =>
      soonestFirst(args, 'sendAt', ({ AND, ...page }) =>
        backend.db.scheduledMessage.findMany({
          ...page,
          where: {
            accountId,
            status: { in: statuses },
            AND,
            ...(conversationId
              ? { conversationId: requireId('Conversation', conversationId, 'conversation') }
              : {}),
          },
        }),
      ),
  }),
);

builder.objectType(ScheduledMessageSettledError, {
  name: 'ScheduledMessageSettledError',
  description: 'The message has been sent or cancelled, and cannot be changed any more.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    scheduled: t.field({
      type: ScheduledMessage,
      description: 'The message as it stands.',
      resolve: (error) => error.scheduled,
    }),
  }),
});

const TEXT_LIMITS =
  '1 to MESSAGE_MAX_CHARACTERS (500) code points, without the white space around; in Markdown 1 to MARKDOWN_MAX_CHARACTERS (20,000).';
const scheduledMessageId = { required: true, description: 'A `ScheduledMessage`.' } as const;

const ScheduleMessageInput = builder.inputType('ScheduleMessageInput', {
  description: 'A text to send later.',
  fields: (t) => ({
    conversationId: t.id({ required: true, description: 'A `Conversation`.' }),
    clientId: t.field({
      type: 'UUID',
      required: true,
      description:
        'Made by the client, once for each message. Repeating it answers with the first result.',
    }),
    text: t.string({ required: true, description: TEXT_LIMITS }),
    format: t.field({
      type: MessageFormat,
      defaultValue: 'TEXT',
      description: 'How it is written.',
    }),
    replyToId: t.id({ description: 'A `Message` of the same conversation that this answers.' }),
    mentions: t.field({
      type: [MentionInput],
      defaultValue: [],
      description: 'Whom the text names; at most 50, none within another.',
    }),
    forwardingForbidden: t.boolean({
      defaultValue: false,
      description: 'Whether others may neither forward nor save it.',
    }),
    sendAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When; at most a year from now. A minute ago counts as now.',
    }),
  }),
});
const RescheduleMessageInput = builder.inputType('RescheduleMessageInput', {
  description: 'A message as it is to be sent.',
  fields: (t) => ({
    scheduledMessageId: t.id(scheduledMessageId),
    sendAt: t.field({
      type: 'DateTime',
      description: 'When; now sends it at once. Null leaves it as it is.',
    }),
    text: t.string({ description: `${TEXT_LIMITS} Null leaves text and mentions as they are.` }),
    mentions: t.field({
      type: [MentionInput],
      defaultValue: [],
      description: 'Whom the new text names; at most 50. Of no meaning without a text.',
    }),
  }),
});
const CancelScheduledMessageInput = builder.inputType('CancelScheduledMessageInput', {
  description: 'A message that is not to be sent.',
  fields: (t) => ({ scheduledMessageId: t.id(scheduledMessageId) }),
});

const scheduledPayload = (name: string, description: string) =>
  builder.objectRef<ScheduledMessageRow>(name).implement({
    description,
    fields: (t) => ({
      scheduled: t.field({
        type: ScheduledMessage,
        description: 'The message as it stands now.',
        resolve: (scheduled) => scheduled,
      }),
    }),
  });
const ScheduleMessagePayload = scheduledPayload(
  'ScheduleMessagePayload',
  'The message is kept, and is sent at its time.',
);
const RescheduleMessagePayload = scheduledPayload(
  'RescheduleMessagePayload',
  'The message is sent as it is now.',
);
const CancelScheduledMessagePayload = scheduledPayload(
  'CancelScheduledMessagePayload',
  'The message will not be sent.',
);

/** What sending would refuse, as far as it is known already. */
const REFUSALS = [
  ...SPEAKING_ERRORS,
  TextEmptyError,
  TextTooLongError,
  ReplyTargetMissingError,
  RoleRequiredError,
  InvalidFieldError,
  LimitReachedError,
];

const scheduledIdOf = (id: string) => requireId('ScheduledMessage', id, 'scheduled message');

builder.mutationFields((t) => ({
  scheduleMessage: t.field({
    type: ScheduleMessagePayload,
    authScopes: { signedIn: true },
    description:
      'Has a text sent later, in the caller’s name. What stands in the way already is said now; what does so at its time makes it fail. At most SCHEDULED_MESSAGES_MAX (100) wait at once.',
    errors: { types: [...REFUSALS, ClientIdReusedError] },
    args: { input: t.arg({ type: ScheduleMessageInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      scheduleMessage(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'conversation'),
        clientId: input.clientId,
        text: input.text,
        format: input.format ?? 'TEXT',
        mentions: toMentions(input.mentions ?? []),
        replyToId: input.replyToId ? requireId('Message', input.replyToId, 'message') : null,
        forwardingForbidden: input.forwardingForbidden ?? false,
        sendAt: input.sendAt,
      }),
  }),
  rescheduleMessage: t.field({
    type: RescheduleMessagePayload,
    authScopes: { signedIn: true },
    description:
      'Gives a message that waits another time, another text, or both. One that failed is tried again.',
    errors: { types: [...REFUSALS, ScheduledMessageSettledError] },
    args: { input: t.arg({ type: RescheduleMessageInput, required: true, description: 'How.' }) },
    resolve: (_root, { input }, context) =>
      rescheduleMessage(
        context.backend,
        requireViewer(context),
        scheduledIdOf(input.scheduledMessageId),
        {
          sendAt: input.sendAt ?? null,
          text: input.text ?? null,
          mentions: toMentions(input.mentions ?? []),
        },
      ),
  }),
  cancelScheduledMessage: t.field({
    type: CancelScheduledMessagePayload,
    authScopes: { signedIn: true },
    description: 'Keeps a message from being sent. Doing so again changes nothing.',
    errors: { types: [NotFoundError, ScheduledMessageSettledError] },
    args: {
      input: t.arg({ type: CancelScheduledMessageInput, required: true, description: 'Which.' }),
    },
    resolve: (_root, { input }, context) =>
      cancelScheduledMessage(
        context.backend,
        requireViewer(context),
        scheduledIdOf(input.scheduledMessageId),
      ),
  }),
}));

builder.objectFields(
  loggedEvent(
    'ScheduledMessageChanged',
    'A message of the caller’s was scheduled, changed, cancelled, sent, or failed. Account stream.',
  ),
  (t) => ({
    scheduled: t.prismaField({
      type: ScheduledMessage,
      nullable: true,
      description: 'The message as it is now. Depends on the viewer.',
      resolve: (query, { payload }, _args, context) =>
        context.backend.db.scheduledMessage.findFirst({
          ...query,
          where: { id: payload.scheduledMessageId, accountId: requireViewer(context).accountId },
        }),
    }),
  }),
);
