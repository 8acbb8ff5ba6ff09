import type { FriendRequest, FriendRequestStatus } from '@teahouse/db/client';
import { NIL } from 'uuid';
import { InvalidFieldError } from '../../platform/errors.ts';
import { tidy } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import {
  lockPair,
  refuseBlocked,
  requireFriendRequest,
  requireOther,
  requireReachable,
} from '../access.ts';
import {
  AlreadyFriendsError,
  FriendRequestDecidedError,
  FriendRequestPausedError,
  FriendRequestPendingError,
} from '../errors.ts';

const NOTE_MAX = 200;
/** An unanswered request is of no use any more after so long. */
export const FRIEND_REQUEST_DAYS = 30;
/** Whoever has been declined may not press: they ask again after a while. */
const PAUSE_HOURS = 24;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EXPIRING_AT_ONCE = 100;

/** When nobody can answer a request any more. */
export const expiryOf = ({ createdAt }: Pick<FriendRequest, 'createdAt'>): Date =>
  new Date(createdAt.getTime() + FRIEND_REQUEST_DAYS * DAY_MS);

type Decision = 'ACCEPTED' | 'DECLINED' | 'CANCELLED';

/** Asks somebody to become friends. If they have asked already, this accepts. After a refusal one waits for a day. */
export async function requestFriend(
  backend: Backend,
  viewer: Viewer,
  { accountId, note }: { accountId: string; note: string },
): Promise<FriendRequest> {
  const words = tidy(note);
  if ([...words].length > NOTE_MAX)
    throw new InvalidFieldError('note', `A note has at most ${NOTE_MAX} characters.`);
  return transaction(backend, (tx) => askOrAccept(tx, viewer, accountId, words));
}

async function askOrAccept(
  tx: Transaction,
  viewer: Viewer,
  accountId: string,
  note: string,
): Promise<FriendRequest> {
  const me = viewer.accountId;
  const other = await requireOther(tx, viewer, accountId);
  await lockPair(tx, me, accountId);
  await refuseBlocked(tx, viewer, [accountId]);
  const friends = await tx.db.friendship.findUnique({
    where: { accountId_friendId: { accountId: me, friendId: accountId } },
  });
  if (friends) throw new AlreadyFriendsError();
  const pending = await tx.db.friendRequest.findFirst({
    where: {
      status: 'PENDING',
      OR: [
        { fromId: me, toId: accountId },
        { fromId: accountId, toId: me },
      ],
    },
  });
  if (pending?.fromId === me) throw new FriendRequestPendingError(pending);
  // Whoever has asked takes the answer, whatever they let others do.
  if (pending) return decide(tx, pending, 'ACCEPTED');
  await requireReachable(tx, viewer, other);
  await refusePaused(tx, me, accountId);
  const request = await tx.db.friendRequest.create({ data: { fromId: me, toId: accountId, note } });
  for (const person of [me, accountId])
    tx.publishToAccount(person, 'FriendRequestMade', { requestId: request.id });
  return request;
}

async function refusePaused({ db }: Transaction, fromId: string, toId: string): Promise<void> {
  const last = await db.friendRequest.findFirst({
    where: { fromId, toId },
    orderBy: { id: 'desc' },
  });
  if (last?.status !== 'DECLINED' || !last.decidedAt) return;
  const retryAt = new Date(last.decidedAt.getTime() + PAUSE_HOURS * HOUR_MS);
  if (retryAt > new Date()) throw new FriendRequestPausedError(retryAt);
}

/** Says yes or no to a request one has received, or takes back one's own. */
export async function decideFriendRequest(
  backend: Backend,
  viewer: Viewer,
  requestId: string,
  status: Decision,
): Promise<FriendRequest> {
  return transaction(backend, async (tx) => {
    const { fromId, toId } = await requireFriendRequest(tx, viewer, requestId);
    await lockPair(tx, fromId, toId);
    const request = await requireFriendRequest(tx, viewer, requestId);
    const mayDecide = status === 'CANCELLED' ? request.fromId : request.toId;
    // Decided or not, what one may not decide is answered as if it were decided: its state is no secret to its two people.
    if (request.status !== 'PENDING' || mayDecide !== viewer.accountId)
      throw new FriendRequestDecidedError(request);
    return decide(tx, request, status);
  });
}

/** Ends the requests that wait between two people whose pair is locked: the viewer's own is taken back, the other's declined. */
export async function endRequests(
  tx: Transaction,
  viewer: Viewer,
  accountId: string,
): Promise<void> {
  const me = viewer.accountId;
  const pending = await tx.db.friendRequest.findMany({
    where: {
      status: 'PENDING',
      OR: [
        { fromId: me, toId: accountId },
        { fromId: accountId, toId: me },
      ],
    },
  });
  for (const request of pending)
    await decide(tx, request, request.fromId === me ? 'CANCELLED' : 'DECLINED');
}

/** Ends what nobody has answered in time. Answers how many there were. */
export async function expireFriendRequests(
  backend: Backend,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(Date.now() - FRIEND_REQUEST_DAYS * DAY_MS);
  let expired = 0;
  for (let after: string = NIL; !signal?.aborted; ) {
    const due = await backend.db.friendRequest.findMany({
      where: { status: 'PENDING', createdAt: { lt: before }, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: EXPIRING_AT_ONCE,
    });
    for (const request of due) if (await expire(backend, request)) expired += 1;
    after = due.at(-1)?.id ?? after;
    if (due.length < EXPIRING_AT_ONCE) break;
  }
  return expired;
}

/** False when it has been decided in the meantime, or by another process. */
const expire = (backend: Backend, { id, fromId, toId }: FriendRequest): Promise<boolean> =>
  transaction(backend, async (tx) => {
    await lockPair(tx, fromId, toId);
    const request = await tx.db.friendRequest.findUnique({ where: { id } });
    if (request?.status !== 'PENDING') return false;
    await decide(tx, request, 'EXPIRED');
    return true;
  });

async function decide(
  tx: Transaction,
  { id, fromId, toId }: FriendRequest,
  status: FriendRequestStatus,
): Promise<FriendRequest> {
  const request = await tx.db.friendRequest.update({
    where: { id },
    data: { status, decidedAt: new Date() },
  });
  for (const person of [fromId, toId])
    tx.publishToAccount(person, 'FriendRequestDecided', { requestId: id });
  if (status === 'ACCEPTED') {
    await tx.db.friendship.createMany({
      data: [
        { accountId: fromId, friendId: toId },
        { accountId: toId, friendId: fromId },
      ],
      skipDuplicates: true,
    });
    tx.publishToAccount(fromId, 'FriendshipStarted', { accountId: toId });
    tx.publishToAccount(toId, 'FriendshipStarted', { accountId: fromId });
  }
  return request;
}
