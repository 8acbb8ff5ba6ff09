import { randomUUID } from 'node:crypto';
import { change } from '../../convergence/scene.ts';
import { uuidOf } from '../../ids.ts';
import { who } from '../actors.ts';
import type { ChangeRow, ChangeRows } from '../change.ts';
import type { Company } from '../company.ts';
import { globalId, manyPeople } from '../people.ts';

/** What only administrators of the installation may do. */
const ADMINISTRATORS = who({ OK: ['installation'] }, 'FORBIDDEN');

export const installationChanges: ChangeRows = {
  updateInstallation: {
    of: 'the installation',
    input: () => ({ welcome: 'Tea is ready.' }),
    may: ADMINISTRATORS,
  },
  'appointAdministrator(userId:)': {
    of: 'the person',
    own: 'row',
    input: ({ self }) => ({ userId: self.id }),
    may: ADMINISTRATORS,
  },
  'dismissAdministrator(userId:)': {
    of: 'another administrator',
    input: async ({ stage, installation }) => {
      const [other] = await manyPeople(stage, 1);
      const userId = other?.id ?? '';
      await change(installation, 'appointAdministrator', { userId });
      return { userId };
    },
    may: ADMINISTRATORS,
  },
};

const departmentOf = ({ installation }: Company) =>
  change(installation, 'createDepartment', { name: randomUUID() });
const position = async (company: Company): Promise<string> => {
  const { installation, stage } = company;
  const departmentId = await departmentOf(company);
  const people = await manyPeople(stage, 1);
  const userIds = people.map(({ id }) => id);
  await change(installation, 'addDepartmentMembers', { departmentId, userIds });
  const { id } = await stage.backend.db.departmentMember.findFirstOrThrow({
    where: { departmentId: uuidOf(departmentId) },
  });
  return globalId('DepartmentMember', id);
};
/** An administrator may; the id is of something in the organisation. */
const managed = (of: string, input: (company: Company) => Promise<object>): ChangeRow => ({
  of,
  input,
  may: ADMINISTRATORS,
});

export const organisationChanges: ChangeRows = {
  'createDepartment(parentId:)': managed('a department', async ({ department }) => ({
    name: randomUUID(),
    parentId: department,
  })),
  'renameDepartment(departmentId:)': managed('a department', async ({ department }) => ({
    departmentId: department,
    name: randomUUID(),
  })),
  'moveDepartment(departmentId:)': managed('a department', async (company) => ({
    departmentId: await departmentOf(company),
  })),
  'moveDepartment(parentId:)': managed('another department', async (company) => ({
    departmentId: await departmentOf(company),
    parentId: company.department,
  })),
  'moveDepartment(beforeId:)': managed('another department', async (company) => ({
    departmentId: await departmentOf(company),
    beforeId: company.department,
  })),
  'deleteDepartment(departmentId:)': managed('a department', async (company) => ({
    departmentId: await departmentOf(company),
  })),
  'deleteDepartment(moveToId:)': managed('another department', async (company) => ({
    departmentId: await departmentOf(company),
    moveToId: company.department,
  })),
  'addDepartmentMembers(departmentId:)': managed('a department', async (company) => ({
    departmentId: await departmentOf(company),
    userIds: [company.self.id],
  })),
  'addDepartmentMembers(userIds:)': managed('the person', async (company) => ({
    departmentId: await departmentOf(company),
    userIds: [company.self.id],
  })),
  'updateDepartmentMember(memberId:)': managed('a position', async (company) => ({
    memberId: await position(company),
    title: 'Tea master',
  })),
  'removeDepartmentMember(memberId:)': managed('a position', async (company) => ({
    memberId: await position(company),
  })),
};
