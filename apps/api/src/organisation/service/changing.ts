import { requireAdministrator } from '../../installation/access.ts';
import { type AuditRecord, recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import { isBlank, oneLine } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockOrganisation } from '../tree.ts';

const DEPARTMENT_NAME_MAX = 50;
const TITLE_MAX = 50;

/**
 * A change of the organisation, by an administrator. Whoever may see it is told with a hint, and reads again what they
 * have on their screen: an event of the log for each of ten thousand people would cost more than all else.
 */
export async function changeOrganisation<Result>(
  backend: Backend,
  viewer: Viewer,
  change: (tx: Transaction) => Promise<{ result: Result; audit: Change[] }>,
): Promise<Result> {
  const result = await transaction(backend, async (tx) => {
    await requireAdministrator(tx, viewer);
    await lockOrganisation(tx);
    const { result, audit } = await change(tx);
    await recordAudit(tx.db, ...audit.map((done) => ({ ...done, actorId: viewer.accountId })));
    return result;
  });
  backend.bus.publish([{ kind: 'OrganisationChanged', payload: {} }]);
  return result;
}

type Change = Omit<AuditRecord, 'actorId'>;

export const aboutDepartment = (
  action: string,
  id: string,
  detail: AuditRecord['detail'] = {},
): Change => ({ action, subject: { type: 'Department', id }, detail });

export const aboutPerson = (
  action: string,
  id: string,
  detail: AuditRecord['detail'] = {},
): Change => ({ action, subject: { type: 'User', id }, detail });

export function checkDepartmentName(name: string): string {
  const shown = oneLine(name);
  if (isBlank(shown) || [...shown].length > DEPARTMENT_NAME_MAX)
    throw new InvalidFieldError(
      'name',
      `The name of a department has 1 to ${DEPARTMENT_NAME_MAX} characters.`,
    );
  return shown;
}

export function checkTitle(title: string): string {
  const shown = oneLine(title);
  if ([...shown].length > TITLE_MAX)
    throw new InvalidFieldError('title', `A title has at most ${TITLE_MAX} characters.`);
  return isBlank(shown) ? '' : shown;
}
