import { isUniqueViolation } from '../../platform/db.ts';
import { tidy } from '../../platform/text.ts';
import type { Backend } from '../../realtime/backend.ts';
import { transaction } from '../../realtime/transaction.ts';
import { allowRegistration } from '../attempts.ts';
import { EmailTakenError, UsernameTakenError } from '../errors.ts';
import { checkEmail, checkNickname, checkPassword, checkUsername } from '../fields.ts';
import { hashPassword } from '../passwords.ts';
import { type Device, type SignedIn, startSession } from './sessions.ts';

export interface Registration {
  username: string;
  email: string;
  password: string;
  nickname?: string | null;
}

/** Creates an account and signs its first device in. */
export async function register(
  backend: Backend,
  { username, email, password, nickname }: Registration,
  device: Device,
): Promise<SignedIn> {
  await allowRegistration(backend, device.address);
  checkUsername(username);
  checkEmail(email);
  checkPassword(password);
  const shownAs = checkNickname(tidy(nickname ?? '') || username);
  const passwordHash = await hashPassword(password);
  try {
    return await transaction(backend, async (tx) => {
      const account = await tx.db.account.create({
        data: { username, email, nickname: shownAs, passwordHash },
      });
      return startSession(backend, tx, account, device);
    });
  } catch (error) {
    if (isUniqueViolation(error, 'username')) throw new UsernameTakenError(username);
    if (isUniqueViolation(error, 'email')) throw new EmailTakenError();
    throw error;
  }
}
