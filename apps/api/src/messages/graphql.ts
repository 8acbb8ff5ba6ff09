import type { Message as MessageRow } from '@teahouse/db/client';
import { User, Viewer } from '../accounts/graphql.ts';
import { requireConversation, requireMembership } from '../conversations/access.ts';
import { conversationPayload } from '../conversations/graphql/membership.ts';
import { builder } from '../graphql/builder.ts';
import { type Context, requireViewer } from '../graphql/context.ts';
import { ErrorInterface } from '../graphql/errors.ts';
import { loggedEvent } from '../graphql/events.ts';
import { PAGE_MAX, pageCost } from '../graphql/limits.ts';
import { Node, registerNode, requireId } from '../graphql/nodes.ts';
import { keysetConnection } from '../graphql/pages.ts';
import { InvalidFieldError, NotFoundError } from '../platform/errors.ts';
import { requireMessage, visibleMessages } from './access.ts';
import { ClientIdReusedError, TextEmptyError, TextTooLongError } from './errors.ts';
import {
  countDelivery,
  countUnread,
  type Delivery,
  markDelivered,
  markRead,
  type ReceiptPosition,
} from './receipts.ts';
import { sendMessage } from './service.ts';

const TextContent = builder.objectRef<MessageRow>('TextContent').implement({
  description: 'What a person typed.',
  fields: (t) => ({
    text: t.exposeString('text', {
      description: 'Plain text, 1 to MESSAGE_MAX_CHARACTERS (500) Unicode code points.',
    }),
  }),
});

const noticeType = (name: string, description: string) =>
  builder.objectRef<MessageRow>(name).implement({ description });
const GroupCreatedNotice = noticeType('GroupCreatedNotice', 'The message’s sender made the group.');
const MembersAddedNotice = noticeType('MembersAddedNotice', 'The message’s sender added people.');
const MemberLeftNotice = noticeType('MemberLeftNotice', 'The message’s sender left the group.');

for (const notice of [GroupCreatedNotice, MembersAddedNotice])
  builder.objectField(notice, 'members', (t) =>
    t.prismaField({
      type: [User],
      description: 'Whom it is about, at most 100 of them.',
      resolve: (query, message, _args, { backend }) =>
        backend.db.account.findMany({
          ...query,
          where: { id: { in: message.subjectIds.slice(0, PAGE_MAX) } },
        }),
    }),
  );
builder.objectField(MemberLeftNotice, 'member', (t) =>
  t.prismaField({
    type: User,
    description: 'Who left.',
    resolve: (query, message, _args, { backend }) =>
      backend.db.account.findUniqueOrThrow({ ...query, where: { id: message.senderId } }),
  }),
);

const CONTENT_TYPES = {
  TEXT: TextContent,
  GROUP_CREATED: GroupCreatedNotice,
  MEMBERS_ADDED: MembersAddedNotice,
  MEMBER_LEFT: MemberLeftNotice,
} as const satisfies Record<MessageRow['kind'], unknown>;

const MessageContent = builder.unionType('MessageContent', {
  description:
    'What a message holds. New kinds are added over time: show those you do not know as unsupported.',
  types: Object.values(CONTENT_TYPES),
  resolveType: (message) => CONTENT_TYPES[message.kind],
});

const MessageDelivery = builder.objectRef<Delivery>('MessageDelivery').implement({
  description: 'How far a message has come, counted over the members other than its sender.',
  fields: (t) => ({
    deliveredCount: t.exposeInt('deliveredCount', {
      description: 'Members whom it has reached on at least one device.',
    }),
    readCount: t.exposeInt('readCount', { description: 'Members who have read it.' }),
    recipientCount: t.exposeInt('recipientCount', {
      description: 'Members who were there when it was sent, and still are.',
    }),
  }),
});

export const Message = builder.prismaObject('Message', {
  description:
    'Something said in a conversation. Its members can see it, if they were there by then.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.globalID({
      description: 'Global id.',
      resolve: (message) => ({ type: 'Message', id: message.id }),
    }),
    conversation: t.relation('conversation', { description: 'Where.' }),
    seq: t.exposeInt('seq', {
      description: 'Place in the conversation: 1, 2, 3 … without gaps, the same for everyone.',
    }),
    sender: t.relation('sender', {
      description: 'Who wrote it or, for a notice, who did what it tells.',
    }),
    clientId: t.expose('clientId', {
      type: 'UUID',
      description: 'Chosen by the sender’s client: recognises its own message when it comes back.',
    }),
    content: t.field({
      type: MessageContent,
      description: 'What it holds.',
      resolve: (message) => message,
    }),
    sentAt: t.field({
      type: 'DateTime',
      description: 'When the server took it.',
      resolve: (message) => message.createdAt,
    }),
    delivery: t.loadable({
      type: MessageDelivery,
      description: 'How far it has come. Later moves arrive as ReceiptMoved.',
      load: async (messageIds: string[], { backend }: Context) => {
        const counts = await countDelivery(backend, messageIds);
        return messageIds.map((id) => counts.get(id) ?? new NotFoundError('message'));
      },
      resolve: (message) => message.id,
    }),
  }),
});
registerNode('Message', requireMessage);

