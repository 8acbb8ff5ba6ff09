import type { Account } from '@teahouse/db/client';
import { recordAudit } from '../../platform/audit.ts';
import { postLetter } from '../../platform/outgoing.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockAccount, requireFresh, requireUser } from '../access.ts';
import { allowPasswordTry } from '../attempts.ts';
import { requireGoodPassword } from '../breached.ts';
import { requireCaptcha } from '../captcha.ts';
import { withdrawCodes } from '../codes.ts';
import { WrongCredentialsError } from '../errors.ts';
import { passwordChangedLetter } from '../letters.ts';
import { hashPassword, verifyPassword } from '../passwords.ts';
import { type Device, endOtherSessions } from './sessions.ts';
import { fitting } from './sign-in.ts';

export interface PasswordChange {
  currentPassword?: string | null;
  newPassword: string;
  signOutOthers: boolean;
  captcha?: string | null;
}

/**
 * Gives the viewer's account another password, or its first. Nobody who finds a device unlocked can do that: they need
 * the current password, or, where there is none, a fresh sign-in.
 */
export async function changePassword(
  backend: Backend,
  viewer: Viewer,
  { currentPassword, newPassword, signOutOthers, captcha }: PasswordChange,
  device: Device,
): Promise<void> {
  const account = await requireUser(backend, viewer.accountId);
  if (!account.passwordHash) await requireFresh(backend, viewer);
  await requireGoodPassword(backend.env, 'newPassword', newPassword, account);
  await requireCaptcha(backend, captcha);
  await requireCurrentPassword(backend, account, currentPassword ?? '', device);
  const passwordHash = await hashPassword(newPassword);
  await transaction(backend, async (tx) => {
    const { passwordHash: stored } = await lockAccount(tx, viewer);
    // Of two who change it in the same instant the second did not know the password of the first.
    if (stored !== account.passwordHash) throw new WrongCredentialsError();
    await tx.db.account.update({ where: { id: account.id }, data: { passwordHash } });
    await tx.db.session.update({
      where: { id: viewer.sessionId },
      data: { authenticatedAt: new Date() },
    });
    await withdrawCodes(tx, account.id);
    if (signOutOthers) await endOtherSessions(tx, account.id, viewer.sessionId, 'PASSWORD_CHANGED');
    await tell(backend, tx, account, device);
  });
}

async function requireCurrentPassword(
  backend: Backend,
  account: Account,
  password: string,
  { address }: Device,
): Promise<void> {
  if (!account.passwordHash) return;
  const login = account.username;
  const succeeded = await allowPasswordTry(backend, { login, account, address, captcha: true });
  if (!(await verifyPassword(account.passwordHash, fitting(password))))
    throw new WrongCredentialsError();
  await succeeded();
}

/** Whoever owns the account shall hear of it, also when it was not them. */
async function tell(
  backend: Backend,
  tx: Transaction,
  { id, email, emailVerifiedAt }: Account,
  { language }: Device,
): Promise<void> {
  const subject = { type: 'User', id };
  await recordAudit(tx.db, { actorId: id, action: 'PasswordChanged', subject });
  tx.publishToAccount(id, 'AccountChanged', { accountId: id });
  if (email && emailVerifiedAt)
    await postLetter(backend, tx, passwordChangedLetter(email, language));
}
