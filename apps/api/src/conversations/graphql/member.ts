import type { Member } from '@teahouse/db/client';
import { people, User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { type Along, createLoader } from '../../graphql/loading.ts';
import { idField, Node, registerNode } from '../../graphql/nodes.ts';
import { UUID_PAIR_FORM } from '../../graphql/scalars.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { jsonColumns, rowReader } from '../../platform/rows.ts';
import { membershipsIn, readMembers, readMemberships, requireMember } from '../access.ts';

export const MemberRole = builder.enumType('MemberRole', {
  description: 'What a member may do in a group.',
  values: {
    OWNER: { description: 'Everything. There is one.' },
    ADMINISTRATOR: {
      description: 'Runs the group: lets people in, removes and mutes those of lower rank.',
    },
    MEMBER: { description: 'Reads and writes.' },
  } as const,
});

/** What a person's place in a conversation is found by. */
export const memberKey = (conversationId: string, accountId: string): string =>
  `${conversationId}:${accountId}`;

export const ConversationMember = builder.prismaObject('Member', {
  name: 'ConversationMember',
  description: 'A person’s place in a conversation.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(
      idField('ConversationMember', ({ conversationId, accountId }: Member) =>
        memberKey(conversationId, accountId),
      ),
    ),
    // Not by way of the member's row: it may be gone before its account is read, and an account never is.
    user: t.field({
      type: User,
      description: 'Who.',
      resolve: (member, _args, context) => people.load(context, member.accountId),
    }),
    role: t.expose('role', { type: MemberRole, description: 'What they may do.' }),
    groupNickname: t.exposeString('nickname', {
      nullable: true,
      description:
        'What they are called in this group, 1 to 30 characters; null: by their own nickname.',
    }),
    mutedUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when they may not speak; null when they may.',
      resolve: ({ mutedUntil }) => (mutedUntil && mutedUntil > new Date() ? mutedUntil : null),
    }),
    joinedAt: t.expose('joinedAt', { type: 'DateTime', description: 'Since when.' }),
    deliveredSeq: t.int({
      description:
        'Every message up to this sequence has reached one of their devices, as far as it is shown: see `readSeq`.',
      resolve: ({ deliveredSeq, shownDeliveredSeq }) => shownDeliveredSeq ?? deliveredSeq,
    }),
    readSeq: t.int({
      description:
        'Every message up to this sequence has been read, as far as it is shown. In a direct conversation it stands still while one of the two has blocked the other, or while they are strangers and nobody has answered or accepted. How far the viewer has come in truth: `Conversation.viewerPosition`.',
      resolve: ({ readSeq, shownReadSeq }) => shownReadSeq ?? readSeq,
    }),
  }),
});
registerNode('ConversationMember', requireMember, UUID_PAIR_FORM);

export const ConversationPosition = builder.objectRef<Member>('ConversationPosition').implement({
  description:
    'How far somebody has come in a conversation, on all of their devices together. Nobody else can see it: others see what a `ConversationMember` shows.',
  fields: (t) => ({
    deliveredSeq: t.exposeInt('deliveredSeq', {
      description: 'Every message up to this sequence has reached one of their devices.',
    }),
    readSeq: t.exposeInt('readSeq', {
      description: 'Every message up to this sequence has been read.',
    }),
  }),
});

/** Members by their keys; null where somebody is no member any more. */
export const members = createLoader<Member | null>(async (keys, { backend }) => {
  const found = await readMembers(
    backend,
    keys.map((key) => {
      const [conversationId = '', accountId = ''] = key.split(':');
      return { conversationId, accountId };
    }),
  );
  const byKey = new Map(found.map((member) => [keyOf(member), member]));
  return keys.map((key) => byKey.get(key) ?? null);
});

const keyOf = ({ conversationId, accountId }: Member) => memberKey(conversationId, accountId);
const toMembers = rowReader<Member>('Member');

/** Makes members known that were found in a statement about something else, and of these keys who is none any more. */
export function primeMembers(context: Context, found: unknown, keys: readonly string[] = []): void {
  const rows = toMembers(found);
  for (const member of rows) members.prime(context, keyOf(member), member);
  const there = new Set(rows.map(keyOf));
  for (const key of keys) if (!there.has(key)) members.prime(context, key, null);
}

/** The viewer's own places in conversations; where there is none it is as if there were no such conversation. */
export const viewerMembers = createLoader<Member>(async (conversationIds, context) => {
  const found = await readMemberships(context.backend, requireViewer(context), conversationIds);
  const byId = new Map(found.map((member) => [member.conversationId, member]));
  return conversationIds.map((id) => byId.get(id) ?? new NotFoundError('conversation'));
});

/** The viewer's own places in the conversations of a page. */
export const viewerMembersAlong: Along = {
  sql: jsonColumns('Member', membershipsIn('SELECT id FROM page')),
  take: (context, found) => {
    for (const member of toMembers(found))
      viewerMembers.prime(context, member.conversationId, member);
  },
};
