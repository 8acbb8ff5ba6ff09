import type { Account, ExternalIdentity, Session } from '@teahouse/db/client';
import type { Db, TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { FreshSignInRequiredError } from './errors.ts';
import { verifyAccessToken, verifyFileToken } from './tokens.ts';

/** Anyone signed in may see anyone's public profile; whoever has deleted their account has none. */
export async function requireUser(
  { db }: { db: Pick<Db, 'account'> },
  id: string,
): Promise<Account> {
  const account = await db.account.findUnique({ where: { id } });
  if (!account || account.deletedAt) throw new NotFoundError('person');
  return account;
}

/** An account, which nothing else changes until the transaction ends. */
export async function lockAccount(
  { db }: { db: TransactionClient },
  { accountId }: Pick<Viewer, 'accountId'>,
): Promise<Account> {
  await db.$queryRaw`SELECT id FROM account WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`;
  return requireUser({ db }, accountId);
}

/** The devices that a viewer may see: their own, signed in. */
export const visibleSessions = (viewer: Viewer) => ({
  accountId: viewer.accountId,
  revokedAt: null,
  expiresAt: { gt: new Date() },
});

export async function requireSession(
  { db }: Pick<Backend, 'db'>,
  viewer: Viewer,
  id: string,
): Promise<Session> {
  const session = await db.session.findFirst({ where: { id, accountId: viewer.accountId } });
  if (!session) throw new NotFoundError('device');
  return session;
}

/** An identity at a provider that opens the viewer's own account. */
export async function requireIdentity(
  { db }: { db: Pick<Db, 'externalIdentity'> },
  viewer: Viewer,
  id: string,
): Promise<ExternalIdentity> {
  const identity = await db.externalIdentity.findFirst({
    where: { id, accountId: viewer.accountId },
  });
  if (!identity) throw new NotFoundError('linked account');
  return identity;
}

/**
 * For what would hand the account to somebody else: the person must have proved who they are on this very device, a few
 * minutes ago at most. Call it before the transaction.
 */
export async function requireFresh(
  { env, db }: Pick<Backend, 'env' | 'db'>,
  viewer: Viewer,
): Promise<void> {
  const minutes = env.FRESH_SIGN_IN_MINUTES;
  const since = new Date(Date.now() - minutes * 60_000);
  const fresh = await db.session.findFirst({
    where: { ...visibleSessions(viewer), id: viewer.sessionId, authenticatedAt: { gt: since } },
    select: { id: true },
  });
  if (!fresh) throw new FreshSignInRequiredError(minutes);
}

export type Authentication =
  | { ok: true; viewer: Viewer; expiresAt: Date }
  | { ok: false; reason: 'EXPIRED' | 'INVALID' | 'ENDED' };

/** Who a bearer token stands for. The session behind it is looked up each time, so that revoking takes effect at once. */
export async function authenticate(
  backend: Pick<Backend, 'env' | 'pool'>,
  token: string,
): Promise<Authentication> {
  const verified = await verifyAccessToken(backend.env, token);
  if (!verified.ok) return verified;
  return (await isSignedIn(backend, verified.viewer)) ? verified : { ok: false, reason: 'ENDED' };
}

/** As `visibleSessions` says it; by hand, as every request asks. */
async function isSignedIn({ pool }: Pick<Backend, 'pool'>, viewer: Viewer): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'signed-in',
    text: 'SELECT FROM session WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL AND expires_at > now()',
    values: [viewer.sessionId, viewer.accountId],
  });
  return rowCount === 1;
}

/** Whom a bearer token reads files for: any device’s own token does, and so does the one that is good for nothing else. */
export async function authenticateReader(
  backend: Pick<Backend, 'env' | 'pool'>,
  token: string,
): Promise<Viewer | null> {
  const reader = await verifyFileToken(backend.env, token);
  if (reader) return (await isSignedIn(backend, reader)) ? reader : null;
  const authentication = await authenticate(backend, token);
  return authentication.ok ? authentication.viewer : null;
}
