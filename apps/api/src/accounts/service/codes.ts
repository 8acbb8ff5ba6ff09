import type { Account } from '@teahouse/db/client';
import { InvalidFieldError } from '../../platform/errors.ts';
import { type Channel, canSend } from '../../platform/outgoing.ts';
import { parsePhone } from '../../platform/phones.ts';
import { parseEmail } from '../../platform/text.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { requireCaptcha } from '../captcha.ts';
import { allowCode, type CodeSent, issueCode, pretendCode, redeemCode } from '../codes.ts';
import { CodeExpiredError } from '../errors.ts';
import { type Device, type SignedIn, startSession } from './sessions.ts';
import { provenHolder } from './verification.ts';

/** What a person may ask a code for before anybody knows who they are. */
export type OpenPurpose = 'SIGN_IN' | 'RESET_PASSWORD';

export interface Reachable {
  channel: Channel;
  /** In its one form. */
  address: string;
}

/** An e-mail address or a phone, as somebody typed it. */
export function readAddress(env: Backend['env'], typed: string): Reachable {
  const email = parseEmail(typed);
  const phone = email ? null : parsePhone(env, typed);
  const channel = phone ? 'SMS' : 'EMAIL';
  const address = email ?? phone;
  if (!address)
    throw new InvalidFieldError(
      'address',
      'An e-mail address has the form name@example.org, a phone number begins with + and its country.',
    );
  if (!canSend(env, channel))
    throw new InvalidFieldError('address', 'This installation cannot send anything there.');
  return { channel, address };
}

/** Whose proven address it is. */
export const findByAddress = (
  tx: Pick<Transaction, 'db'>,
  { channel, address }: Reachable,
): Promise<Account | null> =>
  channel === 'EMAIL'
    ? provenHolder(tx, address)
    : tx.db.account.findUnique({ where: { phone: address } });

export interface CodeRequest {
  purpose: OpenPurpose;
  address: string;
  captcha?: string | null | undefined;
}

/**
 * Sends a code to whoever has proven the address. The answer, the rows that are written and so the time it takes are the
 * same where nobody has; then nothing is sent.
 */
export async function requestCode(
  backend: Backend,
  { purpose, address: typed, captcha }: CodeRequest,
  device: Device,
): Promise<CodeSent> {
  const { channel, address } = readAddress(backend.env, typed);
  await requireCaptcha(backend, captcha);
  await allowCode(backend, { channel, address }, device.address);
  const { language } = device;
  const asking = { purpose, channel, address, accountId: null, language };
  return transaction(backend, async (tx) => {
    const account = await findByAddress(tx, asking);
    return account ? issueCode(backend, tx, asking) : pretendCode(backend, tx, asking);
  });
}

/** Signs a device in by a code that was sent to an address of the account. */
export async function signInWithCode(
  backend: Backend,
  { address: typed, code }: { address: string; code: string },
  device: Device,
): Promise<SignedIn> {
  const reachable = readAddress(backend.env, typed);
  const proof = { purpose: 'SIGN_IN' as const, ...reachable, accountId: null };
  return redeemCode(backend, proof, { code, from: device.address }, async (tx) => {
    const account = await findByAddress(tx, reachable);
    // The address has left the account since the code was sent.
    if (!account) throw new CodeExpiredError();
    return startSession(backend, tx, account, device);
  });
}
