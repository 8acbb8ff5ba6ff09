import type { Member } from '@teahouse/db/client';
import { requireConversation } from '../../conversations/access.ts';
import { conversationPayload } from '../../conversations/graphql/conversation.ts';
import { ConversationMember } from '../../conversations/graphql/member.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { PAGE_MAX, pageCost } from '../../graphql/limits.ts';
import { requireId } from '../../graphql/nodes.ts';
import { instantAndId, keysetConnection, splitInstantAndId } from '../../graphql/pages.ts';
import { INSTANT_AND_UUID_FORM } from '../../graphql/scalars.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { listRecipients, markDelivered, markRead, type ReceiptPosition } from '../receipts.ts';

builder.prismaObjectField('Message', 'recipients', (t) =>
  t.connection({
    type: ConversationMember,
    description:
      'Those of its recipients who have read it, or who have not: the members other than its sender who were there when it was sent. Oldest members first.',
    args: {
      read: t.arg.boolean({
        required: true,
        description: 'True: those who have. False: those who have not.',
      }),
    },
    complexity: pageCost,
    resolve: (message, { read, ...args }, { backend }) =>
      keysetConnection({
        args,
        key: ({ joinedAt, accountId }: Member) => instantAndId(joinedAt, accountId),
        form: INSTANT_AND_UUID_FORM,
        load: ({ after, before, ...page }) =>
          listRecipients(backend, {
            ...page,
            message,
            read,
            ...(after ? { after: splitInstantAndId(after) } : {}),
            ...(before ? { before: splitInstantAndId(before) } : {}),
          }),
      }),
  }),
);

const conversationId = { required: true, description: 'A `Conversation`.' } as const;
const seq = {
  required: true,
  description: 'A message’s sequence; beyond the newest means the newest.',
} as const;

const MarkReadInput = builder.inputType('MarkReadInput', {
  description: 'How far the caller has read.',
  fields: (t) => ({ conversationId: t.id(conversationId), seq: t.int(seq) }),
});
const DeliveredPositionInput = builder.inputType('DeliveredPositionInput', {
  description: 'How far messages of one conversation have come to this device.',
  fields: (t) => ({ conversationId: t.id(conversationId), seq: t.int(seq) }),
});
const MarkDeliveredInput = builder.inputType('MarkDeliveredInput', {
  description: 'What has reached this device.',
  fields: (t) => ({
    positions: t.field({
      type: [DeliveredPositionInput],
      required: true,
      description: 'At most 100. Conversations that the caller is not in are passed over.',
    }),
  }),
});

const MarkReadPayload = conversationPayload(
  'MarkReadPayload',
  'The position has moved, or was there.',
);
const MarkDeliveredPayload = builder
  .objectRef<{ moved: number }>('MarkDeliveredPayload')
  .implement({
    description: 'The positions have moved.',
    fields: (t) => ({
      moved: t.exposeInt('moved', { description: 'In how many conversations one moved.' }),
    }),
  });

/** Positions of what has the form of a conversation's id; the others are of no conversation at all. */
function toPositions(
  inputs: readonly { conversationId: string; seq: number }[],
): ReceiptPosition[] {
  if (inputs.length > PAGE_MAX)
    throw new InvalidFieldError(
      'positions',
      `At most ${PAGE_MAX} positions at once, not ${inputs.length}.`,
    );
  return inputs.flatMap((input) => {
    try {
      const id = requireId('Conversation', input.conversationId, 'conversation');
      return [{ conversationId: id, seq: input.seq }];
    } catch {
      return [];
    }
  });
}

builder.mutationFields((t) => ({
  markRead: t.field({
    type: MarkReadPayload,
    authScopes: { signedIn: true },
    description:
      'Everything up to a message has been read. Clears the unread count on all devices.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: MarkReadInput, required: true, description: 'How far.' }) },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      const id = requireId('Conversation', input.conversationId, 'conversation');
      await markRead(context.backend, viewer, { conversationId: id, seq: input.seq });
      return requireConversation(context.backend, viewer, id);
    },
  }),
  markDelivered: t.field({
    type: MarkDeliveredPayload,
    authScopes: { signedIn: true },
    description: 'Everything up to these messages has reached this device.',
    errors: { types: [InvalidFieldError] },
    args: { input: t.arg({ type: MarkDeliveredInput, required: true, description: 'What.' }) },
    resolve: async (_root, { input }, context) => ({
      moved: await markDelivered(
        context.backend,
        requireViewer(context),
        toPositions(input.positions),
      ),
    }),
  }),
}));
