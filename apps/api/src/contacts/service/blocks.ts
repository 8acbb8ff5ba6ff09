import type { Account } from '@teahouse/db/client';
import { recordAudit } from '../../platform/audit.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockPair, requireOther } from '../access.ts';
import { endRequests } from './requests.ts';

/**
 * Keeps somebody away: neither of the two writes to the other, asks, adds or sees when the other is there. Whoever is
 * blocked is not told. A friendship stands, as in WeChat, so that unblocking brings everything back.
 */
export const blockUser = (backend: Backend, viewer: Viewer, accountId: string): Promise<Account> =>
  change(backend, viewer, accountId, async (tx, key) => {
    const { count } = await tx.db.block.createMany({ data: [key], skipDuplicates: true });
    if (count === 0) return;
    await endRequests(tx, viewer, accountId);
    await tell(tx, 'UserBlocked', key);
  });

/** Lets somebody come near again. Nothing happens where they are not blocked. */
export const unblockUser = (
  backend: Backend,
  viewer: Viewer,
  accountId: string,
): Promise<Account> =>
  change(backend, viewer, accountId, async (tx, key) => {
    const { count } = await tx.db.block.deleteMany({ where: key });
    if (count > 0) await tell(tx, 'UserUnblocked', key);
  });

interface Key {
  accountId: string;
  blockedId: string;
}

const change = (
  backend: Backend,
  viewer: Viewer,
  accountId: string,
  write: (tx: Transaction, key: Key) => Promise<void>,
): Promise<Account> =>
  transaction(backend, async (tx) => {
    const other = await requireOther(tx, viewer, accountId);
    await lockPair(tx, viewer.accountId, accountId);
    await write(tx, { accountId: viewer.accountId, blockedId: accountId });
    return other;
  });

async function tell(
  tx: Transaction,
  kind: 'UserBlocked' | 'UserUnblocked',
  { accountId, blockedId }: Key,
): Promise<void> {
  tx.publishToAccount(accountId, kind, { accountId: blockedId });
  await recordAudit(tx.db, {
    actorId: accountId,
    action: kind,
    subject: { type: 'User', id: blockedId },
  });
}
