import type { Message as MessageRow, Prisma } from '@teahouse/db/client';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { requireMembership } from '../../conversations/access.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost, QUERY_COST } from '../../graphql/limits.ts';
import { type Keyset, keysetConnection } from '../../graphql/pages.ts';
import type { Backend } from '../../realtime/backend.ts';
import { visibleMessages } from '../access.ts';
import { countAllUnread, countUnread } from '../unread.ts';
import { Message } from './message.ts';

/** The newest message of each conversation that the viewer has not deleted or cleared away. */
async function loadLastMessages(conversationIds: string[], context: Context) {
  const { db } = context.backend;
  const { accountId } = requireViewer(context);
  const newest = await db.$queryRaw<{ id: string }[]>`
    SELECT x.id FROM member m CROSS JOIN LATERAL (
      SELECT id FROM message x
      WHERE x.conversation_id = m.conversation_id AND x.seq > greatest(m.joined_seq, m.cleared_seq)
        AND NOT EXISTS (SELECT FROM message_hidden h WHERE h.account_id = m.account_id AND h.message_id = x.id)
      ORDER BY x.seq DESC LIMIT 1
    ) x
    WHERE m.account_id = ${accountId}::uuid AND m.conversation_id = ANY(${conversationIds}::uuid[])`;
  const rows = await db.message.findMany({ where: { id: { in: newest.map(({ id }) => id) } } });
  return conversationIds.map((id) => rows.find((row) => row.conversationId === id) ?? null);
}

function loadUnreadCounts(answered: string[], context: Context) {
  return countUnread(
    context.backend,
    requireViewer(context).accountId,
    answered.map((key) => {
      const [conversationId = '', lastSeq] = key.split(':');
      return { conversationId, lastSeq: Number(lastSeq) };
    }),
  );
}

/** What the cursors of a conversation's messages are made of. */
export const seqOf = (message: MessageRow) => String(message.seq);

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
    form: /^\d{1,9}$/,
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

/** One type for whichever way a page of a conversation's messages was found. */
export const MessagesConnection = builder.connectionObject(
  { type: Message, name: 'ConversationMessagesConnection' },
  { name: 'ConversationMessagesConnectionEdge' },
);

builder.prismaObjectFields('Conversation', (t) => ({
  lastMessage: t.loadable({
    type: Message,
    nullable: true,
    description:
      'The newest message that the viewer can see; null without any. Depends on the viewer.',
    load: loadLastMessages,
    resolve: (conversation) => conversation.id,
  }),
  unreadCount: t.loadable({
    type: 'Int',
    description:
      'Messages of others behind the viewer’s read position, up to `lastSeq`, that the viewer has not deleted. Depends on the viewer.',
    load: loadUnreadCounts,
    resolve: (conversation) => `${conversation.id}:${conversation.lastSeq}`,
  }),
  messages: t.connection(
    {
      type: Message,
      description:
        'Oldest first. Ask for the latest 20 with `last: 20`, and for older ones with `before: startCursor`. Only what was sent since the viewer joined. Depends on the viewer.',
      complexity: pageCost,
      resolve: async (conversation, args, context) => {
        const { backend } = context;
        const viewer = requireViewer(context);
        const member = await requireMembership(backend, viewer, conversation.id);
        return pageOfMessages(backend, args, visibleMessages(member), 'oldest first');
      },
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
