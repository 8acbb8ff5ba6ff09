import type { Conversation, Member } from '@teahouse/db/client';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';

type Reading = { db: Pick<TransactionClient, 'conversation' | 'member'> };

/** The conversations that a viewer may see: those they are a member of now. */
export const visibleConversations = (viewer: Viewer) => ({
  members: { some: { accountId: viewer.accountId } },
});

export async function requireConversation(
  { db }: Reading,
  viewer: Viewer,
  id: string,
): Promise<Conversation> {
  const conversation = await db.conversation.findFirst({
    where: { id, ...visibleConversations(viewer) },
  });
  if (!conversation) throw new NotFoundError('conversation');
  return conversation;
}

/** The viewer's own place in a conversation. */
export async function requireMembership(
  { db }: Reading,
  viewer: Viewer,
  conversationId: string,
): Promise<Member> {
  const member = await db.member.findUnique({
    where: { conversationId_accountId: { conversationId, accountId: viewer.accountId } },
  });
  if (!member) throw new NotFoundError('conversation');
  return member;
}

/** Somebody's place in a conversation, for its members to see. The id is `<conversation>:<account>`. */
export async function requireMember({ db }: Reading, viewer: Viewer, id: string): Promise<Member> {
  const [conversationId = '', accountId = ''] = id.split(':');
  const member = await db.member.findFirst({
    where: { conversationId, accountId, conversation: visibleConversations(viewer) },
  });
  if (!member) throw new NotFoundError('member');
  return member;
}

/** Who has a conversation of two with somebody. */
export async function reachAudience(db: Reading['db'], accountId: string): Promise<string[]> {
  const rows = await db.member.findMany({
    where: {
      accountId: { not: accountId },
      conversation: { kind: 'DIRECT', members: { some: { accountId } } },
    },
    select: { accountId: true },
  });
  return rows.map((row) => row.accountId);
}
