import { recordAudit } from '../../platform/audit.ts';
import { postLetter } from '../../platform/outgoing.ts';
import type { Backend } from '../../realtime/backend.ts';
import { requireGoodPassword } from '../breached.ts';
import { requireCaptcha } from '../captcha.ts';
import { redeemCode, withdrawCodes } from '../codes.ts';
import { CodeExpiredError } from '../errors.ts';
import { checkPassword } from '../fields.ts';
import { passwordResetLetter } from '../letters.ts';
import { hashPassword } from '../passwords.ts';
import { findByAddress, readAddress } from './codes.ts';
import { type Device, endOtherSessions, type SignedIn, startSession } from './sessions.ts';

export interface PasswordReset {
  address: string;
  code: string;
  newPassword: string;
  captcha?: string | null | undefined;
}

/**
 * Gives an account another password, by a code that was sent to an address of it. Whoever had got into the account is
 * out: every other device is signed out, and codes that were asked for from one of them are good no longer.
 */
export async function resetPassword(
  backend: Backend,
  { address: typed, code, newPassword, captcha }: PasswordReset,
  device: Device,
): Promise<SignedIn> {
  const reachable = readAddress(backend.env, typed);
  checkPassword(newPassword, 'newPassword');
  await requireCaptcha(backend, captcha);
  const passwordHash = await hashPassword(newPassword);
  const proof = { purpose: 'RESET_PASSWORD' as const, ...reachable, accountId: null };
  return redeemCode(backend, proof, { code, from: device.address }, async (tx) => {
    const account = await findByAddress(tx, reachable);
    if (!account) throw new CodeExpiredError();
    // Only now: before the code is proven right, nobody may learn from a refusal what the account is called.
    await requireGoodPassword(backend.env, 'newPassword', newPassword, account);
    // An address that somebody was about to move the account to is forgotten with the code that was sent to it.
    const claims = { pendingPhone: null, ...(account.emailVerifiedAt && { pendingEmail: null }) };
    const data = { passwordHash, ...claims };
    await tx.db.account.update({ where: { id: account.id }, data });
    await endOtherSessions(tx, account.id, null, 'PASSWORD_RESET');
    await withdrawCodes(tx, account.id);
    await recordAudit(tx.db, {
      actorId: account.id,
      action: 'PasswordReset',
      subject: { type: 'User', id: account.id },
    });
    tx.publishToAccount(account.id, 'AccountChanged', { accountId: account.id });
    if (account.email && account.emailVerifiedAt)
      await postLetter(backend, tx, passwordResetLetter(account.email, device.language));
    return startSession(backend, tx, account, device);
  });
}
