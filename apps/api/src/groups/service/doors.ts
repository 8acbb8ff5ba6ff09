import type { GroupInvite, JoinRequest, Prisma } from '@teahouse/db/client';
import type { AccountEvents } from '../../realtime/catalogue.ts';
import type { Transaction } from '../../realtime/transaction.ts';
import { RUNNERS } from '../access.ts';

/**
 * The ways into a group that stand open: invites, and requests that wait for an answer. Whoever changes what they rest on
 * settles them here, while the group is locked.
 */

/** So many of those who run a group are told at once of what concerns only them; the others see it when they look. */
const TOLD_MAX = 100;

/** Those who run a group: the owner, and then whoever has been in it longest. */
export async function runnersOf({ db }: Transaction, conversationId: string): Promise<string[]> {
  const runners = await db.member.findMany({
    where: { conversationId, role: { in: [...RUNNERS] } },
    orderBy: [{ role: 'asc' }, { joinedAt: 'asc' }, { accountId: 'asc' }],
    take: TOLD_MAX,
    select: { accountId: true },
  });
  return runners.map(({ accountId }) => accountId);
}

function tell<K extends keyof AccountEvents>(
  tx: Transaction,
  accountIds: Iterable<string>,
  kind: K,
  payload: AccountEvents[K],
): void {
  for (const accountId of new Set(accountIds)) tx.publishToAccount(accountId, kind, payload);
}

type Addressed = Pick<GroupInvite, 'id' | 'inviteeId'>;
type Asked = Pick<JoinRequest, 'id' | 'accountId'>;

const inviteesOf = ({ inviteeId }: Addressed) => (inviteeId ? [inviteeId] : []);

/** Tells those who run the group, and whoever is invited. */
export async function publishInvites(
  tx: Transaction,
  conversationId: string,
  invites: readonly Addressed[],
): Promise<void> {
  if (invites.length === 0) return;
  const runners = await runnersOf(tx, conversationId);
  for (const invite of invites)
    tell(tx, [...runners, ...inviteesOf(invite)], 'GroupInviteChanged', { inviteId: invite.id });
}

/** Tells those who run the group, and whoever asks. */
export async function publishRequests(
  tx: Transaction,
  conversationId: string,
  requests: readonly Asked[],
): Promise<void> {
  if (requests.length === 0) return;
  const runners = await runnersOf(tx, conversationId);
  for (const { id, accountId } of requests)
    tell(tx, [...runners, accountId], 'JoinRequestChanged', { requestId: id });
}

/** Links, used up or not, and invitations that wait for an answer. */
export const standingInvites = (conversationId: string) =>
  ({
    conversationId,
    revokedAt: null,
    declinedAt: null,
    expiresAt: { gt: new Date() },
    OR: [{ inviteeId: null }, { uses: 0 }],
  }) satisfies Prisma.GroupInviteWhereInput;

/** Of people who have come in: nothing is left to ask or to accept, by whatever way they came. */
export async function settleWaysIn(
  tx: Transaction,
  conversationId: string,
  accountIds: readonly string[],
): Promise<void> {
  const people = [...accountIds];
  const requests = await tx.db.joinRequest.updateManyAndReturn({
    where: { conversationId, accountId: { in: people }, status: 'PENDING' },
    data: { status: 'ACCEPTED', decidedAt: new Date() },
  });
  const invites = await tx.db.groupInvite.updateManyAndReturn({
    where: { ...standingInvites(conversationId), inviteeId: { in: people } },
    data: { uses: 1 },
  });
  await publishRequests(tx, conversationId, requests);
  await publishInvites(tx, conversationId, invites);
}

/** Of people who may not come in any more: what they asked is declined, and what they were sent is taken back. */
export async function turnAway(
  tx: Transaction,
  conversationId: string,
  decidedById: string,
  accountIds: readonly string[],
): Promise<void> {
  const people = [...accountIds];
  const requests = await tx.db.joinRequest.updateManyAndReturn({
    where: { conversationId, accountId: { in: people }, status: 'PENDING' },
    data: { status: 'DECLINED', decidedAt: new Date(), decidedById },
  });
  const invites = await tx.db.groupInvite.updateManyAndReturn({
    where: { ...standingInvites(conversationId), inviteeId: { in: people } },
    data: { revokedAt: new Date() },
  });
  await publishRequests(tx, conversationId, requests);
  await publishInvites(tx, conversationId, invites);
}

/**
 * Nobody is let in at their request any more. Those who asked are told; those who run the group see it by the change of the
 * group, so that closing it costs by how many asked and not by that times how many run it.
 */
export async function closeRequests(
  tx: Transaction,
  conversationId: string,
  decidedById: string,
): Promise<void> {
  const requests = await tx.db.joinRequest.updateManyAndReturn({
    where: { conversationId, status: 'PENDING' },
    data: { status: 'DECLINED', decidedAt: new Date(), decidedById },
  });
  for (const { id, accountId } of requests)
    tell(tx, [accountId], 'JoinRequestChanged', { requestId: id });
}

/** Nobody comes in any more, because the group is no more. */
export async function closeDoors(
  tx: Transaction,
  conversationId: string,
  decidedById: string,
): Promise<void> {
  await closeRequests(tx, conversationId, decidedById);
  const invites = await tx.db.groupInvite.updateManyAndReturn({
    where: standingInvites(conversationId),
    data: { revokedAt: new Date() },
  });
  for (const invite of invites)
    tell(tx, inviteesOf(invite), 'GroupInviteChanged', { inviteId: invite.id });
}
