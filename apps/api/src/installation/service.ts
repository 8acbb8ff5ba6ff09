import type { Installation, Prisma } from '@teahouse/db/client';
import { NIL } from 'uuid';
import { recordAudit } from '../platform/audit.ts';
import { InvalidFieldError, LimitReachedError } from '../platform/errors.ts';
import { isBlank, oneLine, tidy } from '../platform/text.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { transaction } from '../realtime/transaction.ts';
import { administratorIds, requireAdministrator } from './access.ts';
import { plainDomain } from './admission.ts';

const NAME_MAX = 40;
const WELCOME_MAX = 500;
const SUPPORT_CONTACT_MAX = 200;
const EMAIL_DOMAINS_MAX = 50;
/** Labels of letters, digits and hyphens (RFC 1123), at least two of them. */
const DOMAIN_FORM = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

/** What is left out stays as it is. */
export interface InstallationChanges {
  name?: string | null;
  welcome?: string | null;
  supportContact?: string | null;
  registrationOpen?: boolean | null;
  emailDomains?: readonly string[] | null;
  strangersMayWrite?: boolean | null;
}

/** Sets how the installation is called and whom it takes in. Every process goes by it at once. */
export async function updateInstallation(
  backend: Backend,
  viewer: Viewer,
  changes: InstallationChanges,
): Promise<Installation> {
  const data = check(changes);
  const { after, reach } = await transaction(backend, async (tx) => {
    await requireAdministrator(tx, viewer);
    // Locked, so that of two who change it at once the later one knows what the other has made of it.
    const [before] = await tx.db.$queryRaw<{ open: boolean }[]>`
      SELECT strangers_may_write AS open FROM installation WHERE id = 1 FOR UPDATE`;
    const after = await tx.db.installation.update({ where: { id: 1 }, data });
    for (const accountId of await administratorIds(tx))
      tx.publishToAccount(accountId, 'InstallationChanged', {});
    await recordAudit(tx.db, {
      actorId: viewer.accountId,
      action: 'InstallationChanged',
      // There is one, which needs no id.
      subject: { type: 'Installation', id: NIL },
      detail: { ...data },
    });
    return { after, reach: before?.open !== after.strangersMayWrite };
  });
  if (reach) backend.bus.publish([{ kind: 'ReachChanged', payload: { accountId: null } }]);
  return after;
}

function check(changes: InstallationChanges) {
  const { name, welcome, supportContact, registrationOpen, emailDomains, strangersMayWrite } =
    changes;
  return {
    ...(name !== undefined && { name: checkName(name) }),
    ...(welcome != null && { welcome: checkText('welcome', tidy(welcome), WELCOME_MAX) }),
    ...(supportContact != null && {
      supportContact: checkText('supportContact', oneLine(supportContact), SUPPORT_CONTACT_MAX),
    }),
    ...(registrationOpen != null && { registrationOpen }),
    ...(emailDomains != null && { emailDomains: checkDomains(emailDomains) }),
    ...(strangersMayWrite != null && { strangersMayWrite }),
  } satisfies Prisma.InstallationUpdateInput;
}

function checkName(name: string | null): string | null {
  if (name === null || isBlank(name)) return null;
  return checkText('name', oneLine(name), NAME_MAX);
}

function checkText(field: string, text: string, most: number): string {
  if ([...text].length > most)
    throw new InvalidFieldError(field, `This has at most ${most} characters.`);
  return isBlank(text) ? '' : text;
}

function checkDomains(domains: readonly string[]): string[] {
  if (domains.length > EMAIL_DOMAINS_MAX)
    throw new LimitReachedError(
      EMAIL_DOMAINS_MAX,
      `At most ${EMAIL_DOMAINS_MAX} domains can be named.`,
    );
  const plain = domains.map((domain) => plainDomain(domain.replace(/^\s*@/, '')));
  if (!plain.every((domain) => DOMAIN_FORM.test(domain)))
    throw new InvalidFieldError('emailDomains', 'A domain has the form example.org.');
  return [...new Set(plain)].sort();
}
