import type { Privacy } from '@teahouse/db/client';
import { lockAccount } from '../../accounts/access.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { transaction } from '../../realtime/transaction.ts';
import { privacyOf } from '../access.ts';

/** Undefined: as it is. */
export type PrivacyChanges = {
  [K in Exclude<keyof Privacy, 'accountId'>]: Privacy[K] | undefined;
};

/** Changes what the viewer lets others find, see and do. Others are not told what that is, only to look again. */
export async function updatePrivacy(
  backend: Backend,
  { accountId }: Viewer,
  changes: PrivacyChanges,
): Promise<void> {
  const changed = await transaction(backend, async (tx) => {
    // One change after another: what is compared with must be what it was before, or a change might go untold.
    await lockAccount(tx, { accountId });
    const before = await privacyOf(tx, accountId);
    const after = await tx.db.privacy.upsert({
      where: { accountId },
      create: { accountId, ...changes },
      update: changes,
    });
    if (!isSame(before, after)) tx.publishToAccount(accountId, 'PrivacyChanged', { accountId });
    return {
      presence: before.presenceShownTo !== after.presenceShownTo,
      reach: before.reachableBy !== after.reachableBy,
    };
  });
  if (changed.presence)
    backend.bus.publish([
      { kind: 'PresenceChanged', payload: { accountId, visibilityChanged: true } },
    ]);
  if (changed.reach) backend.bus.publish([{ kind: 'ReachChanged', payload: { accountId } }]);
}

const isSame = (one: Privacy, other: Privacy) =>
  (Object.keys(one) as (keyof Privacy)[]).every((name) => one[name] === other[name]);
