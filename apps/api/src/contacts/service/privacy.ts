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

/** Changes what the viewer lets others find, see and do. Nobody else is told. */
export async function updatePrivacy(
  backend: Backend,
  { accountId }: Viewer,
  changes: PrivacyChanges,
): Promise<void> {
  const shownDifferently = await transaction(backend, async (tx) => {
    // One change after another: what is compared with must be what it was before, or a change might go untold.
    await lockAccount(tx, { accountId });
    const before = await privacyOf(tx, accountId);
    const after = await tx.db.privacy.upsert({
      where: { accountId },
      create: { accountId, ...changes },
      update: changes,
    });
    if (isSame(before, after)) return false;
    tx.publishToAccount(accountId, 'PrivacyChanged', { accountId });
    return before.presenceShownTo !== after.presenceShownTo;
  });
  if (shownDifferently)
    backend.bus.publish([
      { kind: 'PresenceChanged', payload: { accountId, visibilityChanged: true } },
    ]);
}

const isSame = (one: Privacy, other: Privacy) =>
  (Object.keys(one) as (keyof Privacy)[]).every((name) => one[name] === other[name]);
