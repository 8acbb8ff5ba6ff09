import type { Account } from '@teahouse/db/client';
import type { Language } from '../../platform/languages.ts';
import { networkOf } from '../../platform/proxies.ts';
import { parseEmail } from '../../platform/text.ts';
import type { Backend } from '../../realtime/backend.ts';
import type { Transaction } from '../../realtime/transaction.ts';
import type { Traces } from '../attempts.ts';
import { withdrawCodes } from '../codes.ts';
import { retireUsernames } from '../usernames.ts';
import { tellOwner } from './addresses.ts';
import { announceProfile } from './profile.ts';

const DAY_MS = 86_400_000;

/**
 * Closes an account that is locked, for good: nothing opens it any more, every device is signed out, and its row holds
 * nothing of the person. Answers what they were known by, for what is kept under it elsewhere to be found.
 */
export async function closeAccount(
  backend: Pick<Backend, 'env'>,
  tx: Transaction,
  account: Account,
  language: Language,
): Promise<Traces> {
  const traces = await tracesOf(tx, account);
  await tellOwner(backend, tx, account, 'ACCOUNT_DELETED', { language });
  await endSessions(tx, account.id);
  await withdrawCodes(tx, account.id);
  await tx.db.oneTimeCode.deleteMany({
    where: { holder: '', address: { in: [...traces.emails, ...traces.phones] } },
  });
  await tx.db.externalIdentity.deleteMany({ where: { accountId: account.id } });
  await giveUpUsernames(backend, tx, account);
  await blank(tx, account.id);
  await announceProfile(tx, account.id);
  return traces;
}

async function tracesOf({ db }: Transaction, account: Account): Promise<Traces> {
  const { id: accountId, username, email, pendingEmail, phone, pendingPhone } = account;
  const sessions = await db.session.findMany({
    where: { accountId, lastAddress: { not: null } },
    select: { lastAddress: true },
    distinct: ['lastAddress'],
  });
  const identities = await db.externalIdentity.findMany({ where: { accountId } });
  const written = [email, pendingEmail].flatMap((address) => address ?? []);
  return {
    names: [username, ...written],
    emails: written.flatMap((address) => parseEmail(address) ?? []),
    phones: [phone, pendingPhone].flatMap((number) => number ?? []),
    networks: [...new Set(sessions.map(({ lastAddress }) => networkOf(lastAddress)))],
    identities: identities.map(({ provider, subject }) => [provider, subject]),
  };
}

/** No row is left of any device; the sockets of those that were signed in are closed by the event. */
async function endSessions(tx: Transaction, accountId: string): Promise<void> {
  const open = await tx.db.session.findMany({
    where: { accountId, revokedAt: null },
    select: { id: true },
  });
  for (const { id } of open) tx.publishToAccount(accountId, 'SessionRevoked', { sessionId: id });
  await tx.db.session.deleteMany({ where: { accountId } });
}

/** For as long as names are kept after a change, so that nobody takes the place of somebody whom others still know by it. */
async function giveUpUsernames(
  backend: Pick<Backend, 'env'>,
  tx: Transaction,
  { id: accountId, username }: Account,
): Promise<void> {
  const kept = await tx.db.formerUsername.findMany({
    where: { accountId, keptUntil: { gt: new Date() } },
  });
  const keptUntil = new Date(Date.now() + backend.env.USERNAME_CHANGE_DAYS * DAY_MS);
  await retireUsernames(backend, tx, [username, ...kept.map((one) => one.username)], keptUntil);
  await tx.db.formerUsername.deleteMany({ where: { accountId } });
}

async function blank({ db }: Transaction, id: string): Promise<void> {
  await db.account.update({
    where: { id },
    data: {
      deletedAt: new Date(),
      username: `~${id}`,
      nickname: '',
      bio: '',
      email: null,
      emailVerifiedAt: null,
      pendingEmail: null,
      phone: null,
      pendingPhone: null,
      avatarFileId: null,
      usernameChangedAt: null,
      passwordHash: null,
      lastSeenAt: null,
    },
  });
}
