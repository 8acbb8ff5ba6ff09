import type {
  Conversation as ConversationRow,
  MessageMention,
  Message as MessageRow,
} from '@teahouse/db/client';
import { jsonProfiles } from '../../accounts/access.ts';
import { people, peopleAlong, primePeople, User } from '../../accounts/graphql/user.ts';
import { membersAt } from '../../conversations/access.ts';
import { Conversation, conversationOf } from '../../conversations/graphql/conversation.ts';
import {
  ConversationMember,
  memberKey,
  members,
  primeMembers,
} from '../../conversations/graphql/member.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { type DeliveredAs, loggedEvent, readAhead } from '../../graphql/events.ts';
import {
  type Asking,
  asksForMore,
  Company,
  createLoader,
  sqlOf,
  takeAlong,
} from '../../graphql/loading.ts';
import { idField, Node, registerNode, toGlobalId } from '../../graphql/nodes.ts';
import { loadPreviews } from '../../links/access.ts';
import { LinkPreview } from '../../links/graphql.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { jsonColumns, jsonRows, rowReader } from '../../platform/rows.ts';
import type { LoggedEvents, MessageEventKind } from '../../realtime/catalogue.ts';
import { messagesIn, readMessages, readTold, requireMessage } from '../access.ts';
import { atHand } from '../at-hand.ts';
import {
  countDelivery,
  type Delivery,
  deliveryOf,
  type Standing,
  standingTo,
} from '../receipts.ts';
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
  resolve: ({ conversationId, senderId }: MessageRow, _args: object, context: Context) =>
    members.load(context, memberKey(conversationId, senderId)),
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
    sender: t.field({
      type: User,
      description: 'Who wrote it.',
      resolve: ({ senderId }, _args, context) => people.load(context, senderId),
    }),
    senderMember: t.field(SENDER_MEMBER),
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

/** Messages that were found by other rules: quoted, or told of by an event. */
export const messagesById = createLoader<MessageRow>(async (ids, { backend }) => {
  const found = new Map((await readMessages(backend, ids)).map((message) => [message.id, message]));
  return ids.map((id) => found.get(id) ?? new NotFoundError('message'));
});

const deliveries = createLoader<Delivery>(async (ids, { backend }) => {
  const counts = await countDelivery(backend, ids);
  return ids.map((id) => counts.get(id) ?? new NotFoundError('message'));
});

/** What comes along with the messages of a conversation. Others add what is theirs. */
export const messagesCompany = new Company<MessageRow>();
const toMessages = rowReader<MessageRow>('Message');

messagesCompany.add('sender', peopleAlong('SELECT sender_id FROM page'));
messagesCompany.add('senderMember', {
  sql: jsonColumns('Member', membersAt('SELECT conversation_id, sender_id FROM page')),
  take: (context, found, page) =>
    primeMembers(
      context,
      found,
      page.map(({ conversationId, senderId }) => memberKey(conversationId, senderId)),
    ),
});
messagesCompany.add('delivery', {
  sql: jsonRows(standingTo('page')),
  take: (context, found, page) => {
    for (const [id, delivery] of deliveryOf(page, (found ?? []) as Standing[]))
      deliveries.prime(context, id, delivery);
  },
});
messagesCompany.add('replyTo', {
  sql: `(
    WITH quoted AS MATERIALIZED (${messagesIn('SELECT reply_to_id FROM page')})
    SELECT json_build_object(
      'messages', ${jsonColumns('Message', 'SELECT * FROM quoted')},
      'people', ${jsonProfiles('SELECT "senderId" FROM quoted')})
  )`,
  take: (context, found) => {
    const { messages, people } = found as { messages: unknown; people: unknown };
    for (const message of toMessages(messages)) messagesById.prime(context, message.id, message);
    primePeople(context, people);
  },
});

export const Message = builder.prismaObject('Message', {
  description:
    'Something said in a conversation. Its members can see it, if they were there by then.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('Message')),
    conversation: t.field({
      type: Conversation,
      description: 'Where.',
      resolve: ({ conversationId }, _args, context, info) =>
        asksForMore(info)
          ? conversationOf(context, conversationId)
          : ({ id: conversationId } as ConversationRow),
    }),
    seq: t.exposeInt('seq', {
      description: 'Place in the conversation: 1, 2, 3 … without gaps, the same for everyone.',
    }),
    sender: t.field({
      type: User,
      description: 'Who wrote it or, for a notice, who did what it tells.',
      resolve: ({ senderId }, _args, context) => people.load(context, senderId),
    }),
    senderMember: t.field(SENDER_MEMBER),
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
    replyTo: t.field({
      type: QuotedMessage,
      nullable: true,
      description: 'What it answers; null when it answers nothing in particular.',
      resolve: ({ replyToId }, _args, context) =>
        replyToId ? messagesById.load(context, replyToId) : null,
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
      resolve: async ({ forwardingForbidden, conversationId }, _args, context) =>
        forwardingForbidden || (await conversationOf(context, conversationId)).forwardingForbidden,
    }),
    delivery: t.field({
      type: MessageDelivery,
      description: 'How far it has come. Later moves arrive as ReceiptMoved.',
      resolve: ({ id }, _args, context) => deliveries.load(context, id),
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

type Tells = DeliveredAs<'MessageSent' | MessageEventKind>;

/**
 * Makes known what was read when it was sent, where that and the sender's profile are all that the document asks for on the
 * message. A profile is looked up each time.
 */
export function takeAtHand(
  context: Context,
  place: object,
  company: ReturnType<typeof messagesCompany.of>,
): MessageRow | null {
  const sent = atHand(place);
  const others = [...company].filter(([name]) => name !== 'sender');
  if (!sent || others.some(([name]) => !(name in sent.along))) return null;
  const { message, along } = sent;
  messagesById.prime(context, message.id, message);
  takeAlong(context, new Map(others), { rows: [message], along });
  return message;
}

/** Messages that events tell of, with what the document asks for on their field `message`. */
async function readAheadOf(context: Context, events: readonly Tells[], asking: Asking) {
  const company = messagesCompany.of(asking, 'message');
  const asksWhere = asksForMore(asking, 'message', 'conversation');
  const far: string[] = [];
  const reading: unknown[] = [];
  for (const { payload, streamId } of events) {
    const near = takeAtHand(context, payload, company);
    if (!near) far.push(payload.messageId);
    else if (company.has('sender')) reading.push(people.load(context, near.senderId));
    if (asksWhere) reading.push(conversationOf(context, streamId));
  }
  const page = far.length > 0 ? readTold(context.backend, far, sqlOf(company)) : null;
  await Promise.all([page, ...reading]);
  if (!page) return;
  for (const message of takeAlong(context, company, await page))
    messagesById.prime(context, message.id, message);
}

/** Has the messages of an event's field `message` read for many of them at once. */
export const readMessagesAhead = (kind: Tells['kind']) =>
  readAhead<Tells['kind']>(kind, readAheadOf);

/** Declares an event of a conversation's stream that is about one message, and answers with it as it stands now. */
export function messageEvent<K extends MessageEventKind>(kind: K, description: string) {
  const ref = loggedEvent(kind, description);
  readMessagesAhead(kind);
  builder.objectField(ref, 'message', (t) =>
    t.field({
      type: Message,
      description: 'The message as it stands now.',
      resolve: ({ payload }, _args, context) =>
        messagesById.load(context, (payload as LoggedEvents[MessageEventKind]).messageId),
    }),
  );
  return ref;
}
