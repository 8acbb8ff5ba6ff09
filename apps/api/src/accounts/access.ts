import type { Account, ExternalIdentity, Session } from '@teahouse/db/client';
import type { Db, TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import { columnsOf, jsonColumns, rowReader, rowsOf } from '../platform/rows.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { FreshSignInRequiredError } from './errors.ts';
import { bearerToken, verifyAccessToken, verifyFileToken } from './tokens.ts';

/** Anyone signed in may see anyone's public profile; whoever has deleted their account has none. */
export async function requireUser(
  { db }: { db: Pick<Db, 'account'> },
  id: string,
): Promise<Account> {
  const account = await db.account.findUnique({ where: { id } });
  if (!account || account.deletedAt) throw new NotFoundError('person');
  return account;
}

/** What everybody sees of somebody. Nothing else is read with what people stand on. */
const PROFILE = [
  'id',
  'username',
  'nickname',
  'bio',
  'avatarFileId',
  'createdAt',
  'deletedAt',
] as const satisfies (keyof Account)[];
export type Profile = Pick<Account, (typeof PROFILE)[number]>;

const SELECTION = { only: PROFILE };
/** Makes profiles out of what `jsonProfiles` has found. */
export const toProfiles = rowReader<Profile>('Account', SELECTION);
const profiles = rowsOf<Profile>('Account', SELECTION);

const PROFILES = `SELECT ${columnsOf('Account', 'a', SELECTION)} FROM account a`;

/** SQL: the profiles of these ids, as one value. */
export const jsonProfiles = (ids: string): string =>
  jsonColumns('Account', `${PROFILES} WHERE a.id = ANY(ARRAY(${ids}))`, SELECTION);

/** People by their ids, whether they have deleted their accounts or not: what they wrote is still by somebody. */
export async function readProfiles(
  { pool }: Pick<Backend, 'pool'>,
  ids: readonly string[],
): Promise<(Profile | NotFoundError)[]> {
  const found = await profiles(
    { pool },
    { name: 'profiles', text: `${PROFILES} WHERE a.id = ANY($1::uuid[])`, values: [ids] },
  );
  const byId = new Map(found.map((account) => [account.id, account]));
  return ids.map((id) => byId.get(id) ?? new NotFoundError('person'));
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

/** Whom a bearer token names, without asking whether the session behind it is good; null where it is no token of ours. */
export async function claimOf(
  { env }: Pick<Backend, 'env'>,
  authorization: string | undefined,
): Promise<Viewer | null> {
  const token = bearerToken(authorization);
  const verified = token ? await verifyAccessToken(env, token) : null;
  return verified?.ok ? verified.viewer : null;
}

/** As `visibleSessions` says it; by hand, as every request asks. */
export async function isSignedIn(
  { pool }: Pick<Backend, 'pool'>,
  viewer: Viewer,
): Promise<boolean> {
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
