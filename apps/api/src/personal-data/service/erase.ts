import { lockAccount, requireFresh, requireUser } from '../../accounts/access.ts';
import type { Traces } from '../../accounts/attempts.ts';
import { resignAdministrator } from '../../accounts/service/administrators.ts';
import { closeAccount } from '../../accounts/service/closing.ts';
import type { TransactionClient } from '../../platform/db.ts';
import type { Env } from '../../platform/env.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import type { Language } from '../../platform/languages.ts';
import { deriveKey, seal, unseal } from '../../platform/sealing.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';

const sealingKey = (env: Pick<Env, 'SESSION_SECRET'>) =>
  deriveKey(env.SESSION_SECRET, 'traces of deleted accounts');

/** What is left to be found of somebody, as it was sealed when they went; null when that cannot be read any more. */
export function readTraces(env: Pick<Env, 'SESSION_SECRET'>, sealed: Uint8Array): Traces | null {
  const opened = unseal(sealingKey(env), sealed);
  return opened === null ? null : (JSON.parse(opened) as Traces);
}

/**
 * Deletes the viewer's account. Once this has answered nothing opens it and nobody sees who it was; the worker removes the
 * rest, a step at a time (erase-job.ts). Somebody who asks twice, on two devices, is answered twice that it is done.
 */
export async function deleteAccount(
  backend: Backend,
  viewer: Viewer,
  username: string,
  language: Language,
): Promise<void> {
  try {
    await confirm(backend, viewer, username);
  } catch (error) {
    // Another device has come first since this one was let in, and has ended its session: it is done.
    if (await isErased(backend, viewer)) return;
    throw error;
  }
  const closed = await transaction(backend, (tx) => close(backend, tx, viewer, language));
  if (!closed) return;
  const { accountId } = viewer;
  backend.log.info({ accountId }, 'An account was deleted; the rest of it is being removed');
  backend.bus.publish([
    { kind: 'OrganisationChanged', payload: {} },
    { kind: 'ReachChanged', payload: { accountId } },
  ]);
}

async function confirm(backend: Backend, viewer: Viewer, username: string): Promise<void> {
  await requireFresh(backend, viewer);
  const account = await requireUser(backend, viewer.accountId);
  // Nobody deletes an account by pressing the wrong button.
  if (username.trim().toLowerCase() !== account.username.toLowerCase())
    throw new InvalidFieldError('username', 'This is not your username. Type it as it is shown.');
}

const isErased = async (
  { db }: { db: Pick<TransactionClient, 'erasure'> },
  { accountId }: Viewer,
): Promise<boolean> => (await db.erasure.count({ where: { accountId } })) > 0;

/** False when another device came first. */
async function close(
  backend: Backend,
  tx: Transaction,
  viewer: Viewer,
  language: Language,
): Promise<boolean> {
  const { accountId } = viewer;
  // What decides who runs the installation is locked before the account, as everywhere.
  const [locked] = await tx.db.$queryRaw<{ now: Date }[]>`
    SELECT now() FROM installation FOR UPDATE`;
  if (await isErased(tx, viewer)) return false;
  await resignAdministrator(tx, accountId);
  const account = await lockAccount(tx, viewer);
  const traces = await closeAccount(backend, tx, account, language);
  await tx.db.departmentMember.deleteMany({ where: { accountId } });
  await tx.db.erasure.create({
    data: {
      accountId,
      // What has waited for their addresses since before it goes; what this transaction writes is the last letter.
      createdAt: locked?.now ?? new Date(),
      traces: seal(sealingKey(backend.env), JSON.stringify(traces)),
      untoldIds: await endFriendships(tx, accountId),
    },
  });
  return true;
}

/**
 * Nobody is near to them any more from this moment on, so that whatever goes by that refuses without having to ask for more.
 * Those who were are told in the background, however many they are.
 */
async function endFriendships({ db }: Transaction, accountId: string): Promise<string[]> {
  const ended = await db.$queryRaw<{ id: string }[]>`
    WITH own AS (DELETE FROM friendship WHERE account_id = ${accountId}::uuid RETURNING friend_id AS id),
      theirs AS (DELETE FROM friendship WHERE friend_id = ${accountId}::uuid RETURNING account_id AS id)
    SELECT id FROM own UNION SELECT id FROM theirs ORDER BY id`;
  return ended.map(({ id }) => id);
}
