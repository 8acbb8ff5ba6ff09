import type { Account } from '@teahouse/db/client';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import { isBlank, oneLine } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { transaction } from '../../realtime/transaction.ts';
import { lockPair, requireOther } from '../access.ts';
import { forgetApproach } from '../approaches.ts';
import { NotFriendsError } from '../errors.ts';
import { nameKey } from '../name-keys.ts';

const REMARK_MAX = 30;

/** Ends a friendship for both. What they have said to each other stays; nothing happens where they are not friends. */
export async function removeFriend(
  backend: Backend,
  viewer: Viewer,
  accountId: string,
): Promise<Account> {
  const me = viewer.accountId;
  return transaction(backend, async (tx) => {
    const friend = await requireOther(tx, viewer, accountId);
    await lockPair(tx, me, accountId);
    const { count } = await tx.db.friendship.deleteMany({
      where: {
        OR: [
          { accountId: me, friendId: accountId },
          { accountId, friendId: me },
        ],
      },
    });
    if (count === 0) return friend;
    await forgetApproach(tx, me, accountId);
    tx.publishToAccount(me, 'FriendshipEnded', { accountId });
    tx.publishToAccount(accountId, 'FriendshipEnded', { accountId: me });
    await recordAudit(tx.db, {
      actorId: me,
      action: 'FriendRemoved',
      subject: { type: 'User', id: accountId },
    });
    return friend;
  });
}

/** Calls a friend by a name of the viewer's own, which nobody else sees. Null: by their nickname again. */
export async function setRemark(
  backend: Backend,
  viewer: Viewer,
  { accountId: friendId, remark }: { accountId: string; remark: string | null },
): Promise<Account> {
  const words = remark === null ? null : oneLine(remark);
  if (words !== null && (isBlank(words) || [...words].length > REMARK_MAX))
    throw new InvalidFieldError('remark', `A remark has 1 to ${REMARK_MAX} characters.`);
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const friend = await requireOther(tx, viewer, friendId);
    await lockPair(tx, accountId, friendId);
    const key = { accountId_friendId: { accountId, friendId } };
    const friendship = await tx.db.friendship.findUnique({ where: key });
    if (!friendship) throw new NotFriendsError([friend]);
    if (friendship.remark === words) return friend;
    await tx.db.friendship.update({
      where: key,
      data: { remark: words, remarkKey: words === null ? null : nameKey(words) },
    });
    tx.publishToAccount(accountId, 'ContactChanged', { accountId: friendId });
    return friend;
  });
}
