import type { Department } from '@teahouse/db/client';
import { isUniqueViolation } from '../../platform/db.ts';
import { LimitReachedError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import type { Transaction } from '../../realtime/transaction.ts';
import { requireDepartment } from '../access.ts';
import {
  DepartmentBelowItselfError,
  DepartmentNameTakenError,
  DepartmentNotEmptyError,
} from '../errors.ts';
import { requirePlace } from '../tree.ts';
import { aboutDepartment, changeOrganisation, checkDepartmentName } from './changing.ts';

const DEPARTMENTS_MAX = 2_000;

/** Makes a department, the last among its siblings. */
export async function createDepartment(
  backend: Backend,
  viewer: Viewer,
  { name, parentId }: { name: string; parentId: string | null },
): Promise<Department> {
  const checked = checkDepartmentName(name);
  return withFreeName(() =>
    changeOrganisation(backend, viewer, async (tx) => {
      if (parentId) await requireDepartment(tx, viewer, parentId);
      if ((await tx.db.department.count()) >= DEPARTMENTS_MAX)
        throw new LimitReachedError(
          DEPARTMENTS_MAX,
          `An organisation has at most ${DEPARTMENTS_MAX} departments.`,
        );
      await requirePlace(tx, parentId);
      const place = await tx.db.department.count({ where: { parentId } });
      const department = await tx.db.department.create({
        data: { name: checked, parentId, place },
      });
      const detail = { name: checked, parentId };
      return {
        result: department,
        audit: [aboutDepartment('DepartmentCreated', department.id, detail)],
      };
    }),
  );
}

/** Calls a department something else. */
export async function renameDepartment(
  backend: Backend,
  viewer: Viewer,
  { departmentId, name }: { departmentId: string; name: string },
): Promise<Department> {
  const checked = checkDepartmentName(name);
  return withFreeName(() =>
    changeOrganisation(backend, viewer, async (tx) => {
      const before = await requireDepartment(tx, viewer, departmentId);
      const department = await tx.db.department.update({
        where: { id: departmentId },
        data: { name: checked },
      });
      const detail = { from: before.name, to: checked };
      return {
        result: department,
        audit: [aboutDepartment('DepartmentRenamed', departmentId, detail)],
      };
    }),
  );
}

/** Puts a department, with all below it, elsewhere in the tree or elsewhere among its siblings. */
export const moveDepartment = (
  backend: Backend,
  viewer: Viewer,
  {
    departmentId,
    parentId,
    beforeId,
  }: { departmentId: string; parentId: string | null; beforeId: string | null },
): Promise<Department> =>
  withFreeName(() =>
    changeOrganisation(backend, viewer, async (tx) => {
      const { parentId: from } = await requireDepartment(tx, viewer, departmentId);
      if (parentId) await requireDepartment(tx, viewer, parentId);
      if (beforeId) await requireDepartment(tx, viewer, beforeId);
      await requirePlace(tx, parentId, departmentId);
      await tx.db.department.update({ where: { id: departmentId }, data: { parentId } });
      await arrange(tx, parentId, departmentId, beforeId);
      if (from !== parentId) await arrange(tx, from);
      const department = await tx.db.department.findUniqueOrThrow({ where: { id: departmentId } });
      const detail = { from, to: parentId, place: department.place };
      return {
        result: department,
        audit: [aboutDepartment('DepartmentMoved', departmentId, detail)],
      };
    }),
  );

/**
 * Numbers the departments below a parent in their order; one of them, if named, is first put before another, or last
 * where that one is not among them.
 */
async function arrange(
  tx: Transaction,
  parentId: string | null,
  moved?: string,
  beforeId: string | null = null,
): Promise<void> {
  const rows = await tx.db.department.findMany({
    where: { parentId },
    orderBy: [{ place: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  const ids = rows.map(({ id }) => id).filter((id) => id !== moved);
  if (moved) {
    const index = beforeId ? ids.indexOf(beforeId) : -1;
    ids.splice(index < 0 ? ids.length : index, 0, moved);
  }
  await tx.db.$executeRaw`
    UPDATE department SET place = ordered.place - 1
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS ordered (id, place)
    WHERE department.id = ordered.id AND department.place <> ordered.place - 1`;
}

/** Takes a department away. What is in it, if anything, goes where the caller says. */
export const deleteDepartment = (
  backend: Backend,
  viewer: Viewer,
  { departmentId, moveToId }: { departmentId: string; moveToId: string | null },
): Promise<Department> =>
  withFreeName(() =>
    changeOrganisation(backend, viewer, async (tx) => {
      const department = await requireDepartment(tx, viewer, departmentId);
      if (moveToId) {
        await requireDepartment(tx, viewer, moveToId);
        await moveContents(tx, departmentId, moveToId);
      } else {
        const [below, people] = await Promise.all([
          tx.db.department.count({ where: { parentId: departmentId } }),
          tx.db.departmentMember.count({ where: { departmentId } }),
        ]);
        if (below + people > 0) throw new DepartmentNotEmptyError();
      }
      await tx.db.department.delete({ where: { id: departmentId } });
      await arrange(tx, department.parentId);
      const detail = { name: department.name, parentId: department.parentId, moveToId };
      return {
        result: department,
        audit: [aboutDepartment('DepartmentDeleted', departmentId, detail)],
      };
    }),
  );

async function moveContents(tx: Transaction, from: string, to: string): Promise<void> {
  if (to === from) throw new DepartmentBelowItselfError();
  const children = await tx.db.department.findMany({
    where: { parentId: from },
    orderBy: { place: 'asc' },
    select: { id: true },
  });
  for (const { id } of children) {
    await requirePlace(tx, to, id);
    await tx.db.department.update({ where: { id }, data: { parentId: to } });
    await arrange(tx, to, id);
  }
  // Somebody who is in both keeps the position that they have there already, as the primary one if either was.
  await tx.db.$executeRaw`
    DELETE FROM department_member gone USING department_member stays
    WHERE gone.department_id = ${from}::uuid AND stays.department_id = ${to}::uuid
      AND stays.account_id = gone.account_id`;
  await tx.db.$executeRaw`
    UPDATE department_member m SET is_primary = true
    WHERE department_id = ${to}::uuid AND NOT EXISTS (
      SELECT FROM department_member WHERE account_id = m.account_id AND is_primary)`;
  await tx.db.departmentMember.updateMany({
    where: { departmentId: from },
    data: { departmentId: to },
  });
}

/** Nothing but an index can tell in time that another has the name: what it says becomes the rule. */
async function withFreeName<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (isUniqueViolation(error)) throw new DepartmentNameTakenError();
    throw error;
  }
}
