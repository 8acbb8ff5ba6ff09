import type { Message as MessageRow } from '@teahouse/db/client';
import { REACHING_ERRORS } from '../../conversations/graphql/strangers.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { requireId } from '../../graphql/nodes.ts';
import { MemberMutedError, RoleRequiredError } from '../../groups/errors.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import {
  AllMutedError,
  ClientIdReusedError,
  MessageRateLimitedError,
  ReplyTargetMissingError,
  TextEmptyError,
  TextTooLongError,
} from '../errors.ts';
import { sendMessage } from '../service/send.ts';
import type { Mention } from '../text.ts';
import {
  Message,
  messagesById,
  messagesCompany,
  readMessagesAhead,
  takeAtHand,
} from './message.ts';

builder.objectType(TextEmptyError, {
  name: 'TextEmptyError',
  description: 'There is nothing to be seen in the text: white space, or less.',
  interfaces: [ErrorInterface],
});
builder.objectType(TextTooLongError, {
  name: 'TextTooLongError',
  description: 'The text is longer than a message may be. Nothing was sent.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'Characters (code points) allowed.' }),
    length: t.exposeInt('length', { description: 'Characters (code points) given.' }),
  }),
});
builder.objectType(ClientIdReusedError, {
  name: 'ClientIdReusedError',
  description: 'The same clientId came before with another text or for another conversation.',
  interfaces: [ErrorInterface],
});
builder.objectType(AllMutedError, {
  name: 'AllMutedError',
  description: 'Only the owner and administrators may speak in the group at present.',
  interfaces: [ErrorInterface],
});
builder.objectType(ReplyTargetMissingError, {
  name: 'ReplyTargetMissingError',
  description: 'What is replied to is not in the conversation, or the caller may not see it.',
  interfaces: [ErrorInterface],
});

builder.objectType(MessageRateLimitedError, {
  name: 'MessageRateLimitedError',
  description:
    'The caller has said as much in this conversation as a minute takes. `rule` is the name of the limit: MESSAGES_PER_MINUTE (120), or STRANGER_MESSAGES_PER_MINUTE (3) between people who are neither friends nor colleagues. Nothing was sent.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'Messages a minute.' }),
    retryAt: t.expose('retryAt', { type: 'DateTime', description: 'When it will be taken.' }),
  }),
});

/** What may stand in the way of saying anything at all. */
export const SPEAKING_ERRORS = [NotFoundError, MemberMutedError, AllMutedError, ...REACHING_ERRORS];
/** What may stand in the way of a message now. */
export const SENDING_ERRORS = [...SPEAKING_ERRORS, MessageRateLimitedError];

export const MessageFormat = builder.enumType('MessageFormat', {
  description: 'How a text is written.',
  values: {
    TEXT: { description: 'As it stands, line breaks included.' },
    MARKDOWN: { description: 'GitHub Flavored Markdown.' },
  } as const,
});

export const MentionInput = builder.inputType('MentionInput', {
  description: 'A stretch of the text that names somebody.',
  fields: (t) => ({
    userId: t.id({
      description: 'A member; null for everyone. Somebody who is no member is not mentioned.',
    }),
    start: t.int({
      required: true,
      description: 'In Unicode code points from the beginning of the text, line breaks as one.',
    }),
    length: t.int({ required: true, description: 'In Unicode code points, 1 or more.' }),
  }),
});

export const toMentions = (
  inputs: readonly { userId?: string | null; start: number; length: number }[],
): Mention[] =>
  inputs.map(({ userId, start, length }) => ({
    accountId: userId == null ? null : requireId('User', userId, 'person'),
    start,
    length,
  }));

type InputFields = PothosSchemaTypes.InputFieldBuilder<
  typeof builder.$inferSchemaTypes,
  'InputObject'
>;

/** What whatever is sent beside texts says of itself. */
export const newMessageFields = (t: InputFields) => ({
  conversationId: t.id({ required: true, description: 'A `Conversation`.' }),
  clientId: t.field({
    type: 'UUID',
    required: true,
    description: 'Made by the client, once for each message, as for `sendMessage`.',
  }),
});

/** The fields that whatever sends a text has in common. */
export const SendMessageInput = builder.inputType('SendMessageInput', {
  description: 'A text to send.',
  fields: (t) => ({
    conversationId: t.id({ required: true, description: 'A `Conversation`.' }),
    clientId: t.field({
      type: 'UUID',
      required: true,
      description:
        'Made by the client, once for each message. Sending the same one again answers with the first message, so that a retry is always safe.',
    }),
    text: t.string({
      required: true,
      description:
        '1 to MESSAGE_MAX_CHARACTERS (500) code points, without the white space around; in Markdown 1 to MARKDOWN_MAX_CHARACTERS (20,000).',
    }),
    format: t.field({
      type: MessageFormat,
      defaultValue: 'TEXT',
      description: 'How it is written.',
    }),
    replyToId: t.id({ description: 'A `Message` of the same conversation that this answers.' }),
    mentions: t.field({
      type: [MentionInput],
      defaultValue: [],
      description:
        'Whom the text names; at most 50, none within another. It reaches them through a conversation they do not want to be disturbed by.',
    }),
    forwardingForbidden: t.boolean({
      defaultValue: false,
      description: 'Whether others may neither forward nor save it.',
    }),
  }),
});

const SendMessagePayload = builder.objectRef<MessageRow>('SendMessagePayload').implement({
  description: 'The message is stored, has its place, and will reach every member.',
  fields: (t) => ({
    sent: t.field({
      type: Message,
      description:
        'The message. (Not `message`: next to `Error.message` that would need an alias.)',
      resolve: (message, _args, context, info) => {
        takeAtHand(context, message, messagesCompany.of(info));
        return message;
      },
    }),
  }),
});

builder.mutationFields((t) => ({
  sendMessage: t.field({
    type: SendMessagePayload,
    authScopes: { signedIn: true },
    description: 'Sends a text message. Repeating a `clientId` returns the first result.',
    errors: {
      types: [
        ...SENDING_ERRORS,
        TextEmptyError,
        TextTooLongError,
        ClientIdReusedError,
        ReplyTargetMissingError,
        RoleRequiredError,
        InvalidFieldError,
      ],
    },
    args: { input: t.arg({ type: SendMessageInput, required: true, description: 'Message.' }) },
    resolve: (_root, { input }, context) =>
      sendMessage(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'conversation'),
        clientId: input.clientId,
        text: input.text,
        format: input.format ?? 'TEXT',
        mentions: toMentions(input.mentions ?? []),
        replyToId: input.replyToId ? requireId('Message', input.replyToId, 'message') : null,
        forwardingForbidden: input.forwardingForbidden ?? false,
      }),
  }),
}));

readMessagesAhead('MessageSent');
builder.objectFields(
  loggedEvent('MessageSent', 'A message, of a person or a notice. Conversation stream.'),
  (t) => ({
    message: t.field({
      type: Message,
      description: 'The message.',
      resolve: ({ payload }, _args, context) => messagesById.load(context, payload.messageId),
    }),
  }),
);
