import { createContextCache } from '@pothos/core';
import type {
  Conversation as ConversationRow,
  Message as MessageRow,
  Prisma,
} from '@teahouse/db/client';
import { type FieldNode, type GraphQLObjectType, getArgumentValues } from 'graphql';
import { jsonProfiles } from '../../accounts/access.ts';
import { primePeople } from '../../accounts/graphql/user.ts';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import {
  conversationsCompany,
  readBesideConversation,
} from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost, QUERY_COST } from '../../graphql/limits.ts';
import {
  type Asking,
  createLoader,
  soleFieldBelow,
  sqlOf,
  takeAlong,
} from '../../graphql/loading.ts';
import { type Keyset, keysetConnection } from '../../graphql/pages.ts';
import { columnsOf, jsonColumns, jsonRows, rowReader } from '../../platform/rows.ts';
import type { Backend } from '../../realtime/backend.ts';
import { newestOf, readStretch } from '../access.ts';
import { countAllUnread, countUnread, unreadOf } from '../unread.ts';
import { Message, messagesCompany } from './message.ts';

const toMessages = rowReader<MessageRow>('Message');

/** SQL: the newest messages that the members of a table see of their conversations, and who wrote them. */
const newestWithSenders = (members: string) => `(
  WITH newest AS MATERIALIZED (${newestOf(members)})
  SELECT json_build_object(
    'messages', ${jsonColumns('Message', `SELECT ${columnsOf('Message', 'newest')} FROM newest`)},
    'people', ${jsonProfiles('SELECT sender_id FROM newest')})
)`;

/** As they stand beside the conversations of a list. */
const OWN_PLACES = `(
  SELECT c.id, c.last_seq, place.account_id, place.joined_seq, place.cleared_seq
  FROM member place JOIN conversation c ON c.id = place.conversation_id
  WHERE place.account_id = $1 AND place.conversation_id = ANY($2::uuid[]))`;

const lastMessages = createLoader<MessageRow | null>(async (ids, context) => {
  const { rows } = await context.backend.pool.query<{ found: unknown }>({
    name: 'messages-newest',
    text: `SELECT ${newestWithSenders(OWN_PLACES)} AS found`,
    values: [requireViewer(context).accountId, ids],
  });
  const newest = takeNewest(context, rows[0]?.found);
  return ids.map((id) => newest.get(id) ?? null);
});

/** By conversation. */
function takeNewest(context: Context, found: unknown): Map<string, MessageRow> {
  const { messages, people } = found as { messages: unknown; people: unknown };
  primePeople(context, people);
  return new Map(toMessages(messages).map((message) => [message.conversationId, message]));
}

type Answered = Pick<ConversationRow, 'id' | 'lastSeq'>;
const answeredKey = ({ id, lastSeq }: Answered) => `${id}:${lastSeq}`;

const unreadCounts = createLoader<number>((keys, context) =>
  countUnread(
    context.backend,
    requireViewer(context).accountId,
    keys.map((key) => {
      const [conversationId = '', lastSeq] = key.split(':');
      return { conversationId, lastSeq: Number(lastSeq) };
    }),
  ),
);

conversationsCompany.add('lastMessage', {
  sql: newestWithSenders('page'),
  take: (context, found, page) => {
    const newest = takeNewest(context, found);
    for (const { id } of page) lastMessages.prime(context, id, newest.get(id) ?? null);
  },
});
conversationsCompany.add('unreadCount', {
  sql: jsonRows(
    unreadOf('(SELECT id, account_id, read_seq, last_seq AS seq, id AS conversation_id FROM page)'),
  ),
  take: (context, found, page) => {
    const rows = (found ?? []) as { id: string; unread: number }[];
    const unread = new Map(rows.map((row) => [row.id, row.unread]));
    for (const conversation of page)
      unreadCounts.prime(context, answeredKey(conversation), unread.get(conversation.id) ?? 0);
  },
});

/** What the cursors of a conversation's messages are made of. */
export const seqOf = (message: MessageRow) => String(message.seq);

const SEQ_FORM = /^\d{1,9}$/;
/** Behind every sequence. */
const SEQ_END = 1_000_000_000;

