import { randomBytes } from 'node:crypto';
import type { Account, Conversation, GroupInvite } from '@teahouse/db/client';
import { requireFriends } from '../../contacts/access.ts';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import {
  lockGroup,
  lockGroupAs,
  lockInvite,
  requireInvite,
  requireInviteByToken,
} from '../access.ts';
import { type GroupInviteState, InviteUnusableError } from '../errors.ts';
import { publishInvites, standingInvites } from './doors.ts';
import { joinMembers } from './membership.ts';

const HOUR_MS = 3_600_000;
/** An invitation to one person waits for an answer so long. */
const INVITATION_HOURS = 7 * 24;
export const LINK_HOURS_MAX = 365 * 24;
export const LINK_USES_MAX = 10_000;
/** Links of one group that are good at the same time. */
const LINKS_MAX = 100;
/** Invitations of one group that wait for an answer at the same time. */
const INVITATIONS_MAX = 1_000;
/** People invited at once. */
const INVITED_AT_ONCE_MAX = 100;

/** 128 bits: nobody comes upon one by trying. */
const newToken = () => randomBytes(16).toString('base64url');

/** What has become of an invite. */
export function inviteState(invite: GroupInvite, now = new Date()): GroupInviteState {
  if (invite.declinedAt) return 'DECLINED';
  if (invite.maxUses !== null && invite.uses >= invite.maxUses)
    return invite.inviteeId ? 'ACCEPTED' : 'USED_UP';
  if (invite.revokedAt) return 'REVOKED';
  return invite.expiresAt > now ? 'OPEN' : 'EXPIRED';
}

function checkRange(field: string, value: number, most: number): void {
  if (value < 1 || value > most)
    throw new InvalidFieldError(field, `\`${field}\` is between 1 and ${most}, not ${value}.`);
}

/** Makes a link that lets in whoever has it, so often and so long. */
export async function createInvite(
  backend: Backend,
  viewer: Viewer,
  link: { conversationId: string; expiresInHours: number; maxUses: number | null },
): Promise<GroupInvite> {
  const { conversationId, expiresInHours, maxUses } = link;
  checkRange('expiresInHours', expiresInHours, LINK_HOURS_MAX);
  if (maxUses !== null) checkRange('maxUses', maxUses, LINK_USES_MAX);
  return transaction(backend, async (tx) => {
    await lockGroupAs(tx, viewer, conversationId);
    await refuseTooManyLinks(tx, conversationId);
    const [invite] = await addInvites(tx, viewer, {
      conversationId,
      maxUses,
      hours: expiresInHours,
      inviteeIds: [null],
    });
    if (!invite) throw new Error('A link was not written');
    return invite;
  });
}

async function refuseTooManyLinks({ db }: Transaction, conversationId: string): Promise<void> {
  const links = await db.groupInvite.count({
    where: {
      ...standingInvites(conversationId),
      inviteeId: null,
      AND: { OR: [{ maxUses: null }, { uses: { lt: db.groupInvite.fields.maxUses } }] },
    },
  });
  if (links >= LINKS_MAX)
    throw new LimitReachedError(
      LINKS_MAX,
      `A group has at most ${LINKS_MAX} links that are good. Revoke one first.`,
    );
}

async function addInvites(
  tx: Transaction,
  viewer: Viewer,
  given: {
    conversationId: string;
    maxUses: number | null;
    hours: number;
    inviteeIds: readonly (string | null)[];
  },
): Promise<GroupInvite[]> {
  const { conversationId, maxUses, hours, inviteeIds } = given;
  const invites = await tx.db.groupInvite.createManyAndReturn({
    data: inviteeIds.map((inviteeId) => ({
      conversationId,
      maxUses,
      inviteeId,
      token: newToken(),
      createdById: viewer.accountId,
      expiresAt: new Date(Date.now() + hours * HOUR_MS),
    })),
  });
  for (const invite of invites) await auditInvite(tx, viewer, invite, 'GroupInviteCreated');
  await publishInvites(tx, conversationId, invites);
  return invites;
}

/** The token is what lets people in, and no part of any record. */
function auditInvite(
  { db }: Transaction,
  viewer: Viewer,
  { id, conversationId, inviteeId, maxUses, expiresAt }: GroupInvite,
  action: string,
): Promise<void> {
  return recordAudit(db, {
    actorId: viewer.accountId,
    action,
    subject: { type: 'GroupInvite', id },
    conversationId,
    detail: { inviteeId, maxUses, expiresAt: expiresAt.toISOString() },
  });
}

/**
 * Invites friends of the viewer's into a group, each with a token of their own. Those who are members already are passed
 * over. Answers the invitations that wait for an answer, whether they are new or not, so that a retry does no harm.
 */
