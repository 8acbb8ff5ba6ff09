import type { Account } from '@teahouse/db/client';
import { administratorIds, requireAdministrator } from '../../installation/access.ts';
import { recordAudit } from '../../platform/audit.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { requireUser } from '../access.ts';
import { LastAdministratorError } from '../errors.ts';

/** Lets somebody run the installation as well. Whoever does so already goes on. */
export const appointAdministrator = (
  backend: Backend,
  viewer: Viewer,
  accountId: string,
): Promise<Account> =>
  transaction(backend, async (tx) => {
    await lockInstallation(tx);
    await requireAdministrator(tx, viewer);
    const account = await requireUser(tx, accountId);
    await appoint(tx, account, viewer.accountId);
    return account;
  });

/**
 * The same for whoever has the machine: how one gets in where every administrator has gone. Counts as done by the person
 * appointed, for the log knows nobody else.
 */
export const appointByUsername = (backend: Backend, username: string): Promise<Account> =>
  transaction(backend, async (tx) => {
    await lockInstallation(tx);
    const account = await tx.db.account.findUnique({ where: { username } });
    if (!account || account.deletedAt) throw new NotFoundError('person');
    await appoint(tx, account, account.id);
    return account;
  });

async function appoint(tx: Transaction, { id }: Account, actorId: string): Promise<void> {
  const { count } = await tx.db.administrator.createMany({
    data: [{ accountId: id }],
    skipDuplicates: true,
  });
  if (count > 0) await tell(tx, 'AdministratorAppointed', id, actorId);
}

/** Takes it from somebody that they run the installation. There is always one who does. */
export const dismissAdministrator = (
  backend: Backend,
  viewer: Viewer,
  accountId: string,
): Promise<Account> =>
  transaction(backend, async (tx) => {
    await lockInstallation(tx);
    await requireAdministrator(tx, viewer);
    const account = await requireUser(tx, accountId);
    const administrators = await administratorIds(tx);
    if (!administrators.includes(accountId)) return account;
    if (administrators.length === 1) throw new LastAdministratorError();
    await tell(tx, 'AdministratorDismissed', accountId, viewer.accountId);
    await tx.db.administrator.delete({ where: { accountId } });
    return account;
  });

/**
 * Somebody who deletes their account runs the installation no more. The last one who does cannot go while others stay;
 * whoever goes as the very last of all leaves it to be founded anew. To be called before the account is locked.
 */
export async function resignAdministrator(tx: Transaction, accountId: string): Promise<void> {
  await lockInstallation(tx);
  if (await isLastAdministrator(tx, accountId)) throw new LastAdministratorError();
  const administrators = await administratorIds(tx);
  if (!administrators.includes(accountId)) return;
  if (administrators.length === 1)
    await tx.db.$executeRaw`UPDATE installation SET founded_at = NULL`;
  await tell(tx, 'AdministratorDismissed', accountId, accountId);
  await tx.db.administrator.delete({ where: { accountId } });
}

/** Whether somebody is the only one who runs the installation, and not alone in it. */
export async function isLastAdministrator(
  { db }: { db: Pick<Backend['db'], 'administrator' | 'account'> },
  accountId: string,
): Promise<boolean> {
  const administrators = await administratorIds({ db });
  if (administrators.length !== 1 || administrators[0] !== accountId) return false;
  const other = await db.account.findFirst({ where: { id: { not: accountId }, deletedAt: null } });
  return other !== null;
}

/** Two administrators who dismiss each other come one after the other, and the second is none by then. */
const lockInstallation = ({ db }: Transaction) =>
  db.$queryRaw`SELECT id FROM installation FOR UPDATE`;

async function tell(
  tx: Transaction,
  kind: 'AdministratorAppointed' | 'AdministratorDismissed',
  accountId: string,
  actorId: string,
): Promise<void> {
  for (const id of await administratorIds(tx)) tx.publishToAccount(id, kind, { accountId });
  await recordAudit(tx.db, { actorId, action: kind, subject: { type: 'User', id: accountId } });
}
