import { EMAIL_MAX, tidy } from '../../platform/text.ts';
import type { Backend } from '../../realtime/backend.ts';
import { transaction } from '../../realtime/transaction.ts';
import { allowSignIn } from '../attempts.ts';
import { WrongCredentialsError } from '../errors.ts';
import { characters, PASSWORD_MAX } from '../fields.ts';
import { verifyPassword } from '../passwords.ts';
import { type Device, type SignedIn, startSession } from './sessions.ts';

/** Signs a device in by username or e-mail address, and password. */
export async function signIn(
  backend: Backend,
  { login, password }: { login: string; password: string },
  device: Device,
): Promise<SignedIn> {
  const name = tidy(login).slice(0, EMAIL_MAX);
  await allowSignIn(backend, name, device.address);
  const account = await backend.db.account.findFirst({
    where: name.includes('@') ? { email: name } : { username: name },
  });
  const tried = characters(password) > PASSWORD_MAX ? '' : password;
  const matches = await verifyPassword(account?.passwordHash ?? null, tried);
  if (!account || !matches) throw new WrongCredentialsError();
  return transaction(backend, (tx) => startSession(backend, tx, account, device));
}
