import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Language } from '../platform/languages.ts';
import type { Letter } from '../platform/mail.ts';
import { type Channel, postLetter, postShortMessage } from '../platform/outgoing.ts';
import { networkOf } from '../platform/proxies.ts';
import { requireAttempt } from '../platform/rates.ts';
import { deriveKey } from '../platform/sealing.ts';
import { maskAddress } from '../platform/text.ts';
import type { Backend } from '../realtime/backend.ts';
import { type Transaction, transaction } from '../realtime/transaction.ts';
import { forgetCounts, type Traces } from './attempts.ts';
import { CodeExpiredError, WrongCodeError } from './errors.ts';
import { codeLetter, codeShortMessage, type Purpose } from './letters.ts';

/**
 * Six digits that prove who reads an address. A code is good for one purpose, one address and one account (or for
 * whoever signs in by it), once, for minutes, and for a handful of tries; the database knows only its HMAC. Asking again
 * replaces it.
 */
export interface Proof {
  purpose: Purpose;
  channel: Channel;
  /** As `parseEmail` and `parsePhone` write it. */
  address: string;
  /** Who proves it, or null where nobody is signed in. */
  accountId: string | null;
}

interface Asking extends Proof {
  /** In which the letter is written. */
  language: Language;
}

export interface CodeSent {
  /** Where to look for it: the address as given, masked. */
  sentTo: string;
  expiresAt: Date;
  /** When another one may be asked for. */
  retryAt: Date;
}

/** One in 200,000 for each code, and with CODES_PER_RECIPIENT one in 40,000 for each hour of guessing. */
const TRIES = 5;
const HOUR = 60 * 60;
const QUARTER_HOUR = 15 * 60;

type Issuing = Pick<Backend, 'env'>;

const keyOf = ({ purpose, channel, address, accountId }: Proof) => ({
  purpose,
  channel,
  address,
  holder: accountId ?? '',
});

function hashOf({ env }: Issuing, proof: Proof, code: string): Uint8Array<ArrayBuffer> {
  const { purpose, channel, address, holder } = keyOf(proof);
  const key = deriveKey(env.SESSION_SECRET, 'one-time codes');
  const bound = JSON.stringify([purpose, channel, address, holder, code]);
  return new Uint8Array(createHmac('sha256', key).update(bound).digest());
}

/**
 * How often codes are asked for: by one caller, and for one address, whoever asks. To be called before `issueCode` and
 * `pretendCode`, and before anything is looked up.
 */
export async function allowCode(
  { env, rates }: Pick<Backend, 'env' | 'rates'>,
  { channel, address }: Pick<Proof, 'channel' | 'address'>,
  from: string | null,
): Promise<void> {
  const { CODES_PER_ADDRESS, CODES_PER_RECIPIENT, CODE_RESEND_SECONDS } = env;
  const whose = `${channel}:${address}`;
  const perCaller = { rule: 'CODES_PER_ADDRESS', times: CODES_PER_ADDRESS, seconds: HOUR };
  await requireAttempt(rates, perCaller, networkOf(from));
  const pause = { rule: 'CODE_RESEND_SECONDS', times: 1, seconds: CODE_RESEND_SECONDS };
  if (CODE_RESEND_SECONDS > 0) await requireAttempt(rates, pause, whose);
  const perRecipient = { rule: 'CODES_PER_RECIPIENT', times: CODES_PER_RECIPIENT, seconds: HOUR };
  await requireAttempt(rates, perRecipient, whose);
}

/** What is counted for addresses of somebody who is gone. */
export const forgetCodeCounts = (
  backend: Pick<Backend, 'rates' | 'pool'>,
  { emails, phones }: Pick<Traces, 'emails' | 'phones'>,
): Promise<void> =>
  forgetCounts(
    backend,
    [...emails.map((email) => `EMAIL:${email}`), ...phones.map((phone) => `SMS:${phone}`)].flatMap(
      (whose) => [['CODE_RESEND_SECONDS', whose] as const, ['CODES_PER_RECIPIENT', whose] as const],
    ),
  );

/** Makes a code and sends it once the transaction has committed; an earlier one of its kind is good no longer. */
export async function issueCode(
  backend: Issuing,
  tx: Transaction,
  asking: Asking,
): Promise<CodeSent> {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const sent = await storeCode(backend, tx, asking, hashOf(backend, asking, code));
  await postCode(backend, tx, asking, code, false);
  return sent;
}

