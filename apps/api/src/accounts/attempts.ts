import type { Account } from '@teahouse/db/client';
import { networkOf } from '../platform/proxies.ts';
import { type Rate, requireAttempt } from '../platform/rates.ts';
import type { Backend } from '../realtime/backend.ts';
import { requireCaptcha } from './captcha.ts';

/**
 * How often somebody may try. Each attempt counts by itself, before a password is looked at: many in one request are as
 * many requests, and the answer is the same whether or not there is such an account.
 */
type Counting = Pick<Backend, 'env' | 'rates'>;

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;

/** What somebody is known by beside their account, and what is counted, waits or is queued under it. */
export interface Traces {
  /** Usernames and e-mail addresses: what a person types to sign in. */
  names: string[];
  emails: string[];
  phones: string[];
  /** From which they have signed in. */
  networks: string[];
  /** Provider and subject of each identity. */
  identities: [provider: string, subject: string][];
}

export interface PasswordTry {
  /** Username or e-mail address, as it was typed. */
  login: string;
  /** Whose it is, if anybody's. */
  account: Account | null;
  address: string | null;
  /** The solution of a captcha; `true` when one has been asked for and taken already. */
  captcha: string | true | null | undefined;
}

/**
 * Counts a password that is about to be tried. Wrong ones cost a captcha each after the first few, for one account or from
 * one network; whoever has the right one gets in all the same. Only far beyond what anybody types is an account closed for
 * a while, and then not to the networks that its owner has signed in from, so that strangers cannot lock them out.
 * Answers what to do once the password was right.
 */
export async function allowPasswordTry(
  backend: Pick<Backend, 'env' | 'rates' | 'db'>,
  { login, account, address, captcha }: PasswordTry,
): Promise<() => Promise<void>> {
  const { env, rates } = backend;
  const network = networkOf(address);
  const name = login.toLowerCase();
  const every = (
    rule: 'SIGN_INS_BEFORE_CAPTCHA' | 'SIGN_INS_PER_ACCOUNT' | 'SIGN_INS_PER_ADDRESS',
  ) => ({ rule, times: env[rule], seconds: QUARTER_HOUR }) satisfies Rate;
  const free = every('SIGN_INS_BEFORE_CAPTCHA');
  const most = every('SIGN_INS_PER_ACCOUNT');
  await requireAttempt(rates, every('SIGN_INS_PER_ADDRESS'), network);
  const home = await isHome(backend, account, network);
  if (captcha !== true) {
    // Counted by the name that was typed: one count for both names of an account would tell that they are one person's.
    const [ofAccount, ofNetwork] = [
      await rates.take(free, `account:${name}`),
      await rates.take(free, `network:${network}`),
    ];
    if (ofAccount || ofNetwork) await requireCaptcha(backend, captcha);
  }
  await requireAttempt(rates, most, home ? `${name}@${network}` : name);
  return async () => {
    // The network's own count loses only this attempt: whoever guesses must not clear it by signing in as themselves.
    if (captcha !== true) await rates.giveBack(free, `network:${network}`);
    for (const own of [account?.username, account?.email])
      if (own) {
        await rates.forget(free.rule, `account:${own.toLowerCase()}`);
        await rates.forget(most.rule, own.toLowerCase());
      }
    await rates.forget(most.rule, `${name}@${network}`);
  };
}

/** Networks looked at, newest first. */
const HOMES = 50;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Whether the account has been signed in from this network before. Looked for in the same way where there is no account. */
async function isHome(
  { db }: Pick<Backend, 'db'>,
  account: Account | null,
  network: string,
): Promise<boolean> {
  const sessions = await db.session.findMany({
    where: { accountId: account?.id ?? NOBODY, lastAddress: { not: null } },
    select: { lastAddress: true },
    orderBy: { lastUsedAt: 'desc' },
    take: HOMES,
  });
  return sessions.some(({ lastAddress }) => networkOf(lastAddress) === network);
}

/** What is counted under the names and networks of somebody who is gone. */
export async function forgetAttempts(
  { rates, pool }: Pick<Backend, 'rates' | 'pool'>,
  { names, networks, identities }: Pick<Traces, 'names' | 'networks' | 'identities'>,
): Promise<void> {
  const typed = names.map((name) => name.toLowerCase());
  await forgetCounts({ rates, pool }, [
    ...typed.map((name) => ['SIGN_INS_BEFORE_CAPTCHA', `account:${name}`] as const),
    ...typed.map((name) => ['SIGN_INS_PER_ACCOUNT', name] as const),
    ...typed.flatMap((name) =>
      networks.map((network) => ['SIGN_INS_PER_ACCOUNT', `${name}@${network}`] as const),
    ),
    ...identities.map((identity) => ['SIGN_INS_PER_IDENTITY', JSON.stringify(identity)] as const),
  ]);
}

/** From wherever they are counted: in Redis, and in PostgreSQL, which has taken over where Redis was out of reach. */
export async function forgetCounts(
  { rates, pool }: Pick<Backend, 'rates' | 'pool'>,
  counts: readonly (readonly [rule: string, whose: string])[],
): Promise<void> {
  for (const [rule, whose] of counts) await rates.forget(rule, whose);
  await pool.query('DELETE FROM rate WHERE key = ANY($1)', [
    counts.map(([rule, whose]) => `${rule}:${whose}`),
  ]);
}

export function allowRegistration({ env, rates }: Counting, address: string | null): Promise<void> {
  const times = env.REGISTRATIONS_PER_ADDRESS;
  const rate = { rule: 'REGISTRATIONS_PER_ADDRESS', times, seconds: HOUR };
  return requireAttempt(rates, rate, networkOf(address));
}

export function allowRefresh({ env, rates }: Counting, address: string | null): Promise<void> {
  const times = env.REFRESHES_PER_ADDRESS;
  const rate = { rule: 'REFRESHES_PER_ADDRESS', times, seconds: QUARTER_HOUR };
  return requireAttempt(rates, rate, networkOf(address));
}

/** Words of the web server, before they are looked at: somebody may be making them up. */
export function allowAssertion({ env, rates }: Counting, address: string | null): Promise<void> {
  const times = env.SIGN_INS_PER_ADDRESS;
  const rate = { rule: 'SIGN_INS_PER_ADDRESS', times, seconds: QUARTER_HOUR };
  return requireAttempt(rates, rate, networkOf(address));
}

/** Somebody who is who they say may still not fill an account with devices, nor the database with sessions. */
export function allowProviderSignIn(
  { env, rates }: Counting,
  { provider, subject }: { provider: string; subject: string },
): Promise<void> {
  const times = env.SIGN_INS_PER_ACCOUNT;
  const rate = { rule: 'SIGN_INS_PER_IDENTITY', times, seconds: QUARTER_HOUR };
  return requireAttempt(rates, rate, JSON.stringify([provider, subject]));
}
