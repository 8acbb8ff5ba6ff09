import type { Account } from '@teahouse/db/client';
import { checkAdmission } from '../../installation/admission.ts';
import { installationSettings } from '../../installation/settings.ts';
import { isUniqueViolation } from '../../platform/db.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { canSend } from '../../platform/outgoing.ts';
import { parseEmail } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { requireFresh, requireUser } from '../access.ts';
import { allowCode, type CodeSent, issueCode, pretendCode, redeemCode } from '../codes.ts';
import { EmailTakenError } from '../errors.ts';
import { checkEmail } from '../fields.ts';
import { addressTakenLetter } from '../letters.ts';
import type { Device } from './sessions.ts';

/**
 * That an e-mail address is its person's own. Where mail can be sent, an address counts once it is proven, and only then:
 * nobody is found, signed in or given a new password by one that somebody merely claims, and any number of people may
 * claim the same. Without mail nothing can be proven, and an address is taken as it is given.
 */
type AddressOf = Pick<Account, 'email' | 'emailVerifiedAt' | 'pendingEmail'>;

/** The address that somebody claims and has not proven; of times without mail it may stand where proven ones do. */
export function claimedEmail(
  { env }: Pick<Backend, 'env'>,
  { email, emailVerifiedAt, pendingEmail }: AddressOf,
): string | null {
  if (!canSend(env, 'EMAIL')) return null;
  if (email && emailVerifiedAt) return null;
  return pendingEmail ?? email;
}

/** Who has proven an address. */
export const provenHolder = ({ db }: Pick<Transaction, 'db'>, email: string) =>
  db.account.findFirst({ where: { email, emailVerifiedAt: { not: null } } });

/** Counts a code for a claimed address. To be called before anything is written. */
export const allowVerification = (
  backend: Pick<Backend, 'env' | 'rates'>,
  email: string,
  from: string | null,
): Promise<void> => allowCode(backend, proofOf('', email), from);

/** Sends the claimed address a code; if it is somebody else's proven one, its owner a letter. Both look the same to the claimant. */
export async function sendVerification(
  backend: Pick<Backend, 'env'>,
  tx: Transaction,
  account: Pick<Account, 'id'>,
  email: string,
  language: Device['language'],
): Promise<CodeSent> {
  const holder = await provenHolder(tx, email);
  const asking = { ...proofOf(account.id, email), language };
  if (!holder?.email) return issueCode(backend, tx, asking);
  return pretendCode(backend, tx, asking, addressTakenLetter(holder.email, language));
}

const proofOf = (accountId: string, email: string) => ({
  purpose: 'VERIFY_EMAIL' as const,
  channel: 'EMAIL' as const,
  address: parseEmail(email) ?? email,
  accountId,
});

/** When the code that was sent last ends, and when another may be asked for; null when there is none. */
export async function sentVerification(
  { env, db }: Pick<Backend, 'env' | 'db'>,
  accountId: string,
  email: string,
): Promise<{ expiresAt: Date; retryAt: Date } | null> {
  const { accountId: holder, ...proof } = proofOf(accountId, email);
  const sent = await db.oneTimeCode.findUnique({
    where: { purpose_channel_address_holder: { ...proof, holder } },
    select: { createdAt: true, expiresAt: true },
  });
  if (!sent) return null;
  const retryAt = new Date(sent.createdAt.getTime() + env.CODE_RESEND_SECONDS * 1_000);
  return { expiresAt: sent.expiresAt, retryAt };
}

/**
 * Sends the code again, or to another address than the one given at registration. Once an address is proven, another one
 * takes its place by a change of address and not by this.
 */
export async function requestVerification(
  backend: Backend,
  viewer: Viewer,
  email: string | null,
  device: Device,
): Promise<CodeSent> {
  const before = await requireUser(backend, viewer.accountId);
  const claimed = claimedEmail(backend, before);
  if (before.email && before.emailVerifiedAt) throw new NotFoundError('address to confirm');
  if (!canSend(backend.env, 'EMAIL'))
    throw new InvalidFieldError('email', 'This installation sends no letters.');
  const wanted = email ?? claimed;
  if (!wanted) throw new NotFoundError('address to confirm');
  checkEmail(wanted);
  const settings = await installationSettings(backend);
  checkAdmission({ ...settings, registrationOpen: true }, wanted);
  // Whoever proves an address can give the account a new password.
  if (wanted.toLowerCase() !== claimed?.toLowerCase()) await requireFresh(backend, viewer);
  await allowVerification(backend, wanted, device.address);
  return transaction(backend, async (tx) => {
    const data = { pendingEmail: wanted, email: null };
    await tx.db.account.update({ where: { id: viewer.accountId }, data });
    // Where the code has gone, or when another can be sent, is new in any case.
    tx.publishToAccount(viewer.accountId, 'AccountChanged', { accountId: viewer.accountId });
    return sendVerification(backend, tx, before, wanted, device.language);
  });
}

/** Puts the claimed address on the viewer's account, by the code that was sent to it. */
export async function verifyEmail(
  backend: Backend,
  viewer: Viewer,
  code: string,
  device: Device,
): Promise<void> {
  const { accountId } = viewer;
  const email = claimedEmail(backend, await requireUser(backend, accountId));
  if (!email) throw new NotFoundError('address to confirm');
  const attempt = { code, from: device.address };
  await redeemCode(backend, proofOf(accountId, email), attempt, (tx) =>
    claimEmail(tx, accountId, email),
  );
}

/**
 * Gives an address to the account that has just proven it. An account that holds it unproven, from times without mail,
 * keeps it as a claim.
 */
export async function claimEmail(tx: Transaction, accountId: string, email: string): Promise<void> {
  await tx.db.account.updateMany({
    where: { email, emailVerifiedAt: null, id: { not: accountId } },
    data: { email: null, pendingEmail: email },
  });
  const data = { email, emailVerifiedAt: new Date(), pendingEmail: null };
  try {
    await tx.db.account.update({ where: { id: accountId }, data });
  } catch (error) {
    if (isUniqueViolation(error, 'email')) throw new EmailTakenError();
    throw error;
  }
  tx.publishToAccount(accountId, 'AccountChanged', { accountId });
}
