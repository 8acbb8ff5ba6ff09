import type { Draft as DraftRow } from '@teahouse/db/client';
import { requireConversation, visibleConversations } from '../../conversations/access.ts';
import { conversationPayload } from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { requireId } from '../../graphql/nodes.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { visibleMessagesById } from '../access.ts';
import { saveDraft } from '../service/drafts.ts';
import { QuotedMessage } from './message.ts';

const Draft = builder.objectRef<DraftRow>('Draft').implement({
  description: 'What the viewer has begun to write in a conversation, on whichever device.',
  fields: (t) => ({
    text: t.exposeString('text', {
      description: 'As it was typed, 1 to 20,000 code points; never white space alone.',
    }),
    replyTo: t.loadable({
      type: QuotedMessage,
      nullable: true,
      description:
        'What it is going to answer; null when nothing, or when the viewer cannot see that any more. Depends on the viewer.',
      load: async (messageIds: string[], context: Context) => {
        const messages = await visibleMessagesById(
          context.backend,
          requireViewer(context),
          messageIds,
        );
        return messageIds.map((id) => messages.find((message) => message.id === id) ?? null);
      },
      resolve: (draft) => draft.replyToId,
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When it was written, by the clock of the device that wrote it.',
    }),
  }),
});

builder.prismaObjectField('Conversation', 'draft', (t) =>
  t.loadable({
    type: Draft,
    nullable: true,
    description:
      'What the viewer has begun to write here; null when nothing. Depends on the viewer.',
    load: async (conversationIds: string[], context: Context) => {
      const { accountId } = requireViewer(context);
      const drafts = await context.backend.db.draft.findMany({
        where: { accountId, conversationId: { in: conversationIds }, text: { not: '' } },
      });
      return conversationIds.map(
        (id) => drafts.find(({ conversationId }) => conversationId === id) ?? null,
      );
    },
    resolve: (conversation) => conversation.id,
  }),
);

const SaveDraftInput = builder.inputType('SaveDraftInput', {
  description: 'What has been written so far.',
  fields: (t) => ({
    conversationId: t.id({ required: true, description: 'A `Conversation`.' }),
    text: t.string({
      required: true,
      description:
        'At most 20,000 code points. Empty, or nothing but white space, removes the draft.',
    }),
    replyToId: t.id({ description: 'A `Message` of the same conversation that it is to answer.' }),
    updatedAt: t.field({
      type: 'DateTime',
      required: true,
      description:
        'When it was written, by the clock of the device; at most a minute from now. The latest draft wins, in whatever order they arrive.',
    }),
  }),
});
const SaveDraftPayload = conversationPayload(
  'SaveDraftPayload',
  'The latest draft is kept: this one or, where another device has written since, that one.',
);

builder.mutationField('saveDraft', (t) =>
  t.field({
    type: SaveDraftPayload,
    authScopes: { signedIn: true },
    description:
      'Keeps what the caller has begun to write, for all of their devices. Sending leaves it as it is: remove it with an empty text.',
    errors: { types: [NotFoundError, InvalidFieldError] },
    args: { input: t.arg({ type: SaveDraftInput, required: true, description: 'Draft.' }) },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      const conversationId = requireId('Conversation', input.conversationId, 'conversation');
      await saveDraft(context.backend, viewer, {
        conversationId,
        text: input.text,
        replyToId: input.replyToId ? requireId('Message', input.replyToId, 'message') : null,
        updatedAt: input.updatedAt,
      });
      return requireConversation(context.backend, viewer, conversationId);
    },
  }),
);

builder.objectFields(
  loggedEvent(
    'DraftChanged',
    'The caller wrote, or removed, a draft on one of their devices; the device that did is told as well. Account stream.',
  ),
  (t) => ({
    conversation: t.prismaField({
      type: 'Conversation',
      nullable: true,
      description:
        'Where, with `draft` as it is now; null when the caller has left since. Depends on the viewer.',
      resolve: (query, event, _args, context) =>
        context.backend.db.conversation.findFirst({
          ...query,
          where: {
            id: event.payload.conversationId,
            ...visibleConversations(requireViewer(context)),
          },
        }),
    }),
  }),
);
