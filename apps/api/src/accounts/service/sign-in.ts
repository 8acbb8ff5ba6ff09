import { EMAIL_MAX, tidy } from '../../platform/text.ts';
import type { Backend } from '../../realtime/backend.ts';
import { transaction } from '../../realtime/transaction.ts';
import { lockAccount } from '../access.ts';
import { allowPasswordTry } from '../attempts.ts';
import { WrongCredentialsError } from '../errors.ts';
import { characters, PASSWORD_MAX } from '../fields.ts';
import { hashPassword, isOutdated, verifyPassword } from '../passwords.ts';
import { type Device, type SignedIn, startSession } from './sessions.ts';

export interface Credentials {
  login: string;
  password: string;
  captcha?: string | null;
}

/** Signs a device in by username or e-mail address, and password. */
export async function signIn(
  backend: Backend,
  { login, password, captcha }: Credentials,
  device: Device,
): Promise<SignedIn> {
  const name = tidy(login).slice(0, EMAIL_MAX);
  const account = await backend.db.account.findFirst({
    where: name.includes('@') ? { email: name } : { username: name },
  });
  const { address } = device;
  const succeeded = await allowPasswordTry(backend, { login: name, account, address, captcha });
  const stored = account?.passwordHash ?? null;
  const matches = await verifyPassword(stored, fitting(password));
  if (!account || !stored || !matches) throw new WrongCredentialsError();
  const renewed = isOutdated(stored) ? await hashPassword(password) : null;
  const signedIn = await transaction(backend, async (tx) => {
    // Changing a password signs devices out; one that is just signing in with the old one must not slip through.
    if ((await lockAccount(tx, { accountId: account.id })).passwordHash !== stored)
      throw new WrongCredentialsError();
    if (renewed)
      await tx.db.account.update({ where: { id: account.id }, data: { passwordHash: renewed } });
    return startSession(backend, tx, account, device);
  });
  await succeeded();
  return signedIn;
}

/** No account has a longer one; hashing it would only burn time. */
export const fitting = (password: string) => (characters(password) > PASSWORD_MAX ? '' : password);
