import type { Conversation as ConversationRow, Member } from '@teahouse/db/client';
import { User, Viewer } from '../../accounts/graphql.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost } from '../../graphql/limits.ts';
import { Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { instantAndId, keysetConnection, splitInstantAndId } from '../../graphql/pages.ts';
import { INSTANT_AND_UUID_FORM, UUID_PAIR_FORM } from '../../graphql/scalars.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { requireConversation, requireMember, visibleConversations } from '../access.ts';

const ConversationKind = builder.enumType('ConversationKind', {
  description: 'What sort of conversation it is.',
  values: {
    DIRECT: { description: 'Between two people.' },
    GROUP: { description: 'Between any number, with a name.' },
  } as const,
});

export const MemberRole = builder.enumType('MemberRole', {
  description: 'What a member may do in a group.',
  values: {
    OWNER: { description: 'Everything. There is one.' },
    ADMINISTRATOR: { description: 'Adds members.' },
    MEMBER: { description: 'Reads and writes.' },
  } as const,
});

export const ConversationMember = builder.prismaObject('Member', {
  name: 'ConversationMember',
  description: 'A person’s place in a conversation.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.globalID({
      description: 'Global id.',
      resolve: ({ conversationId, accountId }) => ({
        type: 'ConversationMember',
        id: `${conversationId}:${accountId}`,
      }),
    }),
    user: t.relation('account', { description: 'Who.' }),
    role: t.expose('role', { type: MemberRole, description: 'What they may do.' }),
    joinedAt: t.expose('joinedAt', { type: 'DateTime', description: 'Since when.' }),
    deliveredSeq: t.exposeInt('deliveredSeq', {
      description: 'Every message up to this sequence has reached one of their devices.',
    }),
    readSeq: t.exposeInt('readSeq', {
      description: 'Every message up to this sequence has been read.',
    }),
  }),
});
registerNode('ConversationMember', requireMember, UUID_PAIR_FORM);

async function loadMemberCounts(conversationIds: string[], { backend }: Context) {
  const counts = await backend.db.member.groupBy({
    by: ['conversationId'],
    where: { conversationId: { in: conversationIds } },
    _count: true,
  });
  const byId = new Map(counts.map((row) => [row.conversationId, row._count]));
  return conversationIds.map((id) => byId.get(id) ?? 0);
}

async function loadViewerMembers(conversationIds: string[], context: Context) {
  const members = await context.backend.db.member.findMany({
    where: {
      conversationId: { in: conversationIds },
      accountId: requireViewer(context).accountId,
    },
  });
  return conversationIds.map(
    (id) =>
      members.find((member) => member.conversationId === id) ?? new NotFoundError('conversation'),
  );
}

async function loadPeers(conversationIds: string[], context: Context) {
  const members = await context.backend.db.member.findMany({
    where: {
      conversationId: { in: conversationIds },
      conversation: { kind: 'DIRECT' },
      accountId: { not: requireViewer(context).accountId },
    },
    include: { account: true },
  });
  return conversationIds.map(
    (id) => members.find((member) => member.conversationId === id)?.account ?? null,
  );
}

export const Conversation = builder.prismaObject('Conversation', {
  description: 'Where people talk: two of them, or a group. Only its members can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.globalID({
      description: 'Global id.',
      resolve: (conversation) => ({ type: 'Conversation', id: conversation.id }),
    }),
    kind: t.expose('kind', { type: ConversationKind, description: 'Direct or group.' }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'A group’s name, 1 to 50 characters. Null for direct conversations.',
    }),
    peer: t.loadable({
      type: User,
      nullable: true,
      description:
        'The other person of a direct conversation; null in groups. Depends on the viewer.',
      load: loadPeers,
      resolve: (conversation) => conversation.id,
    }),
    memberCount: t.loadable({
      type: 'Int',
      description: 'How many people are in it.',
      load: loadMemberCounts,
      resolve: (conversation) => conversation.id,
    }),
    members: t.connection({
      type: ConversationMember,
      description: 'Its members, oldest first.',
      complexity: pageCost,
      resolve: (conversation, args, { backend }) =>
        keysetConnection({
          args,
          key: (member: Member) => instantAndId(member.joinedAt, member.accountId),
          form: INSTANT_AND_UUID_FORM,
          load: ({ after, before, limit, inverted }) =>
            backend.db.member.findMany({
              where: {
                conversationId: conversation.id,
                AND: [
                  after ? beyond('joinedAt', 'accountId', 'gt', after) : {},
                  before ? beyond('joinedAt', 'accountId', 'lt', before) : {},
                ],
              },
              orderBy: [
                { joinedAt: inverted ? 'desc' : 'asc' },
                { accountId: inverted ? 'desc' : 'asc' },
              ],
              take: limit,
            }),
        }),
    }),
    lastSeq: t.exposeInt('lastSeq', {
      description: 'Sequence of the newest message; 0 before the first.',
    }),
    activeAt: t.expose('activeAt', {
      type: 'DateTime',
      description: 'When its newest message was sent, or when it was made.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    viewerMember: t.loadable({
      type: ConversationMember,
      description: 'The viewer’s own place in it. Depends on the viewer.',
      load: loadViewerMembers,
      resolve: (conversation) => conversation.id,
    }),
  }),
});
registerNode('Conversation', requireConversation);

/** Rows beyond a key of an instant and an id, in the order of both. */
function beyond<Instant extends string, Id extends string>(
  instantColumn: Instant,
  idColumn: Id,
  direction: 'gt' | 'lt',
  key: string,
) {
  const { instant, id } = splitInstantAndId(key);
  return {
    OR: [
      { [instantColumn]: { [direction]: instant } },
      { [instantColumn]: instant, [idColumn]: { [direction]: id } },
    ],
  };
}

builder.objectField(Viewer, 'conversations', (t) =>
  t.connection({
    type: Conversation,
    description: 'The viewer’s conversations, the most recently active first.',
    complexity: pageCost,
    resolve: (viewer, args, { backend }) =>
      keysetConnection({
        args,
        key: (conversation: ConversationRow) =>
          instantAndId(conversation.activeAt, conversation.id),
        form: INSTANT_AND_UUID_FORM,
        load: ({ after, before, limit, inverted }) =>
          backend.db.conversation.findMany({
            where: {
              ...visibleConversations(viewer),
              AND: [
                after ? beyond('activeAt', 'id', 'lt', after) : {},
                before ? beyond('activeAt', 'id', 'gt', before) : {},
              ],
            },
            orderBy: [{ activeAt: inverted ? 'asc' : 'desc' }, { id: inverted ? 'asc' : 'desc' }],
            take: limit,
          }),
      }),
  }),
);

builder.queryField('conversation', (t) =>
  t.field({
    type: Conversation,
    nullable: true,
    authScopes: { signedIn: true },
    description:
      'One conversation. One that does not exist, or that the caller is not in, is a NOT_FOUND error.',
    args: { id: t.arg.id({ required: true, description: 'A `Conversation`.' }) },
    resolve: (_root, { id }, context) =>
      requireConversation(
        context.backend,
        requireViewer(context),
        requireId('Conversation', id, 'conversation'),
      ),
  }),
);