builder.prismaObjectFields('Conversation', (t) => ({
  lastMessage: t.loadable({
    type: Message,
    nullable: true,
    description: 'The newest message; null before the first.',
    load: async (conversationIds: string[], { backend }: Context) => {
      const messages = await backend.db.$queryRaw<{ id: string }[]>`
        SELECT x.id FROM conversation c JOIN message x ON x.conversation_id = c.id AND x.seq = c.last_seq
        WHERE c.id = ANY(${conversationIds}::uuid[])`;
      const rows = await backend.db.message.findMany({
        where: { id: { in: messages.map((message) => message.id) } },
      });
      return conversationIds.map((id) => rows.find((row) => row.conversationId === id) ?? null);
    },
    resolve: (conversation) => conversation.id,
  }),
  unreadCount: t.loadable({
    type: 'Int',
    description:
      'Last sequence − read sequence − the viewer’s own messages behind it. Depends on the viewer.',
    load: async (conversationIds: string[], context: Context) => {
      const viewer = requireViewer(context);
      const unread = await countUnread(context.backend, viewer.accountId, conversationIds);
      return conversationIds.map((id) => unread.get(id) ?? 0);
    },
    resolve: (conversation) => conversation.id,
  }),
  messages: t.connection({
    type: Message,
    description:
      'Oldest first. Ask for the latest 20 with `last: 20`, and for older ones with `before: startCursor`. Only what was sent since the viewer joined. Depends on the viewer.',
    complexity: pageCost,
    resolve: async (conversation, args, context) => {
      const { backend } = context;
      const viewer = requireViewer(context);
      const member = await requireMembership(backend, viewer, conversation.id);
      const visible = visibleMessages(member);
      return keysetConnection({
        args,
        key: (message: MessageRow) => String(message.seq),
        form: /^\d{1,9}$/,
        load: ({ after, before, limit, inverted }) =>
          backend.db.message.findMany({
            where: {
              AND: [
                visible,
                after ? { seq: { gt: Number(after) } } : {},
                before ? { seq: { lt: Number(before) } } : {},
              ],
            },
            orderBy: { seq: inverted ? 'desc' : 'asc' },
            take: limit,
          }),
      });
    },
  }),
}));

builder.objectField(Viewer, 'unreadCount', (t) =>
  t.int({
    description: 'Unread messages in all conversations.',
    resolve: async (viewer, _args, { backend }) => {
      const unread = await countUnread(backend, viewer.accountId, null);
      return [...unread.values()].reduce((sum, count) => sum + count, 0);
    },
  }),
);

builder.objectType(TextEmptyError, {
  name: 'TextEmptyError',
  description: 'There is nothing in the text but white space.',
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

const conversationId = { required: true, description: 'A `Conversation`.' } as const;
const seq = {
  required: true,
  description: 'A message’s sequence; beyond the newest means the newest.',
} as const;

const SendMessageInput = builder.inputType('SendMessageInput', {
  description: 'A text to send.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    clientId: t.field({
      type: 'UUID',
      required: true,
      description:
        'Made by the client, once for each message. Sending the same one again answers with the first message, so that a retry is always safe.',
    }),
    text: t.string({
      required: true,
      description: '1 to MESSAGE_MAX_CHARACTERS (500) code points, without the white space around.',
    }),
  }),
});
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

const SendMessagePayload = builder.objectRef<MessageRow>('SendMessagePayload').implement({
  description: 'The message is stored, has its place, and will reach every member.',
  fields: (t) => ({
    sent: t.field({
      type: Message,
      description:
        'The message. (Not `message`: next to `Error.message` that would need an alias.)',
      resolve: (message) => message,
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
  sendMessage: t.field({
    type: SendMessagePayload,
    authScopes: { signedIn: true },
    description: 'Sends a text message. Repeating a `clientId` returns the first result.',
    errors: { types: [NotFoundError, TextEmptyError, TextTooLongError, ClientIdReusedError] },
    args: { input: t.arg({ type: SendMessageInput, required: true, description: 'Message.' }) },
    resolve: (_root, { input }, context) =>
      sendMessage(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'conversation'),
        clientId: input.clientId,
        text: input.text,
      }),
  }),
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

builder.objectFields(
  loggedEvent('MessageSent', 'A message, of a person or a notice. Conversation stream.'),
  (t) => ({
    message: t.prismaField({
      type: Message,
      description: 'The message.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.message.findUniqueOrThrow({ ...query, where: { id: event.payload.messageId } }),
    }),
  }),
);
