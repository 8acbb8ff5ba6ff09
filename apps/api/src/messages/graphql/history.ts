import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost, QUERY_COST } from '../../graphql/limits.ts';
import { pageOf } from '../../graphql/pages.ts';
import { findActiveDays, findMentions, findSeqAt, readAround } from '../history.ts';
import { findFirstUnread, findUnreadMentions } from '../unread.ts';
import { MessagesConnection, seqOf } from './conversation.ts';
import { Message } from './message.ts';

const AROUND_DEFAULT = 40;

async function loadMessages(ids: readonly (string | null | undefined)[], { backend }: Context) {
  const wanted = ids.filter((id) => id != null);
  const messages = await backend.db.message.findMany({ where: { id: { in: wanted } } });
  const byId = new Map(messages.map((message) => [message.id, message]));
  return ids.map((id) => byId.get(id ?? '') ?? null);
}

async function loadFirstUnread(conversationIds: string[], context: Context) {
  const { accountId } = requireViewer(context);
  const first = await findFirstUnread(context.backend, accountId, conversationIds);
  return loadMessages(
    conversationIds.map((id) => first.get(id)),
    context,
  );
}

async function loadFirstMentions(conversationIds: string[], context: Context) {
  const { accountId } = requireViewer(context);
  const mentions = await findUnreadMentions(context.backend, accountId, conversationIds);
  return loadMessages(
    conversationIds.map((id) => mentions.get(id)?.first),
    context,
  );
}

async function loadMentionCounts(conversationIds: string[], context: Context) {
  const { accountId } = requireViewer(context);
  const mentions = await findUnreadMentions(context.backend, accountId, conversationIds);
  return conversationIds.map((id) => mentions.get(id)?.count ?? 0);
}

builder.prismaObjectFields('Conversation', (t) => ({
  firstUnread: t.loadable({
    type: Message,
    nullable: true,
    description:
      'The first message of others that is unread; null without any. Depends on the viewer.',
    load: loadFirstUnread,
    resolve: (conversation) => conversation.id,
  }),
  firstUnreadMention: t.loadable({
    type: Message,
    nullable: true,
    description:
      'The first unread message that names the viewer, or everyone; null without any. Depends on the viewer.',
    load: loadFirstMentions,
    resolve: (conversation) => conversation.id,
  }),
  unreadMentionCount: t.loadable({
    type: 'Int',
    description: 'Unread messages that name the viewer, or everyone. Depends on the viewer.',
    load: loadMentionCounts,
    resolve: (conversation) => conversation.id,
  }),
  mentionSeqs: t.intList({
    complexity: QUERY_COST,
    description:
      'Sequences of messages of others that name the viewer, or everyone, read or not: the first behind a place, in order, 100 at most. Depends on the viewer.',
    args: {
      behind: t.arg.int({
        required: true,
        description: 'A sequence: only later messages count. 0 for all.',
      }),
    },
    resolve: (conversation, { behind }, context) =>
      findMentions(context.backend, requireViewer(context), {
        conversationId: conversation.id,
        behind,
      }),
  }),
  messagesAround: t.field({
    type: MessagesConnection,
    description:
      'Messages about a place, half of them before it: a page of `messages`, from which `before: startCursor` and `after: endCursor` lead on. Depends on the viewer.',
    args: {
      seq: t.arg.int({
        required: true,
        description: 'The sequence of a message, which is among them if the viewer can see it.',
      }),
      count: t.arg.int({
        defaultValue: AROUND_DEFAULT,
        description: 'At most so many, 1 to 100.',
      }),
    },
    complexity: ({ count }) => pageCost({ first: count ?? AROUND_DEFAULT }),
    resolve: async (conversation, { seq, count }, context) => {
      const found = await readAround(context.backend, requireViewer(context), {
        conversationId: conversation.id,
        seq,
        count: count ?? AROUND_DEFAULT,
      });
      return pageOf(found.messages, seqOf, {
        hasPreviousPage: found.hasEarlier,
        hasNextPage: found.hasLater,
      });
    },
  }),
  seqAt: t.int({
    nullable: true,
    complexity: QUERY_COST,
    description:
      'Sequence of the first message at or after an instant, for `messagesAround`; null when there is none. Depends on the viewer.',
    args: { instant: t.arg({ type: 'DateTime', required: true, description: 'When.' }) },
    resolve: (conversation, { instant }, context) =>
      findSeqAt(context.backend, requireViewer(context), conversation.id, instant),
  }),
  activeDays: t.intList({
    complexity: QUERY_COST,
    description:
      'The days of a month, 1 to 31, on which there are messages that the viewer can see. Depends on the viewer.',
    args: {
      month: t.arg.string({ required: true, description: 'A month, for example `2026-11`.' }),
      timeZone: t.arg.string({
        required: true,
        description: 'Whose days, by the name that the IANA gives the time zone: `Asia/Shanghai`.',
      }),
    },
    resolve: (conversation, { month, timeZone }, context) =>
      findActiveDays(context.backend, requireViewer(context), {
        conversationId: conversation.id,
        month,
        timeZone,
      }),
  }),
}));
