import type { Conversation, Member } from '@teahouse/db/client';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import { type Reading as ByHand, columnsOf, rowsOf } from '../platform/rows.ts';
import type { Viewer } from '../platform/viewer.ts';

type Reading = { db: Pick<TransactionClient, 'conversation' | 'member'> };

/** The conversations that a viewer may see: those they are a member of now. */
export const visibleConversations = (viewer: Viewer) => ({
  members: { some: { accountId: viewer.accountId } },
});

/** Groups have a name, and the others a key of their people. */
export const CONVERSATIONS = { often: ['name', 'directKey'] } as const;
const conversations = rowsOf<Conversation>('Conversation', CONVERSATIONS);
const WHOLE = `SELECT ${columnsOf('Conversation', 'c', CONVERSATIONS)} FROM conversation c`;
const members = rowsOf<Member>('Member');
const PLACES = `SELECT ${columnsOf('Member', 'm')} FROM member m`;

/** As `visibleConversations` says it; by hand, as nearly everything begins with it. */
export async function requireConversation(
  reading: ByHand,
  { accountId }: Viewer,
  id: string,
): Promise<Conversation> {
  const [conversation] = await conversations(reading, {
    name: 'conversation-visible',
    text: `
      ${WHOLE} WHERE c.id = $1::uuid
        AND EXISTS (SELECT FROM member v WHERE v.conversation_id = c.id AND v.account_id = $2::uuid)`,
    values: [id, accountId],
  });
  if (!conversation) throw new NotFoundError('conversation');
  return conversation;
}

/** The viewer's own place in a conversation. */
export async function requireMembership(
  reading: ByHand,
  { accountId }: Viewer,
  conversationId: string,
): Promise<Member> {
  const [member] = await members(reading, {
    name: 'membership',
    text: `
      ${PLACES}
      WHERE m.conversation_id = $1::uuid AND m.account_id = $2::uuid`,
    values: [conversationId, accountId],
  });
  if (!member) throw new NotFoundError('conversation');
  return member;
}

/** Conversations of what was found by other rules, such as the messages that an event tells of. */
export const readConversations = (
  reading: ByHand,
  ids: readonly string[],
): Promise<Conversation[]> =>
  conversations(reading, {
    name: 'conversations',
    text: `${WHOLE} WHERE c.id = ANY($1::uuid[])`,
    values: [ids],
  });

/** The viewer's own places in conversations; of those where they have none nothing is found. */
export const readMemberships = (
  reading: ByHand,
  { accountId }: Viewer,
  conversationIds: readonly string[],
): Promise<Member[]> =>
  members(reading, {
    name: 'memberships',
    text: membershipsIn('SELECT unnest($2::uuid[])'),
    values: [accountId, conversationIds],
  });

/** SQL: the places of the account $1 in these conversations. */
export const membershipsIn = (conversationIds: string): string => `
  ${PLACES}
  WHERE m.account_id = $1 AND m.conversation_id IN (${conversationIds})`;

/** Places of members, by conversation and account; of those who are no members nothing is found. */
export const readMembers = (
  reading: ByHand,
  keys: readonly { conversationId: string; accountId: string }[],
): Promise<Member[]> =>
  members(reading, {
    name: 'members',
    text: membersAt('SELECT * FROM unnest($1::uuid[], $2::uuid[])'),
    values: [
      keys.map(({ conversationId }) => conversationId),
      keys.map(({ accountId }) => accountId),
    ],
  });

/** SQL: the places of these pairs of a conversation and an account. */
export const membersAt = (pairs: string): string => `
  ${PLACES} WHERE (m.conversation_id, m.account_id) IN (${pairs})`;

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
