import type { Conversation, Member } from '@teahouse/db/client';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';

type Reading = { db: Pick<TransactionClient, 'conversation' | 'member' | '$queryRaw'> };

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

/** Locks a group that the viewer is a member of, so that its members and its messages change in one order. */
export async function lockGroup(
  { db }: Reading,
  viewer: Viewer,
  id: string,
): Promise<{ conversation: Conversation; member: Member }> {
  await db.$queryRaw`SELECT id FROM conversation WHERE id = ${id}::uuid FOR UPDATE`;
  const conversation = await requireConversation({ db }, viewer, id);
  if (conversation.kind !== 'GROUP') throw new NotFoundError('group');
  return { conversation, member: await requireMembership({ db }, viewer, id) };
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
