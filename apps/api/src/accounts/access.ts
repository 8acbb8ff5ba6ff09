import type { Account, Session } from '@teahouse/db/client';
import type { Db } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { verifyAccessToken } from './tokens.ts';

/** Anyone signed in may see anyone's public profile. */
export async function requireUser(
  { db }: { db: Pick<Db, 'account'> },
  id: string,
): Promise<Account> {
  const account = await db.account.findUnique({ where: { id } });
  if (!account) throw new NotFoundError('person');
  return account;
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

export type Authentication =
  | { ok: true; viewer: Viewer; expiresAt: Date }
  | { ok: false; reason: 'EXPIRED' | 'INVALID' | 'ENDED' };

/** Who a bearer token stands for. The session behind it is looked up each time, so that revoking takes effect at once. */
export async function authenticate(
  { env, db }: Pick<Backend, 'env' | 'db'>,
  token: string,
): Promise<Authentication> {
  const verified = await verifyAccessToken(env, token);
  if (!verified.ok) return verified;
  const { accountId, sessionId } = verified.viewer;
  const session = await db.session.findFirst({
    where: { id: sessionId, accountId, revokedAt: null, expiresAt: { gt: new Date() } },
    select: { id: true },
  });
  return session ? verified : { ok: false, reason: 'ENDED' };
}