/** A page of those messages of one conversation, by their place in it. */
export function pageOfMessages(
  { db }: Pick<Backend, 'db'>,
  args: Keyset<MessageRow>['args'],
  visible: Prisma.MessageWhereInput,
  order: 'oldest first' | 'newest first',
) {
  const oldestFirst = order === 'oldest first';
  const [onwards, back] = oldestFirst ? (['gt', 'lt'] as const) : (['lt', 'gt'] as const);
  return keysetConnection({
    args,
    key: seqOf,
    form: SEQ_FORM,
    load: ({ after, before, limit, inverted }) =>
      db.message.findMany({
        where: {
          AND: [
            visible,
            after ? { seq: { [onwards]: Number(after) } } : {},
            before ? { seq: { [back]: Number(before) } } : {},
          ],
        },
        orderBy: { seq: oldestFirst === inverted ? 'desc' : 'asc' },
        take: limit,
      }),
  });
}

function pageOfConversation(
  context: Context,
  conversationId: string,
  args: Keyset<MessageRow>['args'],
  asking: Asking,
) {
  return keysetConnection({
    args,
    key: seqOf,
    form: SEQ_FORM,
    load: async ({ after, before, limit, inverted }) => {
      const company = messagesCompany.of(asking, 'edges', 'node');
      return takeAlong(
        context,
        company,
        await readStretch(context.backend, requireViewer(context), {
          conversationId,
          above: Number(after ?? 0),
          below: Number(before ?? SEQ_END),
          newestFirst: inverted,
          limit,
          along: sqlOf(company),
        }),
      );
    },
  });
}

interface Begun {
  node: FieldNode;
  page: ReturnType<typeof pageOfConversation>;
}

/** By conversation. */
const begun = createContextCache((_context: Context) => new Map<string, Begun>());

/** The page that was begun for this very place of the document; it is taken once. */
function takeBegun(context: Context, conversationId: string, { fieldNodes }: Asking) {
  const found = begun(context).get(conversationId);
  if (!found || fieldNodes.length > 1 || fieldNodes[0] !== found.node) return null;
  begun(context).delete(conversationId);
  return found.page;
}

readBesideConversation(
  (context, conversationId, { fieldNodes, fragments, schema, variableValues }) => {
    const node = soleFieldBelow({ fieldNodes, fragments }, 'messages');
    const field = (schema.getType('Conversation') as GraphQLObjectType).getFields().messages;
    if (!node || !field) return;
    const page = (async () =>
      pageOfConversation(context, conversationId, getArgumentValues(field, node, variableValues), {
        fieldNodes: [node],
        fragments,
      }))();
    // Where the conversation is not found, or the field left out, nobody asks what became of it.
    page.catch(() => {});
    begun(context).set(conversationId, { node, page });
  },
);

/** One type for whichever way a page of a conversation's messages was found. */
export const MessagesConnection = builder.connectionObject(
  { type: Message, name: 'ConversationMessagesConnection' },
  { name: 'ConversationMessagesConnectionEdge' },
);

builder.prismaObjectFields('Conversation', (t) => ({
  lastMessage: t.field({
    type: Message,
    nullable: true,
    description:
      'The newest message that the viewer can see; null without any. Depends on the viewer.',
    resolve: (conversation, _args, context) => lastMessages.load(context, conversation.id),
  }),
  unreadCount: t.int({
    description:
      'Messages of others behind the viewer’s read position, up to `lastSeq`, that the viewer has not deleted. Depends on the viewer.',
    resolve: (conversation, _args, context) =>
      unreadCounts.load(context, answeredKey(conversation)),
  }),
  messages: t.connection(
    {
      type: Message,
      description:
        'Oldest first. Ask for the latest 20 with `last: 20`, and for older ones with `before: startCursor`. Only what was sent since the viewer joined. Depends on the viewer.',
      complexity: pageCost,
      resolve: ({ id }, args, context, info) =>
        takeBegun(context, id, info) ?? pageOfConversation(context, id, args, info),
    },
    MessagesConnection,
  ),
}));

builder.objectField(Viewer, 'unreadCount', (t) =>
  t.int({
    complexity: QUERY_COST,
    description: 'Unread messages in all conversations.',
    resolve: (viewer, _args, { backend }) => countAllUnread(backend, viewer.accountId),
  }),
);
