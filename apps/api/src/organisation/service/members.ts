import type { Department, DepartmentMember } from '@teahouse/db/client';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import type { Transaction } from '../../realtime/transaction.ts';
import { requireDepartment, requireDepartmentMember } from '../access.ts';
import { aboutPerson, changeOrganisation, checkTitle } from './changing.ts';

const ADDED_AT_ONCE_MAX = 100;
/** Departments that one person is in. */
export const POSITIONS_MAX = 10;

/** Takes people into a department. Those who are in it already stay as they are; a first position is the primary one. */
export async function addDepartmentMembers(
  backend: Backend,
  viewer: Viewer,
  {
    departmentId,
    accountIds,
    title,
  }: { departmentId: string; accountIds: string[]; title: string },
): Promise<Department> {
  const people = [...new Set(accountIds)];
  if (people.length === 0 || people.length > ADDED_AT_ONCE_MAX)
    throw new InvalidFieldError(
      'userIds',
      `Between 1 and ${ADDED_AT_ONCE_MAX} people are added at once.`,
    );
  const called = checkTitle(title);
  return changeOrganisation(backend, viewer, async (tx) => {
    const department = await requireDepartment(tx, viewer, departmentId);
    if ((await tx.db.account.count({ where: { id: { in: people } } })) < people.length)
      throw new NotFoundError('person');
    const added = await place(tx, departmentId, people, called);
    return {
      result: department,
      audit: added.map((id) => aboutPerson('DepartmentMemberAdded', id, { departmentId })),
    };
  });
}

async function place(
  tx: Transaction,
  departmentId: string,
  people: string[],
  title: string,
): Promise<string[]> {
  const positions = await tx.db.departmentMember.findMany({
    where: { accountId: { in: people } },
    select: { accountId: true, departmentId: true },
  });
  const here = positions.filter((position) => position.departmentId === departmentId);
  const added = people.filter((id) => !here.some(({ accountId }) => accountId === id));
  const held = (id: string) => positions.filter(({ accountId }) => accountId === id).length;
  if (added.some((id) => held(id) >= POSITIONS_MAX))
    throw new LimitReachedError(
      POSITIONS_MAX,
      `A person is in at most ${POSITIONS_MAX} departments. Take somebody out of one first.`,
    );
  await tx.db.departmentMember.createMany({
    data: added.map((accountId) => ({
      departmentId,
      accountId,
      title,
      primary: held(accountId) === 0,
    })),
  });
  for (const accountId of added)
    if (held(accountId) === 0) tx.publishToAccount(accountId, 'OrganisationJoined', {});
  return added;
}

/** What is left out stays as it is. */
export interface PositionChanges {
  memberId: string;
  title?: string | null;
  head?: boolean | null;
  /** Somebody’s primary position ceases to be it when another becomes it, and not otherwise. */
  primary?: boolean | null;
}

/** Changes what somebody is in a department. */
export async function updateDepartmentMember(
  backend: Backend,
  viewer: Viewer,
  { memberId, title, head, primary }: PositionChanges,
): Promise<DepartmentMember> {
  const data = {
    ...(title != null && { title: checkTitle(title) }),
    ...(head != null && { head }),
    ...(primary === true && { primary }),
  };
  return changeOrganisation(backend, viewer, async (tx) => {
    const { accountId, departmentId } = await requireDepartmentMember(tx, viewer, memberId);
    if (primary)
      await tx.db.departmentMember.updateMany({
        where: { accountId, primary: true },
        data: { primary: false },
      });
    const member = await tx.db.departmentMember.update({ where: { id: memberId }, data });
    // Ids and switches alone: what somebody is called, in a name or a title, is no part of the audit log.
    const detail = { departmentId, ...(head != null && { head }), ...(primary && { primary }) };
    return { result: member, audit: [aboutPerson('DepartmentMemberChanged', accountId, detail)] };
  });
}

/** Takes somebody out of a department. Another position of theirs becomes the primary one where this was it. */
export const removeDepartmentMember = (
  backend: Backend,
  viewer: Viewer,
  memberId: string,
): Promise<DepartmentMember> =>
  changeOrganisation(backend, viewer, async (tx) => {
    const member = await requireDepartmentMember(tx, viewer, memberId);
    const { accountId, departmentId } = member;
    await tx.db.departmentMember.delete({ where: { id: memberId } });
    const left = await tx.db.departmentMember.findFirst({
      where: { accountId },
      orderBy: { id: 'asc' },
    });
    if (!left) tx.publishToAccount(accountId, 'OrganisationLeft', {});
    else if (member.primary)
      await tx.db.departmentMember.update({ where: { id: left.id }, data: { primary: true } });
    const detail = { departmentId };
    return { result: member, audit: [aboutPerson('DepartmentMemberRemoved', accountId, detail)] };
  });
