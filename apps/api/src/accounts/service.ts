import type { Account, Session } from '@teahouse/db/client';
import Bowser from 'bowser';
import { v7 as uuid } from 'uuid';
import { isUniqueViolation } from '../platform/db.ts';
import { InvalidFieldError } from '../platform/errors.ts';
import { EMAIL_MAX, emailAddress, isBlank, oneLine, tidy } from '../platform/text.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { type Transaction, transaction } from '../realtime/transaction.ts';
import { requireSession } from './access.ts';
import { allowRefresh, allowRegistration, allowSignIn } from './attempts.ts';
import {
  EmailTakenError,
  InvalidAssertionError,
  SessionEndedError,
  UsernameTakenError,
  WrongCredentialsError,
} from './errors.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import {
  type Assertion,
  hashRefreshToken,
  newRefreshToken,
  signAccessToken,
  verifyAssertion,
} from './tokens.ts';

/** The device that signs in: named by the caller, or after its user agent. */
export interface Device {
  name?: string | null;
  userAgent: string | null;
  address: string | null;
}

export interface SignedIn {
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken: string;
  session: Session;
  account: Account;
}

export interface Registration {
  username: string;
  email: string;
  password: string;
  nickname?: string | null;
}

const USERNAME_FORM = /^[A-Za-z0-9_.]{3,30}$/;
const NICKNAME_MAX = 40;
const DEVICE_NAME_MAX = 60;
const PASSWORD_MIN = 8;
/** Longer ones would only make hashing a way to burn the server's time. */
const PASSWORD_MAX = 256;
const DAY_MS = 86_400_000;

const characters = (text: string) => [...text].length;

function checkUsername(username: string): void {
  if (!USERNAME_FORM.test(username))
    throw new InvalidFieldError(
      'username',
      'A username has 3 to 30 characters: letters a–z, digits, “_” and “.”.',
    );
}

function checkEmail(email: string): void {
  if (!emailAddress.safeParse(email).success)
    throw new InvalidFieldError(
      'email',
      `An e-mail address has the form name@example.org and at most ${EMAIL_MAX} characters.`,
    );
}

function checkPassword(password: string): void {
  const length = characters(password);
  if (length < PASSWORD_MIN || length > PASSWORD_MAX)
    throw new InvalidFieldError(
      'password',
      `A password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters. A few words in a row are best.`,
    );
}

function checkNickname(nickname: string): string {
  const shownAs = oneLine(nickname);
  if (isBlank(shownAs) || characters(shownAs) > NICKNAME_MAX)
    throw new InvalidFieldError('nickname', `A nickname has 1 to ${NICKNAME_MAX} characters.`);
  return shownAs;
}

/** Creates an account and signs its first device in. */
export async function register(
  backend: Backend,
  { username, email, password, nickname }: Registration,
  device: Device,
): Promise<SignedIn> {
  await allowRegistration(backend, device.address);
  checkUsername(username);
  checkEmail(email);
  checkPassword(password);
  const shownAs = checkNickname(tidy(nickname ?? '') || username);
  const passwordHash = await hashPassword(password);
  try {
    return await transaction(backend, async (tx) => {
      const account = await tx.db.account.create({
        data: { username, email, nickname: shownAs, passwordHash },
      });
      return startSession(backend, tx, account, device);
    });
  } catch (error) {
    if (isUniqueViolation(error, 'username')) throw new UsernameTakenError(username);
    if (isUniqueViolation(error, 'email')) throw new EmailTakenError();
    throw error;
  }
}

/** Signs a device in by username or e-mail address, and password. */
export async function signIn(
  backend: Backend,
  { login, password }: { login: string; password: string },
  device: Device,
): Promise<SignedIn> {
  const name = tidy(login).slice(0, EMAIL_MAX);
  await allowSignIn(backend, name, device.address);
  const account = await backend.db.account.findFirst({
    where: name.includes('@') ? { email: name } : { username: name },
  });
  const tried = characters(password) > PASSWORD_MAX ? '' : password;
  const matches = await verifyPassword(account?.passwordHash ?? null, tried);
  if (!account || !matches) throw new WrongCredentialsError();
  return transaction(backend, (tx) => startSession(backend, tx, account, device));
}

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

async function startSession(
  backend: Backend,
  tx: Transaction,
  account: Account,
  device: Device,
): Promise<SignedIn> {
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
  return { ...(await signAccessToken(backend.env, viewer)), refreshToken, session, account };
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

/** Keeps when people were last here. */
export async function markSeen(
  db: Pick<Backend['db'], 'account'>,
  accountIds: readonly string[],
): Promise<void> {
  if (accountIds.length === 0) return;
  await db.account.updateMany({
    where: { id: { in: [...accountIds] } },
    data: { lastSeenAt: new Date() },
  });
}
