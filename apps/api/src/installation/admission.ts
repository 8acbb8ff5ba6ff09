import { domainToASCII } from 'node:url';
import type { Installation } from '@teahouse/db/client';
import { recordAudit } from '../platform/audit.ts';
import type { Backend } from '../realtime/backend.ts';
import type { Transaction } from '../realtime/transaction.ts';
import { EmailDomainRefusedError, RegistrationClosedError } from './errors.ts';
import { installationSettings } from './settings.ts';

/** As domains are compared: in lower case, and in ASCII (RFC 5891). Empty for what is no domain. */
export const plainDomain = (domain: string): string => domainToASCII(domain.trim().toLowerCase());

/** Refuses a new account where `checkAdmission` does. Not within a transaction, which has the only connection it needs. */
export const requireAdmission = async (
  backend: Pick<Backend, 'db' | 'bus'>,
  email: string | null,
): Promise<void> => checkAdmission(await installationSettings(backend), email);

/**
 * Refuses a new account where nobody is taken in, or nobody without an address of the domains that are. Null: there is
 * no address that anybody has vouched for.
 */
export function checkAdmission(
  { registrationOpen, emailDomains }: Pick<Installation, 'registrationOpen' | 'emailDomains'>,
  email: string | null,
): void {
  if (!registrationOpen) throw new RegistrationClosedError();
  const domain = plainDomain(email?.split('@').at(-1) ?? '');
  if (emailDomains.length > 0 && !emailDomains.includes(domain))
    throw new EmailDomainRefusedError(emailDomains);
}

/**
 * Makes the owner of the very first account an administrator. Called by whatever creates an account, in its transaction:
 * of two first ones the second waits for this row, and then finds it founded.
 */
export async function foundInstallation(tx: Transaction, accountId: string): Promise<void> {
  const founded = await tx.db.$executeRaw`
    UPDATE installation SET founded_at = now() WHERE founded_at IS NULL`;
  if (founded === 0) return;
  await tx.db.administrator.create({ data: { accountId } });
  await recordAudit(tx.db, {
    actorId: accountId,
    action: 'AdministratorAppointed',
    subject: { type: 'User', id: accountId },
  });
}
