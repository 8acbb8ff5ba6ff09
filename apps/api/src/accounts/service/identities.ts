import type { Account } from '@teahouse/db/client';
import { v7 as uuid } from 'uuid';
import { isUniqueViolation } from '../../platform/db.ts';
import { isBlank, oneLine } from '../../platform/text.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { EmailTakenError, InvalidAssertionError } from '../errors.ts';
import { NICKNAME_MAX } from '../fields.ts';
import { type Assertion, verifyAssertion } from '../tokens.ts';
import { type Device, type SignedIn, startSession } from './sessions.ts';

/** Signs a device in on the word of the web server, which has asked an external provider. */
export async function signInWithProvider(
  backend: Backend,
  assertion: string,
  device: Device,
): Promise<SignedIn> {
  const claims = await verifyAssertion(backend.env, assertion);
  if (!claims) throw new InvalidAssertionError();
  const { provider, subject } = claims;
  const visit = () =>
    transaction(backend, async (tx) => {
      const identity = await tx.db.externalIdentity.findUnique({
        where: { provider_subject: { provider, subject } },
        include: { account: true },
      });
      const account = identity?.account ?? (await createFromProvider(tx, claims));
      return startSession(backend, tx, account, device);
    });
  try {
    return await visit();
  } catch (error) {
    // The same person, name or address came in the same instant; the second time round it is there to be found.
    if (isUniqueViolation(error)) return visit();
    throw error;
  }
}

/**
 * A first visit. An address that somebody has an account with already is never joined to that account, whatever the
 * provider says of it: linking is for the account's owner, from a signed-in device.
 */
async function createFromProvider(tx: Transaction, claims: Assertion): Promise<Account> {
  const email = claims.emailVerified && claims.email ? claims.email : null;
  if (email && (await tx.db.account.findFirst({ where: { email } }))) throw new EmailTakenError();
  const wanted = claims.preferredUsername || claims.email?.split('@')[0] || claims.name || '';
  const username = await freeUsername(tx, wanted);
  const nickname = [...oneLine(claims.name || wanted)].slice(0, NICKNAME_MAX).join('');
  return tx.db.account.create({
    data: {
      username,
      nickname: isBlank(nickname) ? username : nickname,
      email,
      emailVerifiedAt: email ? new Date() : null,
      identities: { create: { provider: claims.provider, subject: claims.subject } },
    },
  });
}

async function freeUsername(tx: Transaction, wanted: string): Promise<string> {
  const plain = wanted
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_.]/g, '')
    .slice(0, 22);
  const base = plain.length >= 3 ? plain : `guest${plain}`;
  const taken = await tx.db.account.findFirst({ where: { username: base } });
  return taken ? `${base}_${uuid().slice(-7)}` : base;
}
