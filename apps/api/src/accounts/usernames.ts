import { createHmac } from 'node:crypto';
import type { Account } from '@teahouse/db/client';
import { v7 as uuid } from 'uuid';
import { InvalidFieldError } from '../platform/errors.ts';
import { deriveKey } from '../platform/sealing.ts';
import type { Backend } from '../realtime/backend.ts';
import type { Transaction } from '../realtime/transaction.ts';
import { UsernameTakenError } from './errors.ts';

const USERNAME_FORM = /^[A-Za-z0-9_.]{3,30}$/;

/** Names that would pass for the installation's own voice, or mean somebody else wherever a name can stand. */
const RESERVED = new Set(
  `admin administrator anonymous deleted everybody everyone help helpdesk here host hostmaster info
  installation mail mailer me moderator moderators noreply nobody null official owner postmaster
  privacy root security service somebody staff support sysadmin system team teahouse undefined
  webmaster you`.split(/\s+/),
);

/** The form of a username, and that it is nobody's in particular. Whether it is free only writing it shows. */
export function checkUsername(username: string): void {
  if (!USERNAME_FORM.test(username))
    throw new InvalidFieldError(
      'username',
      'A username has 3 to 30 characters: letters a–z, digits, “_” and “.”.',
    );
  if (isReserved(username)) throw new UsernameTakenError(username);
}

/** What a username of a deleted account is remembered by: whoever does not hold SESSION_SECRET cannot tell which it was. */
function hashOf({ env }: Pick<Backend, 'env'>, username: string): Uint8Array<ArrayBuffer> {
  const key = deriveKey(env.SESSION_SECRET, 'usernames of deleted accounts');
  return new Uint8Array(createHmac('sha256', key).update(username.toLowerCase()).digest());
}

/** Keeps usernames of an account that is being deleted from others for a while, without saying what they are or whose. */
export async function retireUsernames(
  { env }: Pick<Backend, 'env'>,
  { db }: Transaction,
  usernames: readonly string[],
  keptUntil: Date,
): Promise<void> {
  for (const username of new Set(usernames)) {
    const hash = hashOf({ env }, username);
    await db.retiredUsername.upsert({
      where: { hash },
      create: { hash, keptUntil },
      update: { keptUntil },
    });
  }
}

/** Forgets those that may be had again. */
export async function pruneRetiredUsernames({ db }: Pick<Backend, 'db'>): Promise<void> {
  await db.retiredUsername.deleteMany({ where: { keptUntil: { lt: new Date() } } });
}

const isReserved = (username: string) =>
  RESERVED.has(username.toLowerCase().replaceAll(/[_.]/g, ''));

/**
 * Refuses a name that somebody else had until lately. Call it once the name has been written: whoever gives a name up
 * holds it until their transaction ends, and only then it is known to be kept.
 */
export async function refuseKeptUsername(
  backend: Pick<Backend, 'env'>,
  tx: Transaction,
  { id, username }: Pick<Account, 'id' | 'username'>,
): Promise<void> {
  const kept = await tx.db.formerUsername.findFirst({
    where: { username, accountId: { not: id }, keptUntil: { gt: new Date() } },
  });
  if (kept || (await isRetired(backend, tx, username))) throw new UsernameTakenError(username);
}

async function isRetired(
  backend: Pick<Backend, 'env'>,
  { db }: Transaction,
  username: string,
): Promise<boolean> {
  const hash = hashOf(backend, username);
  return (await db.retiredUsername.count({ where: { hash, keptUntil: { gt: new Date() } } })) > 0;
}

/** A username for whoever was not asked for one: what they are called elsewhere, made fit, with an ending if it is taken. */
export async function freeUsername(
  backend: Pick<Backend, 'env'>,
  tx: Transaction,
  wanted: string,
): Promise<string> {
  const plain = wanted
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_.]/g, '')
    .slice(0, 22);
  const base = plain.length >= 3 ? plain : `guest${plain}`;
  const taken =
    isReserved(base) ||
    (await tx.db.account.findFirst({ where: { username: base } })) ||
    (await tx.db.formerUsername.findFirst({ where: { username: base } })) ||
    (await isRetired(backend, tx, base));
  return taken ? `${base}_${uuid().slice(-7)}` : base;
}
