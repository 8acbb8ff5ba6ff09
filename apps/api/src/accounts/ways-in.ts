import type { Account } from '@teahouse/db/client';
import { canSend } from '../platform/outgoing.ts';
import type { Backend } from '../realtime/backend.ts';
import type { Transaction } from '../realtime/transaction.ts';
import { LastSignInMethodError } from './errors.ts';

/** What is about to be taken from an account. */
export type Losing = { phone: true } | { identityId: string };

/**
 * Refuses to take the last thing that an account can be opened with: nobody could ever come back. The account must be
 * locked, so that two ways are not taken in the same instant, each for the sake of the other.
 */
export async function requireOtherWayIn(
  { env }: Pick<Backend, 'env'>,
  tx: Transaction,
  account: Account,
  losing: Losing,
): Promise<void> {
  const byPassword = account.passwordHash !== null;
  const byEmail = Boolean(account.email && account.emailVerifiedAt) && canSend(env, 'EMAIL');
  const byPhone = account.phone !== null && !('phone' in losing) && canSend(env, 'SMS');
  if (byPassword || byEmail || byPhone) return;
  const identities = await tx.db.externalIdentity.count({
    where: {
      accountId: account.id,
      ...('identityId' in losing ? { id: { not: losing.identityId } } : {}),
    },
  });
  if (identities === 0) throw new LastSignInMethodError();
}
