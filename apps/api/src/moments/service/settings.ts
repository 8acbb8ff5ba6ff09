import type { Account, MomentRelation, MomentSettings } from '@teahouse/db/client';
import { lockAccount } from '../../accounts/access.ts';
import { lockPair, requireOther } from '../../contacts/access.ts';
import { followFilings } from '../../contacts/service/categories.ts';
import { attachFile } from '../../media/service/attaching.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { momentSettingsOf, SHOWN_DAYS, type TimelineWindow } from '../access.ts';
import { seeingOtherwise } from '../audiences.ts';

/** Changes for how long the viewer shows what they post, and whether strangers see the newest of it. Undefined: as it is. */
export async function updateMomentSettings(
  backend: Backend,
  viewer: Viewer,
  { window, shownToStrangers }: { window?: TimelineWindow; shownToStrangers?: boolean },
): Promise<void> {
  const changed = await changeSettings(backend, viewer, async () => ({
    ...(window === undefined ? {} : { shownDays: SHOWN_DAYS[window] }),
    ...(shownToStrangers === undefined ? {} : { shownToStrangers }),
  }));
  if (changed.includes('shownDays')) hint(backend, viewer, null);
}

/** Tells these people, or all friends, that they see more or less of what the viewer posts. */
const hint = (backend: Backend, viewer: Viewer, accountIds: string[] | null): void =>
  backend.bus.publish([
    { kind: 'TimelineChanged', payload: { authorId: viewer.accountId, accountIds } },
  ]);

// A friend is not told of categories, but of posts that open or close with them.
followFilings(async (tx, authorId, filings, deleted) => {
  const accountIds = await seeingOtherwise(tx.db, authorId, filings, deleted);
  return accountIds.length > 0
    ? [{ kind: 'TimelineChanged', payload: { authorId, accountIds } }]
    : [];
});

/** Puts a picture of the viewer's at the head of their page; null: none. */
export async function setMomentsCover(
  backend: Backend,
  viewer: Viewer,
  fileId: string | null,
): Promise<void> {
  await changeSettings(backend, viewer, async (tx, before) => {
    if (fileId !== null && fileId !== before.coverFileId)
      await attachFile(tx, viewer, fileId, ['IMAGE']);
    return { coverFileId: fileId };
  });
}

type Changes = Partial<Omit<MomentSettings, 'accountId'>>;

/** Answers what is different now. */
const changeSettings = (
  backend: Backend,
  { accountId }: Viewer,
  choose: (tx: Transaction, before: MomentSettings) => Promise<Changes>,
): Promise<(keyof Changes)[]> =>
  transaction(backend, async (tx) => {
    // One change after another: what is compared with must be what it was before.
    await lockAccount(tx, { accountId });
    const [before] = await momentSettingsOf(tx, [accountId]);
    if (!before) return [];
    const changes = await choose(tx, before);
    const names = Object.keys(changes) as (keyof Changes)[];
    const different = names.filter((name) => before[name] !== changes[name]);
    if (different.length === 0) return [];
    await tx.db.momentSettings.upsert({
      where: { accountId },
      create: { accountId, ...changes },
      update: changes,
    });
    tx.publishToAccount(accountId, 'MomentSettingsChanged', { accountId });
    return different;
  });

/**
 * Says that the viewer does not want to see what somebody posts, or does not let them see their own; undefined: as it
 * is. The other one is not told why they see less or more. It stands whatever becomes of a friendship.
 */
export async function setMomentRelation(
  backend: Backend,
  viewer: Viewer,
  {
    accountId: otherId,
    ...given
  }: { accountId: string } & Partial<Pick<MomentRelation, 'hidesTheirs' | 'hidesMine'>>,
): Promise<Account> {
  const { other, shown } = await transaction(backend, async (tx) => {
    const { accountId } = viewer;
    const other = await requireOther(tx, viewer, otherId);
    await lockPair(tx, accountId, otherId);
    const key = { accountId_otherId: { accountId, otherId } };
    const row = await tx.db.momentRelation.findUnique({ where: key });
    const before = { hidesTheirs: row?.hidesTheirs ?? false, hidesMine: row?.hidesMine ?? false };
    const after = {
      hidesTheirs: given.hidesTheirs ?? before.hidesTheirs,
      hidesMine: given.hidesMine ?? before.hidesMine,
    };
    if (before.hidesTheirs === after.hidesTheirs && before.hidesMine === after.hidesMine)
      return { other, shown: false };
    if (after.hidesTheirs || after.hidesMine)
      await tx.db.momentRelation.upsert({
        where: key,
        create: { accountId, otherId, ...after },
        update: after,
      });
    else await tx.db.momentRelation.deleteMany({ where: { accountId, otherId } });
    tx.publishToAccount(accountId, 'MomentRelationChanged', { accountId: otherId });
    return { other, shown: before.hidesMine !== after.hidesMine };
  });
  if (shown) hint(backend, viewer, [otherId]);
  return other;
}
