import type { Account, Session } from '@teahouse/db/client';
import Bowser from 'bowser';
import type { Language } from '../../platform/languages.ts';
import { canSend, postLetter } from '../../platform/outgoing.ts';
import { networkOf } from '../../platform/proxies.ts';
import { tidy } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockAccount, requireSession } from '../access.ts';
import { allowRefresh } from '../attempts.ts';
import { SessionEndedError } from '../errors.ts';
import { noticeLetter } from '../letters.ts';
import { hashRefreshToken, newRefreshToken, signAccessToken, signFileToken } from '../tokens.ts';

const DEVICE_NAME_MAX = 60;
const DAY_MS = 86_400_000;

/** The device that signs in: named by the caller, or after its user agent. */
export interface Device {
  name?: string | null;
  userAgent: string | null;
  address: string | null;
  /** In which letters about it are written. */
  language: Language;
}

export interface SignedIn {
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken: string;
  fileToken: string;
  session: Session;
  account: Account;
}

/**
 * Signs a device in: whoever calls this has made sure that it is the person. The account is locked, so that it cannot slip
 * past somebody who signs all devices out in the same instant.
 */
export async function startSession(
  backend: Backend,
  tx: Transaction,
  account: Account,
  device: Device,
): Promise<SignedIn> {
  await lockAccount(tx, { accountId: account.id });
  await tellOfNewPlace(backend, tx, account, device);
  const session = await tx.db.session.create({
    data: {
      accountId: account.id,
      deviceName: nameDevice(device),
      lastAddress: device.address,
      expiresAt: new Date(Date.now() + backend.env.SESSION_DAYS * DAY_MS),
    },
  });
  tx.publishToAccount(account.id, 'SessionStarted', { sessionId: session.id });
  return issueTokens(backend, tx, account, session);
}

/** Networks looked at, newest first. */
const KNOWN_NETWORKS = 50;

/** Writes to whoever is signed in from a network that their account has not been opened from before. */
async function tellOfNewPlace(
  { env }: Pick<Backend, 'env'>,
  tx: Transaction,
  { id: accountId, email, emailVerifiedAt }: Account,
  { address, language }: Device,
): Promise<void> {
  if (!email || !emailVerifiedAt || !canSend(env, 'EMAIL')) return;
  const sessions = await tx.db.session.findMany({
    where: { accountId },
    select: { lastAddress: true },
    orderBy: { lastUsedAt: 'desc' },
    take: KNOWN_NETWORKS,
  });
  const network = networkOf(address);
  if (sessions.length === 0 || sessions.some((one) => networkOf(one.lastAddress) === network))
    return;
  await postLetter({ env }, tx, noticeLetter('NEW_PLACE', email, language));
}

async function issueTokens(
  backend: Backend,
  tx: Transaction,
  account: Account,
  session: Session,
): Promise<SignedIn> {
  const refreshToken = newRefreshToken();
  await tx.db.refreshToken.create({
    data: { hash: hashRefreshToken(refreshToken), sessionId: session.id },
  });
  const viewer = { accountId: account.id, sessionId: session.id };
  const access = await signAccessToken(backend.env, viewer);
  const fileToken = await signFileToken(backend.env, viewer);
  return { ...access, refreshToken, fileToken, session, account };
}

function nameDevice({ name, userAgent }: Device): string {
  const given = tidy(name ?? '');
  if (given) return [...given].slice(0, DEVICE_NAME_MAX).join('');
  if (!userAgent) return 'Unknown device';
  const { browser, os } = Bowser.parse(userAgent);
  const known = [browser.name, os.name && `on ${os.name}`].filter(Boolean).join(' ');
  return known || userAgent.slice(0, DEVICE_NAME_MAX);
}

/**
 * Exchanges a refresh token for new tokens. Each is good once. One that comes again after the leeway has been stolen or
 * copied: the whole session ends (OAuth 2.0 Security Best Current Practice, RFC 9700, 4.14.2).
 */
