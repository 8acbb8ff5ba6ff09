import type { Message as MessageRow } from '@teahouse/db/client';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { requireId, toGlobalId } from '../../graphql/nodes.ts';
import { InvalidFieldError, LimitReachedError } from '../../platform/errors.ts';
import { ClientIdReusedError, ForwardingForbiddenError } from '../errors.ts';
import { forwardMessages } from '../service/forwarding.ts';
import { Message } from './message.ts';
import { SENDING_ERRORS } from './sending.ts';

builder.objectType(ForwardingForbiddenError, {
  name: 'ForwardingForbiddenError',
  description: 'The sender of a message, or its group, does not want it forwarded or saved.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    messageId: t.id({
      description: 'The first `Message` of those asked for that this is true of.',
      resolve: (error) => toGlobalId('Message', error.messageId),
    }),
  }),
});

const ForwardMessagesInput = builder.inputType('ForwardMessagesInput', {
  description: 'Messages to forward.',
  fields: (t) => ({
    clientId: t.field({
      type: 'UUID',
      required: true,
      description:
        'Made by the client, once for each time. Repeating it answers with the first result, so that a retry is always safe. A bundle carries it as its own `clientId`; of messages sent one by one each carries the UUIDv5 of its original’s UUID (the part of the global id behind the colon, lower case) in the namespace of this one.',
    }),
    conversationId: t.id({ required: true, description: 'The `Conversation` they go to.' }),
    messageIds: t.idList({
      required: true,
      description:
        '1 to 100 `Message`s that the caller can see. They are sent in the order in which they were said, whatever the order here.',
    }),
    bundled: t.boolean({
      required: true,
      description: 'Whether they go as one chat history; otherwise each becomes a message.',
    }),
    title: t.string({
      description: 'What the chat history is called, 1 to 100 characters. Needed where `bundled`.',
    }),
  }),
});

const ForwardMessagesPayload = builder
  .objectRef<{ messages: MessageRow[] }>('ForwardMessagesPayload')
  .implement({
    description: 'The messages are stored, have their places, and will reach every member.',
    fields: (t) => ({
      sent: t.field({
        type: [Message],
        description: 'What was sent, in its order: one message where bundled.',
        resolve: ({ messages }) => messages,
      }),
    }),
  });

builder.mutationField('forwardMessages', (t) =>
  t.field({
    type: ForwardMessagesPayload,
    authScopes: { signedIn: true },
    description:
      'Sends copies of messages, all of them or none; no more at once than a minute takes there, a chat history being one. Whom they mention is not told again. Notices and what was recalled or deleted cannot be forwarded.',
    errors: {
      types: [
        ...SENDING_ERRORS,
        InvalidFieldError,
        LimitReachedError,
        ClientIdReusedError,
        ForwardingForbiddenError,
      ],
    },
    args: { input: t.arg({ type: ForwardMessagesInput, required: true, description: 'What.' }) },
    resolve: async (_root, { input }, context) => ({
      messages: await forwardMessages(context.backend, requireViewer(context), {
        clientId: input.clientId,
        conversationId: requireId('Conversation', input.conversationId, 'conversation'),
        messageIds: input.messageIds.map((id) => requireId('Message', id, 'message')),
        title: input.bundled ? (input.title ?? '') : null,
      }),
    }),
  }),
);
