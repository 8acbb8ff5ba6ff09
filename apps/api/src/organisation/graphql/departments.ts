import type { Department as DepartmentRow } from '@teahouse/db/client';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { requireId } from '../../graphql/nodes.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import {
  DepartmentBelowItselfError,
  DepartmentNameTakenError,
  DepartmentNotEmptyError,
  DepartmentTooDeepError,
} from '../errors.ts';
import {
  createDepartment,
  deleteDepartment,
  moveDepartment,
  renameDepartment,
} from '../service/departments.ts';
import { Department } from './department.ts';

builder.objectType(DepartmentNameTakenError, {
  name: 'DepartmentNameTakenError',
  description: 'Another department in the same place has this name, without regard to case.',
  interfaces: [ErrorInterface],
});

builder.objectType(DepartmentTooDeepError, {
  name: 'DepartmentTooDeepError',
  description: 'The department, or one that it brings, would lie too many levels deep.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'How many levels there may be.' }),
  }),
});

builder.objectType(DepartmentBelowItselfError, {
  name: 'DepartmentBelowItselfError',
  description: 'The department would come to lie below itself.',
  interfaces: [ErrorInterface],
});

builder.objectType(DepartmentNotEmptyError, {
  name: 'DepartmentNotEmptyError',
  description: 'There are departments or people in it, and nobody said where they go.',
  interfaces: [ErrorInterface],
});

const departmentId = { required: true, description: 'A `Department`.' } as const;
const departmentName = {
  required: true,
  description: '1 to 50 characters; no sibling has it, without regard to case.',
} as const;

const CreateDepartmentInput = builder.inputType('CreateDepartmentInput', {
  description: 'A new department.',
  fields: (t) => ({
    name: t.string(departmentName),
    parentId: t.id({ description: 'Below which one; null or left out: at the top.' }),
  }),
});
const RenameDepartmentInput = builder.inputType('RenameDepartmentInput', {
  description: 'What a department is to be called.',
  fields: (t) => ({ departmentId: t.id(departmentId), name: t.string(departmentName) }),
});
const MoveDepartmentInput = builder.inputType('MoveDepartmentInput', {
  description: 'Where a department is to be, with all that is below it.',
  fields: (t) => ({
    departmentId: t.id(departmentId),
    parentId: t.id({ description: 'Below which one; null or left out: at the top.' }),
    beforeId: t.id({
      description: 'Before which of those there; null, left out, or not among them: last.',
    }),
  }),
});
const DeleteDepartmentInput = builder.inputType('DeleteDepartmentInput', {
  description: 'A department that is no more.',
  fields: (t) => ({
    departmentId: t.id(departmentId),
    moveToId: t.id({
      description:
        'The department to which everything in it goes; null or left out: it has to be empty.',
    }),
  }),
});

const departmentPayload = (name: string, description: string) =>
  builder.objectRef<DepartmentRow>(name).implement({
    description,
    fields: (t) => ({
      department: t.field({
        type: Department,
        description: 'As it is now.',
        resolve: (department) => department,
      }),
    }),
  });
const CreateDepartmentPayload = departmentPayload('CreateDepartmentPayload', 'It is there.');
const RenameDepartmentPayload = departmentPayload('RenameDepartmentPayload', 'It is called so.');
const MoveDepartmentPayload = departmentPayload('MoveDepartmentPayload', 'It is there now.');
const DeleteDepartmentPayload = builder
  .objectRef<{ departmentId: string }>('DeleteDepartmentPayload')
  .implement({
    description: 'The department is no more.',
    fields: (t) => ({
      departmentId: t.exposeID('departmentId', { description: 'Which it was.' }),
    }),
  });

const MISTAKES = [NotFoundError, DepartmentNameTakenError];
const toDepartment = (id: string) => requireId('Department', id, 'department');
const perhaps = (id: string | null | undefined) => (id == null ? null : toDepartment(id));

builder.mutationFields((t) => ({
  createDepartment: t.field({
    type: CreateDepartmentPayload,
    authScopes: { administrator: true },
    description: 'Makes a department, the last among its siblings. Administrators only.',
    errors: {
      types: [...MISTAKES, InvalidFieldError, LimitReachedError, DepartmentTooDeepError],
    },
    args: { input: t.arg({ type: CreateDepartmentInput, required: true, description: 'It.' }) },
    resolve: (_root, { input }, context) =>
      createDepartment(context.backend, requireViewer(context), {
        name: input.name,
        parentId: perhaps(input.parentId),
      }),
  }),
  renameDepartment: t.field({
    type: RenameDepartmentPayload,
    authScopes: { administrator: true },
    description: 'Calls a department something else. Administrators only.',
    errors: { types: [...MISTAKES, InvalidFieldError] },
    args: { input: t.arg({ type: RenameDepartmentInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      renameDepartment(context.backend, requireViewer(context), {
        departmentId: toDepartment(input.departmentId),
        name: input.name,
      }),
  }),
  moveDepartment: t.field({
    type: MoveDepartmentPayload,
    authScopes: { administrator: true },
    description:
      'Puts a department elsewhere in the tree, or elsewhere among its siblings. Administrators only.',
    errors: { types: [...MISTAKES, DepartmentTooDeepError, DepartmentBelowItselfError] },
    args: { input: t.arg({ type: MoveDepartmentInput, required: true, description: 'Where.' }) },
    resolve: (_root, { input }, context) =>
      moveDepartment(context.backend, requireViewer(context), {
        departmentId: toDepartment(input.departmentId),
        parentId: perhaps(input.parentId),
        beforeId: perhaps(input.beforeId),
      }),
  }),
  deleteDepartment: t.field({
    type: DeleteDepartmentPayload,
    authScopes: { administrator: true },
    description:
      'Takes a department away. The people and departments in it go to another one, or there are none. Administrators only.',
    errors: {
      types: [
        ...MISTAKES,
        DepartmentTooDeepError,
        DepartmentBelowItselfError,
        DepartmentNotEmptyError,
      ],
    },
    args: { input: t.arg({ type: DeleteDepartmentInput, required: true, description: 'Which.' }) },
    resolve: async (_root, { input }, context) => {
      await deleteDepartment(context.backend, requireViewer(context), {
        departmentId: toDepartment(input.departmentId),
        moveToId: perhaps(input.moveToId),
      });
      return { departmentId: input.departmentId };
    },
  }),
}));
