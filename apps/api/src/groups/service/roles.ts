import type { Conversation, Member, MemberRole } from '@teahouse/db/client';
import { addNotice } from '../../conversations/timeline.ts';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockGroupAs, lockOwnGroup, requireFellow } from '../access.ts';
import { RoleRequiredError } from '../errors.ts';

const keyOf = ({ conversationId, accountId }: Pick<Member, 'conversationId' | 'accountId'>) => ({
  conversationId_accountId: { conversationId, accountId },
});

/** Whoever comes to run the group may speak, whatever was before. */
async function giveRole(tx: Transaction, member: Member, role: MemberRole): Promise<Member> {
  const { conversationId, accountId } = member;
  const data = role === 'MEMBER' ? { role } : { role, mutedUntil: null };
  const changed = await tx.db.member.update({ where: keyOf(member), data });
  tx.publishToConversation(conversationId, 'RoleChanged', { accountId });
  return changed;
}

/** Appoints an administrator, or makes one a plain member again. */
export async function setMemberRole(
  backend: Backend,
  viewer: Viewer,
  { conversationId, accountId, role }: Pick<Member, 'conversationId' | 'accountId' | 'role'>,
): Promise<Member> {
  return transaction(backend, async (tx) => {
    await lockGroupAs(tx, viewer, conversationId, ['OWNER']);
    if (role === 'OWNER')
      throw new InvalidFieldError('role', 'A group has one owner. Transfer the group instead.');
    if (accountId === viewer.accountId)
      throw new InvalidFieldError(
        'userId',
        'An owner stays the owner. Transfer the group instead.',
      );
    const member = await requireFellow(tx, conversationId, accountId);
    if (member.role === role) return member;
    const changed = await giveRole(tx, member, role);
    const actorId = viewer.accountId;
    const subjectIds = [accountId];
    await addNotice(tx, {
      conversationId,
      kind: 'ROLE_CHANGED',
      actorId,
      subjectIds,
      data: { role },
    });
    await recordAudit(tx.db, {
      actorId,
      action: 'RoleChanged',
      conversationId,
      subject: { type: 'User', id: accountId },
      detail: { from: member.role, to: role },
    });
    return changed;
  });
}

/** Hands the group over to another member. Who owned it until now becomes an administrator. */
export async function transferGroup(
  backend: Backend,
  viewer: Viewer,
  { conversationId, accountId }: Pick<Member, 'conversationId' | 'accountId'>,
): Promise<Conversation> {
  return transaction(backend, async (tx) => {
    const { group, member } = await lockOwnGroup(tx, viewer, conversationId);
    const heir =
      member.role === 'MEMBER' ? null : await requireFellow(tx, conversationId, accountId);
    // Whoever asks again because an answer got lost owns the group no more, and has what they wanted.
    if (member.role === 'ADMINISTRATOR' && heir?.role === 'OWNER') return group;
    if (!heir || member.role !== 'OWNER') throw new RoleRequiredError(['OWNER']);
    if (accountId === viewer.accountId)
      throw new InvalidFieldError('userId', 'Choose another member of the group.');
    await giveRole(tx, member, 'ADMINISTRATOR');
    await crown(tx, heir, viewer.accountId);
    return tx.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  });
}

/** Makes a member the owner, and says so. */
async function crown(tx: Transaction, heir: Member, actorId: string): Promise<void> {
  const { conversationId, accountId } = heir;
  await giveRole(tx, heir, 'OWNER');
  await addNotice(tx, { conversationId, kind: 'OWNER_CHANGED', actorId, subjectIds: [accountId] });
  await recordAudit(tx.db, {
    actorId,
    action: 'OwnerChanged',
    conversationId,
    subject: { type: 'User', id: accountId },
  });
}

/** The place of an owner who has left goes to an administrator, or to the oldest member. False when nobody is left. */
export async function crownHeir(
  tx: Transaction,
  conversationId: string,
  formerOwnerId: string,
): Promise<boolean> {
  const heir = await tx.db.member.findFirst({
    where: { conversationId },
    orderBy: [{ role: 'asc' }, { joinedAt: 'asc' }, { accountId: 'asc' }],
  });
  if (heir) await crown(tx, heir, formerOwnerId);
  return heir !== null;
}
