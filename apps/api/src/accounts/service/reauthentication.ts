import type { Account, Session } from '@teahouse/db/client';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { type Channel, canSend } from '../../platform/outgoing.ts';
import { parseEmail } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { requireUser } from '../access.ts';
import { allowPasswordTry } from '../attempts.ts';
import { allowCode, type CodeSent, issueCode, redeemCode } from '../codes.ts';
import { WrongCredentialsError } from '../errors.ts';
import { verifyPassword } from '../passwords.ts';
import type { Device } from './sessions.ts';
import { fitting } from './sign-in.ts';

/** How somebody may prove on a signed-in device that it is still them. */
export type ProofMethod = 'PASSWORD' | 'EMAIL_CODE' | 'SMS_CODE' | 'PROVIDER';

export interface Proof {
  password?: string | null;
  code?: string | null;
  channel?: Channel | null;
  captcha?: string | null;
}

/** What a person can prove themselves by here, the easiest first. */
export async function proofMethods(
  { env, db }: Pick<Backend, 'env' | 'db'>,
  { accountId }: Viewer,
): Promise<ProofMethod[]> {
  const account = await requireUser({ db }, accountId);
  const linked = await db.externalIdentity.findFirst({ where: { accountId } });
  const possible: Record<ProofMethod, boolean> = {
    PASSWORD: account.passwordHash !== null,
    EMAIL_CODE: canSend(env, 'EMAIL') && provenAddress(account, 'EMAIL') !== null,
    SMS_CODE: canSend(env, 'SMS') && provenAddress(account, 'SMS') !== null,
    PROVIDER: linked !== null,
  };
  return (Object.keys(possible) as ProofMethod[]).filter((method) => possible[method]);
}

/** Codes go only where the person has read one before: a new address would prove nothing. */
function provenAddress(
  { email, emailVerifiedAt, phone }: Account,
  channel: Channel,
): string | null {
  if (channel === 'SMS') return phone;
  return emailVerifiedAt && email ? parseEmail(email) : null;
}

function requireProvenAddress(env: Backend['env'], account: Account, channel: Channel): string {
  const address = provenAddress(account, channel);
  if (!address || !canSend(env, channel)) throw new NotFoundError('address');
  return address;
}

/** Sends a code for `reauthenticate` to an address that the person has proven. */
export async function requestReauthenticationCode(
  backend: Backend,
  { accountId }: Viewer,
  channel: Channel,
  { address: from, language }: Device,
): Promise<CodeSent> {
  const account = await requireUser(backend, accountId);
  const address = requireProvenAddress(backend.env, account, channel);
  await allowCode(backend, { channel, address }, from);
  const asking = { purpose: 'REAUTHENTICATE' as const, channel, address, accountId, language };
  return transaction(backend, (tx) => issueCode(backend, tx, asking));
}

/** Proves on a signed-in device that it is still its owner who holds it, by their password or by a code. */
export async function reauthenticate(
  backend: Backend,
  viewer: Viewer,
  { password, code, channel, captcha }: Proof,
  { address: from }: Device,
): Promise<Session> {
  const account = await requireUser(backend, viewer.accountId);
  if (code && channel && password == null) {
    const address = requireProvenAddress(backend.env, account, channel);
    const { accountId } = viewer;
    const proof = { purpose: 'REAUTHENTICATE' as const, channel, address, accountId };
    return redeemCode(backend, proof, { code, from }, (tx) => renewSignIn(tx, viewer));
  }
  if (password == null || code != null)
    throw new InvalidFieldError('password', 'Give the password, or a code and its channel.');
  const login = account.username;
  const succeeded = await allowPasswordTry(backend, { login, account, address: from, captcha });
  if (!(await verifyPassword(account.passwordHash, fitting(password))))
    throw new WrongCredentialsError();
  await succeeded();
  return renewSignIn(backend, viewer);
}

/** Whoever calls this has made sure that it is the person. */
export const renewSignIn = ({ db }: Pick<Transaction, 'db'>, viewer: Viewer): Promise<Session> =>
  db.session.update({ where: { id: viewer.sessionId }, data: { authenticatedAt: new Date() } });
