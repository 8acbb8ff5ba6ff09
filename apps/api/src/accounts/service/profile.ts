import type { Account } from '@teahouse/db/client';
import { recordAudit } from '../../platform/audit.ts';
import { isUniqueViolation } from '../../platform/db.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import { tidy } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockAccount } from '../access.ts';
import { UsernameChangedLatelyError, UsernameTakenError } from '../errors.ts';
import { characters, checkNickname } from '../fields.ts';
import { checkUsername, refuseKeptUsername } from '../usernames.ts';

const BIO_MAX = 200;
const DAY_MS = 86_400_000;

function checkBio(bio: string): string {
  const shownAs = tidy(bio);
  if (characters(shownAs) > BIO_MAX)
    throw new InvalidFieldError(
      'bio',
      `What you say of yourself has at most ${BIO_MAX} characters.`,
    );
  return shownAs;
}

/** What is left out stays as it is. */
export interface ProfileEdit {
  nickname?: string | undefined;
  bio?: string | undefined;
}

/** Changes how others see the viewer. */
export async function updateProfile(
  backend: Backend,
  viewer: Viewer,
  given: ProfileEdit,
): Promise<Account> {
  const edit = {
    ...(given.nickname === undefined ? {} : { nickname: checkNickname(given.nickname) }),
    ...(given.bio === undefined ? {} : { bio: checkBio(given.bio) }),
  };
  return transaction(backend, async (tx) => {
    const account = await lockAccount(tx, viewer);
    const { nickname, bio } = { ...account, ...edit };
    if (nickname === account.nickname && bio === account.bio) return account;
    await announceProfile(tx, account.id);
    return tx.db.account.update({ where: { id: account.id }, data: edit });
  });
}

/**
 * Takes another username. Seldom, and the old one is kept from everybody else for as long: whoever still knows the person
 * by it must not meet somebody else there.
 */
export async function changeUsername(
  backend: Backend,
  viewer: Viewer,
  username: string,
): Promise<Account> {
  checkUsername(username);
  const keptMs = backend.env.USERNAME_CHANGE_DAYS * DAY_MS;
  try {
    return await transaction(backend, async (tx) => {
      const before = await lockAccount(tx, viewer);
      if (username === before.username) return before;
      const retryAt = usernameChangeableAt(backend, before);
      if (retryAt) throw new UsernameChangedLatelyError(retryAt);
      const after = await tx.db.account.update({
        where: { id: before.id },
        data: { username, usernameChangedAt: new Date() },
      });
      await refuseKeptUsername(backend, tx, after);
      await keepFormerUsername(tx, before, new Date(Date.now() + keptMs));
      await recordAudit(tx.db, {
        actorId: before.id,
        action: 'UsernameChanged',
        subject: { type: 'User', id: before.id },
      });
      await announceProfile(tx, before.id);
      tx.publishToAccount(before.id, 'AccountChanged', { accountId: before.id });
      return after;
    });
  } catch (error) {
    if (isUniqueViolation(error, 'username')) throw new UsernameTakenError(username);
    throw error;
  }
}

/** From when on somebody may take another username; null when they may now. */
export function usernameChangeableAt(
  { env }: Pick<Backend, 'env'>,
  { usernameChangedAt }: Pick<Account, 'usernameChangedAt'>,
): Date | null {
  if (!usernameChangedAt) return null;
  const at = new Date(usernameChangedAt.getTime() + env.USERNAME_CHANGE_DAYS * DAY_MS);
  return at > new Date() ? at : null;
}

async function keepFormerUsername(
  tx: Transaction,
  { id: accountId, username }: Account,
  keptUntil: Date,
): Promise<void> {
  // Names past their time stay in the table until somebody gives them up again, and then they are that person's.
  await tx.db.formerUsername.upsert({
    where: { username },
    create: { username, accountId, keptUntil },
    update: { accountId, keptUntil },
  });
}

/** Tells the person's own devices at once, and has `tellProfileChanges` tell the others. */
export async function announceProfile(tx: Transaction, accountId: string): Promise<void> {
  tx.publishToAccount(accountId, 'ProfileChanged', { accountId });
  const changedAt = new Date();
  await tx.db.profileChange.upsert({
    where: { accountId },
    create: { accountId, changedAt },
    update: { changedAt, claimedUntil: null },
  });
}

/** Tells some of those who know a person, in ascending order behind `after`; null when there is nobody left. */
export type TellSome = (
  tx: Transaction,
  accountId: string,
  after: string | null,
) => Promise<string | null>;

/** Longer than telling everybody takes; a process that dies over it is followed by another one after this. */
const CLAIM_MS = 60_000;

/**
 * Tells those who know people whose profile has changed. However many these are, it goes a step at a time, each a short
 * transaction of its own: nobody who changes their name holds anybody up, and a name changed again meanwhile is told again.
 */
export async function tellProfileChanges(
  backend: Backend,
  tellers: readonly TellSome[],
  signal?: AbortSignal,
): Promise<void> {
  while (!signal?.aborted) {
    const change = await claimChange(backend);
    if (!change) return;
    for (const tell of tellers) {
      let after: string | null = null;
      do {
        const from: string | null = after;
        after = await transaction(backend, (tx) => tell(tx, change.accountId, from));
        // Whoever goes on with it begins again: to be told twice does no harm.
        if (signal?.aborted) return;
      } while (after !== null);
    }
    // One that came meanwhile has given the claim up, even where it came within the same millisecond.
    await backend.db.profileChange.deleteMany({
      where: { ...change, claimedUntil: { not: null } },
    });
  }
}

async function claimChange({
  pool,
}: Backend): Promise<{ accountId: string; changedAt: Date } | undefined> {
  const { rows } = await pool.query<{ accountId: string; changedAt: Date }>(
    `UPDATE profile_change SET claimed_until = now() + $1 * interval '1 ms'
     WHERE account_id = (
       SELECT account_id FROM profile_change
       WHERE claimed_until IS NULL OR claimed_until < now()
       ORDER BY changed_at LIMIT 1 FOR UPDATE SKIP LOCKED
     )
     RETURNING account_id AS "accountId", changed_at AS "changedAt"`,
    [CLAIM_MS],
  );
  return rows[0];
}