/**
 * Does what `issueCode` does as far as anyone can tell, but nothing can be proven by it: no code fits, and nothing is
 * sent, or `instead` to whom it concerns.
 */
export async function pretendCode(
  backend: Issuing,
  tx: Transaction,
  asking: Asking,
  instead: Letter | null = null,
): Promise<CodeSent> {
  const sent = await storeCode(backend, tx, asking, new Uint8Array(randomBytes(32)));
  if (instead) await postLetter(backend, tx, instead);
  else await postCode(backend, tx, asking, '000000', true);
  return sent;
}

async function storeCode(
  { env }: Issuing,
  tx: Transaction,
  proof: Proof,
  hash: Uint8Array<ArrayBuffer>,
): Promise<CodeSent> {
  const key = keyOf(proof);
  const now = Date.now();
  const expiresAt = new Date(now + env.CODE_MINUTES * 60_000);
  const fresh = { hash, tries: 0, expiresAt, createdAt: new Date(now) };
  await tx.db.oneTimeCode.upsert({
    where: { purpose_channel_address_holder: key },
    create: { ...key, ...fresh },
    update: fresh,
  });
  const retryAt = new Date(now + env.CODE_RESEND_SECONDS * 1_000);
  return { sentTo: maskAddress(proof.address), expiresAt, retryAt };
}

function postCode(
  backend: Issuing,
  tx: Transaction,
  { channel, address: to, language, purpose }: Asking,
  code: string,
  decoy: boolean,
): Promise<void> {
  const minutes = backend.env.CODE_MINUTES;
  const words = { to, language, purpose, code, minutes };
  const options = { goodForMinutes: minutes, decoy };
  return channel === 'EMAIL'
    ? postLetter(backend, tx, codeLetter(words), options)
    : postShortMessage(backend, tx, codeShortMessage(words), options);
}

/** A code as somebody typed it: from a letter with spaces in it, or with the digits of a Chinese keyboard. */
const digitsOf = (typed: string) => typed.slice(0, 40).normalize('NFKC').replace(/[\s-]/g, '');

const TRY = `
  UPDATE one_time_code SET tries = tries + 1
  WHERE purpose = $1 AND channel = $2 AND address = $3 AND holder = $4
    AND expires_at > now() AND tries < $5
  RETURNING hash, tries`;

/**
 * Does `work` in a transaction in which the code is used up. The try is counted before and by itself, so that neither
 * a refusal in `work` nor many tries at once get anybody more of them; when `work` fails, the code is still there. Of
 * several who come with the same right code one gets through.
 */
export async function redeemCode<Result>(
  backend: Backend,
  proof: Proof,
  { code, from }: { code: string; from: string | null },
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const { env, rates, pool } = backend;
  const perCaller = { rule: 'CODE_TRIES_PER_ADDRESS', times: env.SIGN_INS_PER_ADDRESS };
  await requireAttempt(rates, { ...perCaller, seconds: QUARTER_HOUR }, networkOf(from));
  const key = keyOf(proof);
  const { rows } = await pool.query<{ hash: Buffer; tries: number }>(TRY, [
    ...Object.values(key),
    TRIES,
  ]);
  const [tried] = rows;
  if (!tried) throw new CodeExpiredError();
  const hash = hashOf(backend, proof, digitsOf(code));
  if (!timingSafeEqual(tried.hash, hash)) throw new WrongCodeError(TRIES - tried.tries);
  return transaction(backend, async (tx) => {
    const { count } = await tx.db.oneTimeCode.deleteMany({ where: { ...key, hash } });
    if (count === 0) throw new CodeExpiredError();
    return work(tx);
  });
}

/** Codes that somebody asked for and has not used: none outlives what it was asked from. */
export async function withdrawCodes({ db }: Transaction, accountId: string): Promise<void> {
  await db.oneTimeCode.deleteMany({ where: { holder: accountId } });
}

/** Forgets codes that are good no longer. */
export async function pruneCodes({ pool }: Pick<Backend, 'pool'>): Promise<void> {
  await pool.query('DELETE FROM one_time_code WHERE expires_at < now()');
}
