import type { MessageMention, Message as MessageRow } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { ConversationMember, loadMembers, memberKey } from '../../conversations/graphql/member.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { Node, registerNode, toGlobalId } from '../../graphql/nodes.ts';
import { loadPreviews } from '../../links/access.ts';
import { LinkPreview } from '../../links/graphql.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { LoggedEvents, MessageEventKind } from '../../realtime/catalogue.ts';
import { requireMessage } from '../access.ts';
import { countDelivery, type Delivery } from '../receipts.ts';
import { MessageContent } from './content.ts';

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

export const Mention = builder
  .objectRef<Pick<MessageMention, 'accountId' | 'start' | 'length'>>('Mention')
  .implement({
    description: 'A stretch of a text that names somebody, or everyone.',
    fields: (t) => ({
      user: t.prismaField({
        type: User,
        nullable: true,
        description: 'Who; null for everyone.',
        resolve: (query, { accountId }, _args, { backend }) =>
          accountId ? backend.db.account.findUnique({ ...query, where: { id: accountId } }) : null,
      }),
      start: t.exposeInt('start', {
        description: 'Where it begins, in Unicode code points from the beginning of the text.',
      }),
      length: t.exposeInt('length', {
        description:
          'How long it is, in Unicode code points; 0 where no words of the text name them.',
      }),
    }),
  });

/** The place of a message's sender in its conversation. */
const SENDER_MEMBER = {
  type: ConversationMember,
  nullable: true,
  description:
    'The sender’s place in the conversation, with what they are called there; null once they have left.',
  load: loadMembers,
  resolve: ({ conversationId, senderId }: MessageRow) => memberKey(conversationId, senderId),
} as const;

export const QuotedMessage = builder.objectRef<MessageRow>('QuotedMessage').implement({
  description:
    'What a reply answers. Quoting shares it with everybody who sees the reply, in the state it is in now.',
  fields: (t) => ({
    messageId: t.id({
      description: 'Id of the `Message`, for those who can see it.',
      resolve: ({ id }) => toGlobalId('Message', id),
    }),
    seq: t.exposeInt('seq', { description: 'Its place in the conversation.' }),
    sender: t.prismaField({
      type: User,
      description: 'Who wrote it.',
      resolve: (query, { senderId }, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: senderId } }),
    }),
    senderMember: t.loadable(SENDER_MEMBER),
    content: t.field({
      type: MessageContent,
      description: 'What it holds.',
      resolve: (message) => message,
    }),
  }),
});

async function loadMentions(messageIds: string[], { backend }: Context) {
  const mentions = await backend.db.messageMention.findMany({
    where: { messageId: { in: messageIds } },
    orderBy: { start: 'asc' },
  });
  return messageIds.map((id) => mentions.filter(({ messageId }) => messageId === id));
}

async function loadMentionsViewer(messageIds: string[], context: Context) {
  const { accountId } = requireViewer(context);
  const found = await context.backend.db.messageMention.findMany({
    where: { messageId: { in: messageIds }, OR: [{ accountId }, { accountId: null }] },
    select: { messageId: true },
  });
  return messageIds.map((id) => found.some(({ messageId }) => messageId === id));
}

async function loadQuoted(messageIds: string[], { backend }: Context) {
  const quoted = await backend.db.message.findMany({ where: { id: { in: messageIds } } });
  return messageIds.map(
    (id) => quoted.find((message) => message.id === id) ?? new NotFoundError('message'),
  );
}

async function loadDelivery(messageIds: string[], { backend }: Context) {
  const counts = await countDelivery(backend, messageIds);
  return messageIds.map((id) => counts.get(id) ?? new NotFoundError('message'));
}

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
    senderMember: t.loadable(SENDER_MEMBER),
    clientId: t.expose('clientId', {
      type: 'UUID',
      description: 'Chosen by the sender’s client: recognises its own message when it comes back.',
    }),
    content: t.field({
      type: MessageContent,
      description: 'What it holds.',
      // A copy: a message that was fetched by its id, or is a payload, is marked as that, and would be taken for it here.
      resolve: (message) => ({ ...message }),
    }),
    sentAt: t.field({
      type: 'DateTime',
      description: 'When the server took it.',
      resolve: (message) => message.createdAt,
    }),
    mentions: t.loadableList({
      type: Mention,
      description: 'Whom its text names, in the order of the text; at most 50.',
      load: loadMentions,
      resolve: (message) => message.id,
    }),
    mentionsViewer: t.loadable({
      type: 'Boolean',
      description: 'Whether it names the viewer, or everyone. Depends on the viewer.',
      load: loadMentionsViewer,
      resolve: (message) => message.id,
    }),
    replyTo: t.loadable({
      type: QuotedMessage,
      nullable: true,
      description: 'What it answers; null when it answers nothing in particular.',
      load: loadQuoted,
      resolve: (message) => message.replyToId,
    }),
    linkPreview: t.loadable({
      type: LinkPreview,
      nullable: true,
      description:
        'Of the first link of its text, once it has been fetched (MessageLinkPreviewed tells); null without any.',
      load: (urls: string[], { backend }: Context) => loadPreviews(backend, urls),
      resolve: (message) => message.linkUrl,
    }),
    forwarded: t.exposeBoolean('forwarded', {
      description: 'Whether its content came from another message.',
    }),
    forwardingForbiddenBySender: t.exposeBoolean('forwardingForbidden', {
      description:
        'Whether its sender does not want it forwarded or saved, whatever the group wants.',
    }),
    forwardingForbidden: t.boolean({
      description: 'Whether its sender, or the group, does not want it forwarded or saved.',
      select: {
        forwardingForbidden: true,
        conversation: { select: { forwardingForbidden: true } },
      },
      resolve: (message) => message.forwardingForbidden || message.conversation.forwardingForbidden,
    }),
    delivery: t.loadable({
      type: MessageDelivery,
      description: 'How far it has come. Later moves arrive as ReceiptMoved.',
      load: loadDelivery,
      resolve: (message) => message.id,
    }),
  }),
});
registerNode('Message', requireMessage);

/** The payload of a mutation that answers with the message it changed. */
export const messagePayload = <Field extends string>(
  name: string,
  field: Field,
  description: string,
) =>
  builder.objectRef<MessageRow>(name).implement({
    description,
    fields: (t) => ({
      [field]: t.field({
        type: Message,
        description:
          'The message as it stands now. (Not `message`: next to `Error.message` that would need an alias.)',
        resolve: (message) => message,
      }),
    }),
  });

/** Declares an event of a conversation's stream that is about one message, and answers with it as it stands now. */
export function messageEvent<K extends MessageEventKind>(kind: K, description: string) {
  const ref = loggedEvent(kind, description);
  builder.objectField(ref, 'message', (t) =>
    t.prismaField({
      type: Message,
      description: 'The message as it stands now.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.message.findUniqueOrThrow({
          ...query,
          where: { id: (event.payload as LoggedEvents[MessageEventKind]).messageId },
        }),
    }),
  );
  return ref;
}
