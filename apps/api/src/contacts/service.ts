import type { FriendRequest, FriendRequestStatus } from '@teahouse/db/client';
import { InvalidFieldError } from '../platform/errors.ts';
import { tidy } from '../platform/text.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { type Transaction, transaction } from '../realtime/transaction.ts';
import { lockPair, requireFriendRequest, requireOther } from './access.ts';
import {
  AlreadyFriendsError,
  FriendRequestDecidedError,
  FriendRequestPendingError,
} from './errors.ts';

const NOTE_MAX = 200;

/** Asks somebody to become friends. If they have asked already, this accepts. */
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
  await requireOther(tx, viewer, accountId);
  await lockPair(tx, me, accountId);
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
  if (pending) return decide(tx, pending, 'ACCEPTED');
  const request = await tx.db.friendRequest.create({ data: { fromId: me, toId: accountId, note } });
  for (const person of [me, accountId])
    tx.publishToAccount(person, 'FriendRequestMade', { requestId: request.id });
  return request;
}

/** Says yes or no to a request one has received, or takes back one's own. */
export async function decideFriendRequest(
  backend: Backend,
  viewer: Viewer,
  requestId: string,
  status: Exclude<FriendRequestStatus, 'PENDING'>,
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
