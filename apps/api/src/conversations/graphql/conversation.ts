import { createContextCache } from '@pothos/core';
import type { Conversation as ConversationRow, Member } from '@teahouse/db/client';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { Profile } from '../../accounts/access.ts';
import { User } from '../../accounts/graphql/user.ts';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { ONLY_READS } from '../../graphql/at-once.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost, QUERY_COST } from '../../graphql/limits.ts';
import { Company, createLoader, sqlOf, takeAlong } from '../../graphql/loading.ts';
import { idField, Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { instantAndId, keysetConnection, splitInstantAndId } from '../../graphql/pages.ts';
import { INSTANT_AND_UUID_FORM } from '../../graphql/scalars.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { readConversations, requireConversation } from '../access.ts';
import { countMembers, peersByConversation, peersOf, readPeers } from '../company.ts';
import { listConversations, listPinned } from '../listing.ts';
import { listMembers, ROLES, type RosterPlace } from '../roster.ts';
import {
  ConversationMember,
  ConversationPosition,
  MemberRole,
  viewerMembers,
  viewerMembersAlong,
} from './member.ts';

const ConversationKind = builder.enumType('ConversationKind', {
  description: 'What sort of conversation it is.',
  values: {
    DIRECT: { description: 'Between two people.' },
    GROUP: { description: 'Between any number, with a name.' },
    SELF: { description: 'With oneself, for notes.' },
  } as const,
});

async function findConversations(ids: readonly string[], { backend }: Context) {
  const found = await readConversations(backend, [...new Set(ids)]);
  const byId = new Map(found.map((conversation) => [conversation.id, conversation]));
  return ids.map((id) => byId.get(id) ?? new NotFoundError('conversation'));
}

const conversations = createContextCache(
  (context: Context) =>
    new DataLoader<string, ConversationRow>((ids) => findConversations(ids, context), {
      cache: false,
    }),
);
/** Where nothing is changed meanwhile. */
const knownConversations = createLoader<ConversationRow>(findConversations);

/** Where something is that may be seen. Asked anew each time: the same request may have changed it. */
export const conversationOf = (context: Context, conversationId: string) =>
  context.sideBySide
    ? knownConversations.load(context, conversationId)
    : conversations(context).load(conversationId);

const memberCounts = createLoader<number>(async (ids, { backend }) => {
  const counts = await countMembers(backend, ids);
  return ids.map((id) => counts.get(id) ?? 0);
});

/** How many people are in a conversation. Asked anew, whatever it was read for: the same request may have changed it. */
export const memberCountOf = (context: Context, conversationId: string) =>
  memberCounts.load(context, conversationId);

const peers = createLoader<Profile | null>(async (ids, context) => {
  const found = await readPeers(context.backend, requireViewer(context), ids);
  return ids.map((id) => found.get(id) ?? null);
});

/** What comes along with the viewer's list of conversations. Later domains add what is theirs. */
export const conversationsCompany = new Company<ConversationRow>();
conversationsCompany.add('memberCount', {
  take: (context, _found, page) => {
    for (const { id, memberCount } of page) memberCounts.prime(context, id, memberCount);
  },
});
conversationsCompany.addForAny(
  ['viewerMember', 'viewerPosition'],
  'viewerMember',
  viewerMembersAlong,
);
conversationsCompany.add('peer', {
  sql: peersOf('page'),
  take: (context, found, page) => {
    const byId = peersByConversation(found);
    for (const { id } of page) peers.prime(context, id, byId.get(id) ?? null);
  },
});

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
    id: t.field(idField('Conversation')),
    kind: t.expose('kind', {
      type: ConversationKind,
      description: 'Direct, a group, or with oneself.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'A group’s name, 1 to 50 characters. Null for other conversations.',
    }),
    peer: t.field({
      type: User,
      nullable: true,
      description:
        'The other person of a direct conversation; null for others. Depends on the viewer.',
      resolve: (conversation, _args, context) => peers.load(context, conversation.id),
    }),
    memberCount: t.int({
      description: 'How many people are in it.',
      resolve: (conversation, _args, context) => memberCountOf(context, conversation.id),
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
    viewerMember: t.field({
      type: ConversationMember,
      description: 'The viewer’s own place in it. Depends on the viewer.',
      resolve: (conversation, _args, context) => viewerMembers.load(context, conversation.id),
    }),
    viewerPosition: t.field({
      type: ConversationPosition,
      description:
        'How far the viewer has come in it. What they read later arrives as ReadMoved or HistoryCleared. Depends on the viewer.',
      resolve: (conversation, _args, context) => viewerMembers.load(context, conversation.id),
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
    resolve: (viewer, args, context, info) =>
      keysetConnection({
        args,
        key: (conversation: ConversationRow) =>
          instantAndId(conversation.activeAt, conversation.id),
        form: INSTANT_AND_UUID_FORM,
        load: async ({ after, before, limit, inverted }) => {
          const company = conversationsCompany.of(info, 'edges', 'node');
          const stretch = {
            ...(after ? { after: splitInstantAndId(after) } : {}),
            ...(before ? { before: splitInstantAndId(before) } : {}),
            limit,
            inverted,
          };
          return takeAlong(
            context,
            company,
            await listConversations(context.backend, viewer.accountId, stretch, sqlOf(company)),
          );
        },
      }),
  }),
  pinnedConversations: t.field({
    type: [Conversation],
    complexity: QUERY_COST,
    description:
      'Those that the viewer keeps at the top, last pinned first; at most PINNED_CONVERSATIONS_MAX (50). Hidden ones are left out until a new message comes.',
    resolve: async ({ accountId }, _args, context, info) => {
      const company = conversationsCompany.of(info);
      return takeAlong(
        context,
        company,
        await listPinned(context.backend, accountId, sqlOf(company)),
      );
    },
  }),
}));

type Begin = (context: Context, conversationId: string, info: GraphQLResolveInfo) => void;
const beginners: Begin[] = [];

/**
 * Later domains begin to read what is asked for of one conversation in the turn in which it is looked up itself, so that
 * both take one way to the database and back. What they read is by rules of its own, and is answered only below what was
 * found.
 */
export const readBesideConversation = (begin: Begin): void => void beginners.push(begin);

builder.queryField('conversation', (t) =>
  t.field({
    type: Conversation,
    nullable: true,
    complexity: QUERY_COST,
    authScopes: { signedIn: true },
    extensions: ONLY_READS,
    description:
      'One conversation. One that does not exist, or that the caller is not in, is a NOT_FOUND error.',
    args: { id: t.arg.id({ required: true, description: 'A `Conversation`.' }) },
    resolve: (_root, { id }, context, info) => {
      const conversationId = requireId('Conversation', id, 'conversation');
      const found = requireConversation(context.backend, requireViewer(context), conversationId);
      for (const begin of beginners) begin(context, conversationId, info);
      return found;
    },
  }),
);
