import type { Account, Member } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { Node, registerNode } from '../../graphql/nodes.ts';
import { UUID_PAIR_FORM } from '../../graphql/scalars.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { requireMember } from '../access.ts';

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

/** People by their ids, in this order. Accounts are never removed. */
export async function loadUsers(
  accountIds: string[],
  { backend }: Context,
): Promise<(Account | NotFoundError)[]> {
  const accounts = await backend.db.account.findMany({ where: { id: { in: accountIds } } });
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return accountIds.map((id) => byId.get(id) ?? new NotFoundError('person'));
}

/** What a person's place in a conversation is found by. */
export const memberKey = (conversationId: string, accountId: string): string =>
  `${conversationId}:${accountId}`;

export const ConversationMember = builder.prismaObject('Member', {
  name: 'ConversationMember',
  description: 'A person’s place in a conversation.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.globalID({
      description: 'Global id.',
      resolve: ({ conversationId, accountId }) => ({
        type: 'ConversationMember',
        id: memberKey(conversationId, accountId),
      }),
    }),
    // Not by way of the member's row: it may be gone before its account is read, and an account never is.
    user: t.loadable({
      type: User,
      description: 'Who.',
      load: loadUsers,
      resolve: (member) => member.accountId,
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

/** Members by their keys, in this order; null where somebody is no member any more. */
export async function loadMembers(
  keys: string[],
  { backend }: Context,
): Promise<(Member | null)[]> {
  const members = await backend.db.member.findMany({
    where: {
      OR: keys.map((key) => {
        const [conversationId = '', accountId = ''] = key.split(':');
        return { conversationId, accountId };
      }),
    },
  });
  const byKey = new Map(
    members.map((member) => [memberKey(member.conversationId, member.accountId), member]),
  );
  return keys.map((key) => byKey.get(key) ?? null);
}

/** The viewer's own places in conversations; where there is none it is as if there were no such conversation. */
export async function loadViewerMembers(
  conversationIds: string[],
  context: Context,
): Promise<(Member | NotFoundError)[]> {
  const members = await context.backend.db.member.findMany({
    where: {
      conversationId: { in: conversationIds },
      accountId: requireViewer(context).accountId,
    },
  });
  const byId = new Map(members.map((member) => [member.conversationId, member]));
  return conversationIds.map((id) => byId.get(id) ?? new NotFoundError('conversation'));
}
