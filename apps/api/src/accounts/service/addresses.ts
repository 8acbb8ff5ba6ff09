import type { Account } from '@teahouse/db/client';
import { isUniqueViolation } from '../../platform/db.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import { type Channel, canSend, postLetter } from '../../platform/outgoing.ts';
import { parsePhone } from '../../platform/phones.ts';
import { parseEmail } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockAccount, requireFresh, requireUser } from '../access.ts';
import { allowCode, type CodeSent, issueCode, pretendCode, redeemCode } from '../codes.ts';
import { CodeExpiredError, PhoneTakenError } from '../errors.ts';
import { checkEmail } from '../fields.ts';
import { type Notice, noticeLetter } from '../letters.ts';
import { requireOtherWayIn } from '../ways-in.ts';
import type { Device } from './sessions.ts';
import { claimEmail, provenHolder } from './verification.ts';

/**
 * An account's e-mail address and phone. Each counts once a code that was sent to it has come back; until then the old one
 * stays. That an address is somebody else's is never told to whoever asks for it.
 */
type Asking = Pick<Device, 'address' | 'language'>;

const changeOf = (channel: Channel, accountId: string, address: string) =>
  ({
    purpose: channel === 'EMAIL' ? 'CHANGE_EMAIL' : 'CHANGE_PHONE',
    channel,
    address,
    accountId,
  }) as const;

/** Sends a code to an address that the viewer wants to have instead of theirs. */
export async function requestEmailChange(
  backend: Backend,
  viewer: Viewer,
  written: string,
  device: Asking,
): Promise<CodeSent> {
  if (!canSend(backend.env, 'EMAIL'))
    throw new InvalidFieldError('email', 'This installation sends no letters.');
  checkEmail(written.trim());
  const email = parseEmail(written) ?? written.trim();
  await requireFresh(backend, viewer);
  const change = changeOf('EMAIL', viewer.accountId, email);
  await allowCode(backend, change, device.address);
  return transaction(backend, async (tx) => {
    const account = await lockAccount(tx, viewer);
    if (account.emailVerifiedAt && parseEmail(account.email ?? '') === email)
      throw new InvalidFieldError('email', 'This is your address already.');
    await tx.db.account.update({ where: { id: account.id }, data: { pendingEmail: email } });
    announceAccount(tx, account.id);
    const asking = { ...change, language: device.language };
    const holder = await provenHolder(tx, email);
    if (!holder?.email) return issueCode(backend, tx, asking);
    const letter = noticeLetter('ADDRESS_WANTED', holder.email, device.language);
    return pretendCode(backend, tx, asking, letter);
  });
}

/** Takes the new address, by the code that was sent to it. Whoever reads the old one is told there. */
export async function confirmEmailChange(
  backend: Backend,
  viewer: Viewer,
  code: string,
  device: Asking,
): Promise<void> {
  const { accountId } = viewer;
  const { pendingEmail } = await requireUser(backend, accountId);
  const email = parseEmail(pendingEmail ?? '');
  if (!email) throw new CodeExpiredError();
  const attempt = { code, from: device.address };
  await redeemCode(backend, changeOf('EMAIL', accountId, email), attempt, async (tx) => {
    const before = await lockAccount(tx, viewer);
    if (parseEmail(before.pendingEmail ?? '') !== email) throw new CodeExpiredError();
    await claimEmail(tx, accountId, email);
    await tellOwner(backend, tx, before, 'EMAIL_CHANGED', device);
  });
}

/** Forgets an address or number that the viewer has asked for and not proven. */
export async function cancelAddressChange(
  backend: Backend,
  viewer: Viewer,
  channel: Channel,
): Promise<void> {
  await transaction(backend, async (tx) => {
    const account = await lockAccount(tx, viewer);
    const pending = channel === 'EMAIL' ? account.pendingEmail : account.pendingPhone;
    // What is claimed at registration is all that such an account has; it goes when another one takes its place.
    if (!pending || (channel === 'EMAIL' && !account.emailVerifiedAt)) return;
    await tx.db.oneTimeCode.deleteMany({
      where: { purpose: changeOf(channel, account.id, pending).purpose, holder: account.id },
    });
    const data = channel === 'EMAIL' ? { pendingEmail: null } : { pendingPhone: null };
    await tx.db.account.update({ where: { id: account.id }, data });
    announceAccount(tx, account.id);
  });
}

