import type { Conversation } from '@teahouse/db/client';
import { requireFriends, requireOther } from '../contacts/access.ts';
import { isUniqueViolation } from '../platform/db.ts';
import { InvalidFieldError } from '../platform/errors.ts';
import { tidy } from '../platform/text.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { type Transaction, transaction } from '../realtime/transaction.ts';
import { lockGroup, requireConversation } from './access.ts';
import { RoleRequiredError } from './errors.ts';
import { addNotice } from './timeline.ts';

const GROUP_NAME_MAX = 50;
const TYPING_MS = 6_000;
/** Who may add people to a group. */
const MAY_ADD = ['OWNER' as const, 'ADMINISTRATOR' as const];

/** The conversation that two friends share; made the first time one of them opens it. */
export async function openDirectConversation(
  backend: Backend,
  viewer: Viewer,
  accountId: string,
): Promise<Conversation> {
  await requireOther(backend, viewer, accountId);
  const accountIds = [viewer.accountId, accountId].sort();
  const directKey = accountIds.join(':');
  const open = async () => {
    const existing = await backend.db.conversation.findUnique({ where: { directKey } });
    if (existing) return existing;
    return transaction(backend, async (tx) => {
      await requireFriends(tx, viewer, [accountId]);
      const conversation = await tx.db.conversation.create({
        data: {
          kind: 'DIRECT',
          directKey,
          createdById: viewer.accountId,
          members: { create: accountIds.map((id) => ({ accountId: id })) },
        },
      });
      for (const id of accountIds)
        tx.publishToAccount(id, 'ConversationJoined', { conversationId: conversation.id });
      return conversation;
    });
  };
  try {
    return await open();
  } catch (error) {
    // The other person opened it in the same instant.
    if (isUniqueViolation(error)) return open();
    throw error;
  }
}

function checkGroupName(name: string): string {
  const shownAs = tidy(name);
  const length = [...shownAs].length;
  if (length < 1 || length > GROUP_NAME_MAX)
    throw new InvalidFieldError('name', `A group’s name has 1 to ${GROUP_NAME_MAX} characters.`);
  return shownAs;
}

/** Makes a group of the viewer, who owns it, and some of their friends. */
export async function createGroup(
  backend: Backend,
  viewer: Viewer,
  { name, accountIds }: { name: string; accountIds: string[] },
): Promise<Conversation> {
  const shownAs = checkGroupName(name);
  const others = [...new Set(accountIds)].filter((id) => id !== viewer.accountId);
  if (others.length === 0)
    throw new InvalidFieldError('userIds', 'A group needs at least one other person.');
  checkSize(backend, others.length + 1);
  return transaction(backend, async (tx) => {
    await requireFriends(tx, viewer, others);
    const conversation = await tx.db.conversation.create({
      data: { kind: 'GROUP', name: shownAs, createdById: viewer.accountId },
    });
    const conversationId = conversation.id;
    await tx.db.member.createMany({
      data: [
        { conversationId, accountId: viewer.accountId, role: 'OWNER' },
        ...others.map((accountId) => ({ conversationId, accountId })),
      ],
    });
    publishJoined(tx, conversationId, [viewer.accountId, ...others]);
    await addNotice(tx, {
      conversationId,
      kind: 'GROUP_CREATED',
      actorId: viewer.accountId,
      subjectIds: others,
    });
    return tx.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  });
}

function checkSize({ env }: Backend, size: number): void {
  if (size > env.GROUP_MAX_MEMBERS)
    throw new InvalidFieldError(
      'userIds',
      `A group has at most ${env.GROUP_MAX_MEMBERS} members; this would make ${size}.`,
    );
}

function publishJoined(tx: Transaction, conversationId: string, accountIds: string[]): void {
  tx.publishToConversation(conversationId, 'MembersJoined', { accountIds });
  for (const accountId of accountIds)
    tx.publishToAccount(accountId, 'ConversationJoined', { conversationId });
}

/** Adds friends of the viewer's to a group. They see what is said from now on. Those who are members already are passed over. */
export async function addMembers(
  backend: Backend,
  viewer: Viewer,
  { conversationId, accountIds }: { conversationId: string; accountIds: string[] },
): Promise<Conversation> {
  return transaction(backend, async (tx) => {
    const { conversation, member } = await lockGroup(tx, viewer, conversationId);
    if (!MAY_ADD.some((role) => role === member.role)) throw new RoleRequiredError(MAY_ADD);
    const already = await tx.db.member.findMany({
      where: { conversationId, accountId: { in: accountIds } },
    });
    const added = [...new Set(accountIds)].filter(
      (id) => !already.some((present) => present.accountId === id),
    );
    if (added.length === 0) return conversation;
    await requireFriends(tx, viewer, added);
    checkSize(backend, added.length + (await tx.db.member.count({ where: { conversationId } })));
    const { lastSeq } = conversation;
    await tx.db.member.createMany({
      data: added.map((accountId) => ({
        conversationId,
        accountId,
        joinedSeq: lastSeq,
        deliveredSeq: lastSeq,
        readSeq: lastSeq,
      })),
    });
    publishJoined(tx, conversationId, added);
    await addNotice(tx, {
      conversationId,
      kind: 'MEMBERS_ADDED',
      actorId: viewer.accountId,
      subjectIds: added,
    });
    return tx.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  });
}

/** Leaves a group, at once and on every device. An owner's place goes to an administrator, or to the oldest member. */
export async function leaveGroup(
  backend: Backend,
  viewer: Viewer,
  conversationId: string,
): Promise<void> {
  const { accountId } = viewer;
  await transaction(backend, async (tx) => {
    const { member } = await lockGroup(tx, viewer, conversationId);
    await tx.db.member.delete({
      where: { conversationId_accountId: { conversationId, accountId } },
    });
    tx.publishToConversation(conversationId, 'MemberLeft', { accountId });
    tx.publishToAccount(accountId, 'ConversationLeft', { conversationId });
    if (member.role === 'OWNER') await promoteHeir(tx, conversationId);
    await addNotice(tx, {
      conversationId,
      kind: 'MEMBER_LEFT',
      actorId: accountId,
      subjectIds: [accountId],
    });
  });
}

async function promoteHeir(tx: Transaction, conversationId: string): Promise<void> {
  const heir = await tx.db.member.findFirst({
    where: { conversationId },
    orderBy: [{ role: 'asc' }, { joinedAt: 'asc' }, { accountId: 'asc' }],
  });
  if (!heir) return;
  const { accountId } = heir;
  await tx.db.member.update({
    where: { conversationId_accountId: { conversationId, accountId } },
    data: { role: 'OWNER' },
  });
  tx.publishToConversation(conversationId, 'RoleChanged', { accountId });
}

/** Lets the members know that the viewer is typing. A hint: nothing is stored. Answers until when it shows. */
export async function startTyping(
  backend: Backend,
  viewer: Viewer,
  conversationId: string,
): Promise<Date> {
  await requireConversation(backend, viewer, conversationId);
  const expiresAt = new Date(Date.now() + TYPING_MS);
  const { accountId } = viewer;
  backend.bus.publish([
    {
      kind: 'TypingStarted',
      payload: { conversationId, accountId, expiresAt: expiresAt.toISOString() },
    },
  ]);
  return expiresAt;
}
