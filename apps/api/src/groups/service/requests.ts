import type { Conversation, JoinRequest } from '@teahouse/db/client';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import { tidy } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockGroup, lockJoinRequest, requireJoinRequest } from '../access.ts';
import {
  AlreadyMemberError,
  JoinRequestDecidedError,
  JoinRequestPausedError,
  JoinRequestRequiredError,
} from '../errors.ts';
import { publishRequests } from './doors.ts';
import { joinMembers, refuseBanned } from './membership.ts';

const NOTE_MAX = 200;
/** Requests of one group that wait for an answer at the same time: more than anybody would read. */
const PENDING_MAX = 1_000;
/** Whoever has been declined may ask again after so long: a request that comes back at once is pressure, not a question. */
const JOIN_REQUEST_PAUSE_HOURS = 24;
const HOUR_MS = 3_600_000;

/** Locks a group that the viewer wants to come into: a public one, or one that they are in already. */
async function lockToEnter(
  tx: Transaction,
  { accountId }: Viewer,
  conversationId: string,
): Promise<{ group: Conversation; isMember: boolean }> {
  const group = await lockGroup(tx, conversationId);
  const member = await tx.db.member.findUnique({
    where: { conversationId_accountId: { conversationId, accountId } },
  });
  if (!member && group.visibility !== 'PUBLIC') throw new NotFoundError('group');
  return { group, isMember: member !== null };
}

/** Walks into a public group whose door is open. */
export async function joinGroup(
  backend: Backend,
  viewer: Viewer,
  conversationId: string,
): Promise<Conversation> {
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const { group, isMember } = await lockToEnter(tx, viewer, conversationId);
    if (isMember) return group;
    await refuseBanned(tx, conversationId, [accountId]);
    if (group.joinPolicy !== 'OPEN') throw new JoinRequestRequiredError();
    await walkIn(backend, tx, conversationId, accountId);
    return tx.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  });
}

const walkIn = (backend: Backend, tx: Transaction, conversationId: string, accountId: string) =>
  joinMembers(backend, tx, {
    conversationId,
    accountIds: [accountId],
    actorId: accountId,
    notice: { kind: 'MEMBER_JOINED', via: 'OPEN' },
  });

/**
 * Asks to be let into a public group. Asking again answers with the request that waits, and after a refusal is possible a
 * day later; where the door is open, nobody needs to be asked and the request is accepted at once.
 */
export async function requestToJoin(
  backend: Backend,
  viewer: Viewer,
  { conversationId, note }: { conversationId: string; note: string },
): Promise<JoinRequest> {
  const words = tidy(note);
  if ([...words].length > NOTE_MAX)
    throw new InvalidFieldError('note', `A note has at most ${NOTE_MAX} characters.`);
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const { group, isMember } = await lockToEnter(tx, viewer, conversationId);
    if (isMember) throw new AlreadyMemberError();
    await refuseBanned(tx, conversationId, [accountId]);
    const request =
      (await tx.db.joinRequest.findFirst({
        where: { conversationId, accountId, status: 'PENDING' },
      })) ?? (await addRequest(tx, group, { conversationId, accountId, note: words }));
    if (group.joinPolicy !== 'OPEN') return request;
    await walkIn(backend, tx, conversationId, accountId);
    return tx.db.joinRequest.findUniqueOrThrow({ where: { id: request.id } });
  });
}

/** Where the door is open nobody decides, and nobody can be pressed. */
async function refusePaused(
  { db }: Transaction,
  { id: conversationId, joinPolicy }: Conversation,
  accountId: string,
): Promise<void> {
  if (joinPolicy === 'OPEN') return;
  const last = await db.joinRequest.findFirst({
    where: { conversationId, accountId },
    orderBy: { id: 'desc' },
  });
  if (last?.status !== 'DECLINED' || !last.decidedAt) return;
  const retryAt = new Date(last.decidedAt.getTime() + JOIN_REQUEST_PAUSE_HOURS * HOUR_MS);
  if (retryAt > new Date()) throw new JoinRequestPausedError(retryAt);
}

async function addRequest(
  tx: Transaction,
  group: Conversation,
  asked: { conversationId: string; accountId: string; note: string },
): Promise<JoinRequest> {
  const { conversationId } = asked;
  await refusePaused(tx, group, asked.accountId);
  const waiting = await tx.db.joinRequest.count({ where: { conversationId, status: 'PENDING' } });
  if (waiting >= PENDING_MAX)
    throw new LimitReachedError(
      PENDING_MAX,
      `${PENDING_MAX} requests wait for an answer already. Try again later.`,
    );
  const request = await tx.db.joinRequest.create({ data: asked });
  await publishRequests(tx, conversationId, [request]);
  return request;
}

/** The request as it is once its group is locked, so that it is decided once. */
async function requirePending(
  tx: Transaction,
  viewer: Viewer,
  requestId: string,
): Promise<JoinRequest> {
  const request = await requireJoinRequest(tx, viewer, requestId);
  if (request.status !== 'PENDING') throw new JoinRequestDecidedError(request);
  return request;
}

/** Lets somebody in who asked, or says no. */
export async function decideJoinRequest(
  backend: Backend,
  viewer: Viewer,
  { requestId, accept }: { requestId: string; accept: boolean },
): Promise<JoinRequest> {
  return transaction(backend, async (tx) => {
    const known = await lockJoinRequest(tx, viewer, requestId);
    if (known.status !== 'PENDING') throw new JoinRequestDecidedError(known);
    const { conversationId, accountId } = known;
    const request = await tx.db.joinRequest.update({
      where: { id: requestId },
      data: {
        status: accept ? 'ACCEPTED' : 'DECLINED',
        decidedAt: new Date(),
        decidedById: viewer.accountId,
      },
    });
    await publishRequests(tx, conversationId, [request]);
    if (accept)
      await joinMembers(backend, tx, {
        conversationId,
        accountIds: [accountId],
        actorId: viewer.accountId,
        notice: { kind: 'MEMBER_JOINED', via: 'REQUEST' },
      });
    await recordAudit(tx.db, {
      actorId: viewer.accountId,
      action: accept ? 'JoinRequestAccepted' : 'JoinRequestDeclined',
      subject: { type: 'JoinRequest', id: requestId },
      conversationId,
      detail: { accountId },
    });
    return request;
  });
}

/** Takes back a request of one's own. */
export async function cancelJoinRequest(
  backend: Backend,
  viewer: Viewer,
  requestId: string,
): Promise<JoinRequest> {
  return transaction(backend, async (tx) => {
    const { accountId, conversationId } = await requireJoinRequest(tx, viewer, requestId);
    if (accountId !== viewer.accountId) throw new NotFoundError('request');
    await requirePending(tx, viewer, requestId);
    await lockGroup(tx, conversationId);
    await requirePending(tx, viewer, requestId);
    const request = await tx.db.joinRequest.update({
      where: { id: requestId },
      data: { status: 'CANCELLED', decidedAt: new Date() },
    });
    await publishRequests(tx, conversationId, [request]);
    return request;
  });
}
