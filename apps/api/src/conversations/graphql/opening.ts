import { CONTACT_ERRORS } from '../../contacts/graphql/errors.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { requireId } from '../../graphql/nodes.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { openDirectConversation, startTyping } from '../service.ts';
import { conversationPayload } from './conversation.ts';

const OpenDirectConversationInput = builder.inputType('OpenDirectConversationInput', {
  description: 'Whom to talk to.',
  fields: (t) => ({
    userId: t.id({ required: true, description: 'Anybody, or the caller for notes to oneself.' }),
  }),
});
const StartTypingInput = builder.inputType('StartTypingInput', {
  description: 'Where the caller is typing.',
  fields: (t) => ({
    conversationId: t.id({ required: true, description: 'A `Conversation`.' }),
  }),
});

const OpenDirectConversationPayload = conversationPayload(
  'OpenDirectConversationPayload',
  'The conversation of the two, or with oneself, new or not.',
);
const StartTypingPayload = builder.objectRef<{ expiresAt: Date }>('StartTypingPayload').implement({
  description: 'The other members have been told.',
  fields: (t) => ({
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'Until when it shows; say it again before, while typing goes on.',
    }),
  }),
});

builder.mutationFields((t) => ({
  openDirectConversation: t.field({
    type: OpenDirectConversationPayload,
    authScopes: { signedIn: true },
    description:
      'The conversation with somebody, or with oneself; made when there is none yet. Whom a stranger opens one with sees nothing of it before a message comes.',
    errors: { types: [NotFoundError, ...CONTACT_ERRORS] },
    args: {
      input: t.arg({ type: OpenDirectConversationInput, required: true, description: 'Who.' }),
    },
    resolve: (_root, { input }, context) =>
      openDirectConversation(
        context.backend,
        requireViewer(context),
        requireId('User', input.userId, 'person'),
      ),
  }),
  startTyping: t.field({
    type: StartTypingPayload,
    authScopes: { signedIn: true },
    description: 'Shows the other members that the caller is typing, for a few seconds.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: StartTypingInput, required: true, description: 'Where.' }) },
    resolve: async (_root, { input }, context) => {
      const id = requireId('Conversation', input.conversationId, 'conversation');
      return { expiresAt: await startTyping(context.backend, requireViewer(context), id) };
    },
  }),
}));
