import type { Conversation as ConversationRow, Member } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost, QUERY_COST } from '../../graphql/limits.ts';
import { Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { instantAndId, keysetConnection, splitInstantAndId } from '../../graphql/pages.ts';
import { INSTANT_AND_UUID_FORM } from '../../graphql/scalars.ts';
import { requireConversation } from '../access.ts';
import { listConversations, listPinned } from '../listing.ts';
import { listMembers, ROLES, type RosterPlace } from '../roster.ts';
import {
  ConversationMember,
  ConversationPosition,
  loadViewerMembers,
  MemberRole,
} from './member.ts';

const ConversationKind = builder.enumType('ConversationKind', {
  description: 'What sort of conversation it is.',
  values: {
    DIRECT: { description: 'Between two people.' },
    GROUP: { description: 'Between any number, with a name.' },
    SELF: { description: 'With oneself, for notes.' },
  } as const,
});

export async function loadMemberCounts(conversationIds: string[], { backend }: Context) {
  const counts = await backend.db.member.groupBy({
    by: ['conversationId'],
    where: { conversationId: { in: conversationIds } },
    _count: true,
  });
  const byId = new Map(counts.map((row) => [row.conversationId, row._count]));
  return conversationIds.map((id) => byId.get(id) ?? 0);
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
  const byId = new Map(members.map((member) => [member.conversationId, member.account]));
  return conversationIds.map((id) => byId.get(id) ?? null);
}

/** A place in the list of members, as a cursor holds it: the number of the role, since when, and who. */
const ROSTER_KEY_FORM = new RegExp(`^[0-2] ${INSTANT_AND_UUID_FORM.source.slice(1)}`);
const rosterKey = ({ role, joinedAt, accountId }: Member) =>
  `${ROLES.indexOf(role)} ${instantAndId(joinedAt, accountId)}`;

function toRosterPlace(key: string): RosterPlace {
  const role = ROLES[Number(key[0])] ?? 'MEMBER';
  const { instant, id } = splitInstantAndId(key.slice(2));
  return { role, joinedAt: instant, accountId: id };
}

/** As many as fit above the field in which one writes. */
const MENTIONABLE_MOST = 8;

export const Conversation = builder.prismaObject('Conversation', {
  description:
    'Where people talk: two of them, a group, or one with themselves. Only its members can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.globalID({
      description: 'Global id.',
      resolve: (conversation) => ({ type: 'Conversation', id: conversation.id }),
    }),
    kind: t.expose('kind', {
      type: ConversationKind,
      description: 'Direct, a group, or with oneself.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'A group’s name, 1 to 50 characters. Null for other conversations.',
    }),
    peer: t.loadable({
      type: User,
      nullable: true,
      description:
        'The other person of a direct conversation; null for others. Depends on the viewer.',
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
      description: 'The owner, administrators, then members; those who joined first come first.',
      args: {
        query: t.arg.string({
          description:
            'Only those of whom a nickname, the nickname in the group or the username contains this, or whose nickname is typed so in Latin letters (pinyin); at most 100 characters.',
        }),
        roles: t.arg({
          type: [MemberRole],
          description: 'Only those who have one of these roles.',
        }),
      },
      complexity: pageCost,
      resolve: (conversation, { query, roles, ...args }, { backend }) =>
        keysetConnection({
          args,
          key: rosterKey,
          form: ROSTER_KEY_FORM,
          load: ({ after, before, limit, inverted }) =>
            listMembers(backend, {
              conversationId: conversation.id,
              query,
              roles,
              ...(after ? { after: toRosterPlace(after) } : {}),
              ...(before ? { before: toRosterPlace(before) } : {}),
              limit,
              inverted,
            }),
        }),
    }),
    mentionable: t.field({
      type: [ConversationMember],
      description:
        'At most 8 members whom the viewer may mean by what they type after an “@”: whom `members(query:)` finds, and friends by the viewer’s own name for them, as it is written or typed in Latin letters. In the order of `members`, without the viewer. Depends on the viewer.',
      args: { query: t.arg.string({ description: 'What is typed; at most 100 characters.' }) },
      complexity: { field: QUERY_COST, multiplier: MENTIONABLE_MOST },
      resolve: (conversation, { query }, context) =>
        listMembers(context.backend, {
          conversationId: conversation.id,
          query,
          chosenBy: requireViewer(context).accountId,
          limit: MENTIONABLE_MOST,
          inverted: false,
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
    viewerPosition: t.loadable({
      type: ConversationPosition,
      description:
        'How far the viewer has come in it. What they read later arrives as ReadMoved or HistoryCleared. Depends on the viewer.',
      load: loadViewerMembers,
      resolve: (conversation) => conversation.id,
    }),
  }),
});
registerNode('Conversation', requireConversation);

/** The payload of a mutation that answers with the conversation it changed. */
export const conversationPayload = (name: string, description: string) =>
  builder.objectRef<ConversationRow>(name).implement({
    description,
    fields: (t) => ({
      conversation: t.field({
        type: Conversation,
        description: 'The conversation as it stands now.',
        resolve: (conversation) => conversation,
      }),
    }),
  });

builder.objectFields(Viewer, (t) => ({
  conversations: t.connection({
    type: Conversation,
    description:
      'The viewer’s conversations, the most recently active first. Hidden ones are left out until a new message comes.',
    complexity: pageCost,
    resolve: (viewer, args, { backend }) =>
      keysetConnection({
        args,
        key: (conversation: ConversationRow) =>
          instantAndId(conversation.activeAt, conversation.id),
        form: INSTANT_AND_UUID_FORM,
        load: ({ after, before, limit, inverted }) =>
          listConversations(backend, viewer.accountId, {
            ...(after ? { after: splitInstantAndId(after) } : {}),
            ...(before ? { before: splitInstantAndId(before) } : {}),
            limit,
            inverted,
          }),
      }),
  }),
  pinnedConversations: t.field({
    type: [Conversation],
    complexity: QUERY_COST,
    description:
      'Those that the viewer keeps at the top, last pinned first; at most PINNED_CONVERSATIONS_MAX (50). Hidden ones are left out until a new message comes.',
    resolve: ({ accountId }, _args, { backend }) => listPinned(backend, accountId),
  }),
}));

builder.queryField('conversation', (t) =>
  t.field({
    type: Conversation,
    nullable: true,
    complexity: QUERY_COST,
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