export async function refreshSession(
  backend: Backend,
  refreshToken: string,
  device: Device,
): Promise<SignedIn> {
  await allowRefresh(backend, device.address);
  const hash = hashRefreshToken(refreshToken);
  const { REFRESH_LEEWAY_SECONDS, SESSION_DAYS } = backend.env;
  const outcome = await transaction(backend, async (tx) => {
    await tx.db.$queryRaw`SELECT hash FROM refresh_token WHERE hash = ${hash} FOR UPDATE`;
    const token = await tx.db.refreshToken.findUnique({
      where: { hash },
      include: { session: { include: { account: true } } },
    });
    if (!token || token.session.revokedAt || token.session.expiresAt < new Date()) return null;
    const reusedAfterMs = token.usedAt ? Date.now() - token.usedAt.getTime() : 0;
    if (reusedAfterMs > REFRESH_LEEWAY_SECONDS * 1000) {
      await endSession(tx, token.session, 'REFRESH_TOKEN_REUSED');
      return null;
    }
    if (!token.usedAt)
      await tx.db.refreshToken.update({ where: { hash }, data: { usedAt: new Date() } });
    const session = await tx.db.session.update({
      where: { id: token.sessionId },
      data: {
        lastUsedAt: new Date(),
        expiresAt: new Date(Date.now() + SESSION_DAYS * DAY_MS),
        ...(device.address ? { lastAddress: device.address } : {}),
      },
    });
    return issueTokens(backend, tx, token.session.account, session);
  });
  if (!outcome) throw new SessionEndedError();
  return outcome;
}

async function endSession(tx: Transaction, session: Session, reason: string): Promise<void> {
  await tx.db.session.update({
    where: { id: session.id },
    data: { revokedAt: new Date(), revokeReason: reason },
  });
  await tx.db.refreshToken.deleteMany({ where: { sessionId: session.id } });
  tx.publishToAccount(session.accountId, 'SessionRevoked', { sessionId: session.id });
}

/** Ends one of the viewer's own devices, the asking one included. Its sockets close at once. Doing it twice is no error. */
export async function revokeSession(
  backend: Backend,
  viewer: Viewer,
  sessionId: string,
): Promise<void> {
  const session = await requireSession(backend, viewer, sessionId);
  if (session.revokedAt) return;
  const reason = sessionId === viewer.sessionId ? 'SIGNED_OUT' : 'REVOKED';
  await transaction(backend, (tx) => endSession(tx, session, reason));
}

/** Signs all of the viewer's devices out but the asking one. Answers how many there were. */
export const revokeOtherSessions = (backend: Backend, viewer: Viewer): Promise<number> =>
  transaction(backend, (tx) =>
    endOtherSessions(tx, viewer.accountId, viewer.sessionId, 'REVOKED_WITH_OTHERS'),
  );

/** Ends every session of an account but this one, or every one. */
export async function endOtherSessions(
  tx: Transaction,
  accountId: string,
  exceptSessionId: string | null,
  reason: string,
): Promise<number> {
  await lockAccount(tx, { accountId });
  const ended = await tx.db.session.updateManyAndReturn({
    where: {
      accountId,
      revokedAt: null,
      expiresAt: { gt: new Date() },
      ...(exceptSessionId ? { id: { not: exceptSessionId } } : {}),
    },
    data: { revokedAt: new Date(), revokeReason: reason },
    select: { id: true },
  });
  const ids = ended.map(({ id }) => id);
  await tx.db.refreshToken.deleteMany({ where: { sessionId: { in: ids } } });
  for (const sessionId of ids) tx.publishToAccount(accountId, 'SessionRevoked', { sessionId });
  return ids.length;
}

/** Keeps when people were last here. */
export async function markSeen(
  db: Pick<Backend['db'], 'account'>,
  accountIds: readonly string[],
): Promise<void> {
  if (accountIds.length === 0) return;
  await db.account.updateMany({
    where: { id: { in: [...accountIds] }, deletedAt: null },
    data: { lastSeenAt: new Date() },
  });
}
