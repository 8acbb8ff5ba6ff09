import type { Department, DepartmentMember } from '@teahouse/db/client';
import { administratorIds } from '../installation/access.ts';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import { isAdministrator, type Viewer } from '../platform/viewer.ts';

type Reading = {
  db: Pick<TransactionClient, 'administrator' | 'department' | 'departmentMember'>;
};

/**
 * The organisation is seen as a whole or not at all: by whoever has a position in it, and by administrators, who run it.
 * For everybody else there is none, nor any department, nor anybody’s position.
 */
export async function seesOrganisation(reading: Reading, { accountId }: Viewer): Promise<boolean> {
  const position = await reading.db.departmentMember.findFirst({
    where: { accountId },
    select: { id: true },
  });
  return position !== null || isAdministrator(reading, accountId);
}

export async function requireDepartment(
  reading: Reading,
  viewer: Viewer,
  id: string,
): Promise<Department> {
  const department = await reading.db.department.findUnique({ where: { id } });
  if (!department || !(await seesOrganisation(reading, viewer)))
    throw new NotFoundError('department');
  return department;
}

export async function requireDepartmentMember(
  reading: Reading,
  viewer: Viewer,
  id: string,
): Promise<DepartmentMember> {
  const member = await reading.db.departmentMember.findUnique({ where: { id } });
  if (!member || !(await seesOrganisation(reading, viewer)))
    throw new NotFoundError('position in a department');
  return member;
}

/** Which of these people are of one organisation with this person: both have a position. */
export async function colleaguesAmong(
  { db }: { db: Pick<TransactionClient, 'departmentMember'> },
  one: string,
  others: readonly string[],
): Promise<Set<string>> {
  const rows = await db.departmentMember.findMany({
    where: { accountId: { in: [one, ...others] } },
    select: { accountId: true },
    distinct: ['accountId'],
  });
  const placed = new Set(rows.map(({ accountId }) => accountId));
  return new Set(placed.has(one) ? others.filter((id) => id !== one && placed.has(id)) : []);
}

/** Whether everybody named is of one organisation with this person. */
export const areColleagues = async (
  reading: { db: Pick<TransactionClient, 'departmentMember'> },
  one: string,
  others: readonly string[],
): Promise<boolean> => {
  const colleagues = await colleaguesAmong(reading, one, others);
  return others.every((id) => colleagues.has(id));
};

/** Whom a change of the organisation concerns. */
export async function organisationAudience(db: Reading['db']): Promise<string[]> {
  const [administrators, members] = await Promise.all([
    administratorIds({ db }),
    db.departmentMember.findMany({ select: { accountId: true }, distinct: ['accountId'] }),
  ]);
  return [...new Set([...administrators, ...members.map(({ accountId }) => accountId)])];
}