export async function inviteToGroup(
  backend: Backend,
  viewer: Viewer,
  { conversationId, accountIds }: { conversationId: string; accountIds: readonly string[] },
): Promise<GroupInvite[]> {
  const named = [...new Set(accountIds)];
  if (named.length < 1 || named.length > INVITED_AT_ONCE_MAX)
    throw new InvalidFieldError(
      'userIds',
      `1 to ${INVITED_AT_ONCE_MAX} people are invited at once, not ${named.length}.`,
    );
  return transaction(backend, async (tx) => {
    await lockGroupAs(tx, viewer, conversationId);
    const members = await tx.db.member.findMany({
      where: { conversationId, accountId: { in: named } },
      select: { accountId: true },
    });
    const here = new Set(members.map(({ accountId }) => accountId));
    const others = named.filter((id) => !here.has(id));
    const waiting = await tx.db.groupInvite.findMany({
      where: { ...standingInvites(conversationId), inviteeId: { in: others } },
    });
    const invited = new Set(waiting.map(({ inviteeId }) => inviteeId));
    const inviteeIds = others.filter((id) => !invited.has(id));
    await checkInvitees(tx, viewer, conversationId, inviteeIds);
    const made = await addInvites(tx, viewer, {
      conversationId,
      maxUses: 1,
      hours: INVITATION_HOURS,
      inviteeIds,
    });
    return [...waiting, ...made];
  });
}

async function checkInvitees(
  tx: Transaction,
  viewer: Viewer,
  conversationId: string,
  inviteeIds: readonly string[],
): Promise<void> {
  const people = await requireFriends(tx, viewer, inviteeIds);
  const bans = await tx.db.groupBan.findMany({
    where: { conversationId, accountId: { in: [...inviteeIds] } },
  });
  const banned = new Set(bans.map(({ accountId }) => accountId));
  const names = people.filter(({ id }) => banned.has(id)).map((person: Account) => person.nickname);
  if (names.length > 0)
    throw new InvalidFieldError(
      'userIds',
      `${names.join(', ')} may not come back before the ban is lifted. Lift it first.`,
    );
  const waiting = await tx.db.groupInvite.count({
    where: { ...standingInvites(conversationId), inviteeId: { not: null } },
  });
  if (waiting + inviteeIds.length > INVITATIONS_MAX)
    throw new LimitReachedError(
      INVITATIONS_MAX,
      `At most ${INVITATIONS_MAX} invitations of a group wait for an answer. Revoke some first.`,
    );
}

/** Takes an invite back: from now on it lets nobody in. One that lets nobody in any more stays as it is. */
export async function revokeInvite(
  backend: Backend,
  viewer: Viewer,
  inviteId: string,
): Promise<GroupInvite> {
  return transaction(backend, async (tx) => {
    const invite = await lockInvite(tx, viewer, inviteId);
    if (inviteState(invite) !== 'OPEN') return invite;
    const revoked = await tx.db.groupInvite.update({
      where: { id: inviteId },
      data: { revokedAt: new Date() },
    });
    await auditInvite(tx, viewer, revoked, 'GroupInviteRevoked');
    await publishInvites(tx, revoked.conversationId, [revoked]);
    return revoked;
  });
}

/** Says no to an invitation of one's own. One that waits for no answer any more stays as it is. */
export async function declineInvite(
  backend: Backend,
  viewer: Viewer,
  inviteId: string,
): Promise<GroupInvite> {
  return transaction(backend, async (tx) => {
    const { conversationId } = await requireInvite(tx, viewer, inviteId);
    await lockGroup(tx, conversationId);
    const invite = await requireInvite(tx, viewer, inviteId);
    if (invite.inviteeId !== viewer.accountId) throw new NotFoundError('invite');
    if (inviteState(invite) !== 'OPEN') return invite;
    const declined = await tx.db.groupInvite.update({
      where: { id: inviteId },
      data: { declinedAt: new Date() },
    });
    await publishInvites(tx, conversationId, [declined]);
    return declined;
  });
}

/**
 * Comes into a group with a token. The lock on the group makes those who use the same link at the same instant come one
 * after the other, so that it never lets in more than it may.
 */
export async function joinByInvite(
  backend: Backend,
  viewer: Viewer,
  token: string,
): Promise<Conversation> {
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const { conversationId } = await requireInviteByToken(tx, viewer, token);
    const group = await lockGroup(tx, conversationId);
    const invite = await requireInviteByToken(tx, viewer, token);
    const member = await tx.db.member.findUnique({
      where: { conversationId_accountId: { conversationId, accountId } },
    });
    if (member) return group;
    const state = inviteState(invite);
    if (state !== 'OPEN') throw new InviteUnusableError(state);
    const used = await tx.db.groupInvite.update({
      where: { id: invite.id },
      data: { uses: { increment: 1 } },
    });
    await joinMembers(backend, tx, {
      conversationId,
      accountIds: [accountId],
      actorId: accountId,
      notice: { kind: 'MEMBER_JOINED', via: used.inviteeId ? 'INVITATION' : 'LINK' },
    });
    await auditInvite(tx, viewer, used, 'GroupInviteUsed');
    await publishInvites(tx, conversationId, [used]);
    return tx.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  });
}
