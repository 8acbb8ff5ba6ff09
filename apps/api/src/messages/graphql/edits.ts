import type { MessageVersion as MessageVersionRow } from '@teahouse/db/client';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { pageCost } from '../../graphql/limits.ts';
import { requireId } from '../../graphql/nodes.ts';
import { keysetConnection } from '../../graphql/pages.ts';
import { RoleRequiredError } from '../../groups/errors.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import {
  EditWindowClosedError,
  MessageGoneError,
  NotOwnMessageError,
  TextEmptyError,
  TextTooLongError,
} from '../errors.ts';
import { editMessage } from '../service/edits.ts';
import { messageEvent, messagePayload } from './message.ts';
import { MentionInput, SPEAKING_ERRORS, toMentions } from './sending.ts';

const MessageVersion = builder.prismaObject('MessageVersion', {
  description: 'What a message said before it was edited.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Its number: 1, 2, 3 …' }),
    text: t.exposeString('text', {
      description: 'What it said; in the format of the message.',
    }),
    writtenAt: t.expose('writtenAt', { type: 'DateTime', description: 'When it was written.' }),
  }),
});

builder.prismaObjectFields('Message', (t) => ({
  version: t.exposeInt('version', {
    description: 'Number of the version that `content` shows: 1, and one more with each edit.',
  }),
  editedAt: t.expose('editedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was last edited; null when it never was.',
  }),
  versions: t.connection({
    type: MessageVersion,
    description:
      'What it said before it was edited, oldest first. Empty once it has been recalled or deleted.',
    complexity: pageCost,
    resolve: ({ id: messageId }, args, { backend }) =>
      keysetConnection({
        args,
        key: ({ version }: MessageVersionRow) => String(version),
        form: /^\d{1,9}$/,
        load: ({ after, before, limit, inverted }) =>
          backend.db.messageVersion.findMany({
            where: {
              messageId,
              message: { recalledAt: null, deletedAt: null },
              AND: [
                after ? { version: { gt: Number(after) } } : {},
                before ? { version: { lt: Number(before) } } : {},
              ],
            },
            orderBy: { version: inverted ? 'desc' : 'asc' },
            take: limit,
          }),
      }),
  }),
}));

builder.objectType(NotOwnMessageError, {
  name: 'NotOwnMessageError',
  description: 'The caller did not write this message.',
  interfaces: [ErrorInterface],
});
builder.objectType(MessageGoneError, {
  name: 'MessageGoneError',
  description: 'The message has been recalled or deleted, perhaps a moment ago.',
  interfaces: [ErrorInterface],
});
builder.objectType(EditWindowClosedError, {
  name: 'EditWindowClosedError',
  description: 'A text can be edited for EDIT_WINDOW_HOURS (48) after it was sent.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    closedAt: t.expose('closedAt', { type: 'DateTime', description: 'Until when it could be.' }),
  }),
});

const EditMessageInput = builder.inputType('EditMessageInput', {
  description: 'What a message is to say instead.',
  fields: (t) => ({
    messageId: t.id({
      required: true,
      description:
        'A `Message` of the caller’s: a text, plain or in Markdown, not a forwarded one.',
    }),
    text: t.string({
      required: true,
      description: 'As in sending, and in the same format. The same text changes nothing.',
    }),
    mentions: t.field({
      type: [MentionInput],
      defaultValue: [],
      description: 'Whom the new text names, in the place of those whom the old one named.',
    }),
  }),
});

const EditMessagePayload = messagePayload(
  'EditMessagePayload',
  'edited',
  'The message says something else now; what it said before can be read in its `versions`.',
);

builder.mutationField('editMessage', (t) =>
  t.field({
    type: EditMessagePayload,
    authScopes: { signedIn: true },
    description: 'Puts another text in the place of what the caller wrote, for everyone.',
    errors: {
      types: [
        ...SPEAKING_ERRORS,
        NotOwnMessageError,
        MessageGoneError,
        EditWindowClosedError,
        TextEmptyError,
        TextTooLongError,
        RoleRequiredError,
        InvalidFieldError,
      ],
    },
    args: { input: t.arg({ type: EditMessageInput, required: true, description: 'The text.' }) },
    resolve: (_root, { input }, context) =>
      editMessage(context.backend, requireViewer(context), {
        messageId: requireId('Message', input.messageId, 'message'),
        text: input.text,
        mentions: toMentions(input.mentions ?? []),
      }),
  }),
);

messageEvent('MessageEdited', 'A message says something else now. Conversation stream.');