/** Sends a code to a phone that the viewer wants to have, first or instead of theirs. */
export async function requestPhoneChange(
  backend: Backend,
  viewer: Viewer,
  written: string,
  device: Asking,
): Promise<CodeSent> {
  if (!canSend(backend.env, 'SMS'))
    throw new InvalidFieldError('phone', 'This installation sends no short messages.');
  const phone = parsePhone(backend.env, written);
  if (!phone)
    throw new InvalidFieldError('phone', 'A phone number has the form +86 138 1234 5678.');
  await requireFresh(backend, viewer);
  const change = changeOf('SMS', viewer.accountId, phone);
  await allowCode(backend, change, device.address);
  return transaction(backend, async (tx) => {
    const account = await lockAccount(tx, viewer);
    if (account.phone === phone)
      throw new InvalidFieldError('phone', 'This is your number already.');
    await tx.db.account.update({ where: { id: account.id }, data: { pendingPhone: phone } });
    announceAccount(tx, account.id);
    const asking = { ...change, language: device.language };
    const taken = await tx.db.account.findUnique({ where: { phone }, select: { id: true } });
    return taken ? pretendCode(backend, tx, asking) : issueCode(backend, tx, asking);
  });
}

/** Takes the new number, by the code that was sent to it. */
export async function confirmPhoneChange(
  backend: Backend,
  viewer: Viewer,
  code: string,
  device: Asking,
): Promise<void> {
  const { accountId } = viewer;
  const { pendingPhone: phone } = await requireUser(backend, accountId);
  if (!phone) throw new CodeExpiredError();
  const attempt = { code, from: device.address };
  const proof = changeOf('SMS', accountId, phone);
  try {
    await redeemCode(backend, proof, attempt, async (tx) => {
      const before = await lockAccount(tx, viewer);
      if (before.pendingPhone !== phone) throw new CodeExpiredError();
      await tx.db.account.update({
        where: { id: accountId },
        data: { phone, pendingPhone: null },
      });
      announceAccount(tx, accountId);
      await tellOwner(backend, tx, before, 'PHONE_CHANGED', device);
    });
  } catch (error) {
    // Somebody else has proven it since this code was sent.
    if (isUniqueViolation(error, 'phone')) throw new PhoneTakenError();
    throw error;
  }
}

/** Takes the viewer's number away. Doing it twice is no error. */
export async function removePhone(backend: Backend, viewer: Viewer, device: Asking): Promise<void> {
  await requireFresh(backend, viewer);
  await transaction(backend, async (tx) => {
    const account = await lockAccount(tx, viewer);
    if (!account.phone) return;
    await requireOtherWayIn(backend, tx, account, { phone: true });
    await tx.db.account.update({ where: { id: account.id }, data: { phone: null } });
    announceAccount(tx, account.id);
    await tellOwner(backend, tx, account, 'PHONE_REMOVED', device);
  });
}

/** Tells the person's other devices that something is different which only they see. */
export const announceAccount = (tx: Transaction, accountId: string): void =>
  tx.publishToAccount(accountId, 'AccountChanged', { accountId });

/** Writes to the address that the account had when it happened: whoever took the account over cannot read that one. */
export async function tellOwner(
  backend: Pick<Backend, 'env'>,
  tx: Transaction,
  { email, emailVerifiedAt }: Pick<Account, 'email' | 'emailVerifiedAt'>,
  notice: Notice,
  { language }: Pick<Device, 'language'>,
): Promise<void> {
  if (!email || !emailVerifiedAt) return;
  await postLetter(backend, tx, noticeLetter(notice, email, language));
}
