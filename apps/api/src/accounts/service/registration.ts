import { foundInstallation, requireAdmission } from '../../installation/admission.ts';
import { isUniqueViolation } from '../../platform/db.ts';
import { canSend } from '../../platform/outgoing.ts';
import { tidy } from '../../platform/text.ts';
import type { Backend } from '../../realtime/backend.ts';
import { transaction } from '../../realtime/transaction.ts';
import { allowRegistration } from '../attempts.ts';
import { requireGoodPassword } from '../breached.ts';
import { requireCaptcha } from '../captcha.ts';
import { EmailTakenError, UsernameTakenError } from '../errors.ts';
import { checkEmail, checkNickname } from '../fields.ts';
import { hashPassword } from '../passwords.ts';
import { checkUsername, refuseKeptUsername } from '../usernames.ts';
import { type Device, type SignedIn, startSession } from './sessions.ts';
import { allowVerification, sendVerification } from './verification.ts';

export interface Registration {
  username: string;
  email: string;
  password: string;
  nickname?: string | null;
  captcha?: string | null;
}

/**
 * Creates an account and signs its first device in. Where mail can be sent, the address is a claim until it is proven,
 * and whether somebody else has it already is told to nobody but them.
 */
export async function register(
  backend: Backend,
  { username, email, password, nickname, captcha }: Registration,
  device: Device,
): Promise<SignedIn> {
  await allowRegistration(backend, device.address);
  await requireAdmission(backend, email);
  checkUsername(username);
  checkEmail(email);
  const shownAs = checkNickname(tidy(nickname ?? '') || username);
  await requireGoodPassword(backend.env, 'password', password, { username, email });
  await requireCaptcha(backend, captcha);
  const passwordHash = await hashPassword(password);
  const proving = canSend(backend.env, 'EMAIL');
  // A name that is taken is chosen again at once, and must not have cost the code.
  if (proving && (await backend.db.account.findUnique({ where: { username } })))
    throw new UsernameTakenError(username);
  if (proving) await allowVerification(backend, email, device.address);
  try {
    return await transaction(backend, async (tx) => {
      const account = await tx.db.account.create({
        data: {
          username,
          nickname: shownAs,
          passwordHash,
          ...(proving ? { pendingEmail: email } : { email }),
        },
      });
      await refuseKeptUsername(backend, tx, account);
      await foundInstallation(tx, account.id);
      if (proving) await sendVerification(backend, tx, account, email, device.language);
      return startSession(backend, tx, account, device);
    });
  } catch (error) {
    if (isUniqueViolation(error, 'username')) throw new UsernameTakenError(username);
    if (isUniqueViolation(error, 'email')) throw new EmailTakenError();
    throw error;
  }
}
