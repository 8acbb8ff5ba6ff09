import type {
  DepartmentMember as DepartmentMemberRow,
  Department as DepartmentRow,
} from '@teahouse/db/client';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { requireId, toGlobalId } from '../../graphql/nodes.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import {
  addDepartmentMembers,
  removeDepartmentMember,
  updateDepartmentMember,
} from '../service/members.ts';
import { Department, DepartmentMember } from './department.ts';

const memberId = { required: true, description: 'A `DepartmentMember`.' } as const;

const AddDepartmentMembersInput = builder.inputType('AddDepartmentMembersInput', {
  description: 'People for a department.',
  fields: (t) => ({
    departmentId: t.id({ required: true, description: 'A `Department`.' }),
    userIds: t.idList({ required: true, description: '1 to 100 people.' }),
    title: t.string({ description: 'What each of them is there, at most 50 characters.' }),
  }),
});
const UpdateDepartmentMemberInput = builder.inputType('UpdateDepartmentMemberInput', {
  description: 'What is to be different of somebody’s position. What is left out stays as it is.',
  fields: (t) => ({
    memberId: t.id(memberId),
    title: t.string({ description: 'At most 50 characters; may be empty.' }),
    head: t.boolean({ description: 'Whether they lead the department.' }),
    primary: t.boolean({
      description:
        'True: the primary one of their positions, and no other is. There always is one, so false changes nothing.',
    }),
  }),
});
const RemoveDepartmentMemberInput = builder.inputType('RemoveDepartmentMemberInput', {
  description: 'A position that somebody has no more.',
  fields: (t) => ({ memberId: t.id(memberId) }),
});

const AddDepartmentMembersPayload = builder
  .objectRef<DepartmentRow>('AddDepartmentMembersPayload')
  .implement({
    description: 'They are in the department.',
    fields: (t) => ({
      department: t.field({
        type: Department,
        description: 'As it is now.',
        resolve: (department) => department,
      }),
    }),
  });
const UpdateDepartmentMemberPayload = builder
  .objectRef<DepartmentMemberRow>('UpdateDepartmentMemberPayload')
  .implement({
    description: 'The position is as was asked.',
    fields: (t) => ({
      member: t.field({
        type: DepartmentMember,
        description: 'As it is now.',
        resolve: (member) => member,
      }),
    }),
  });
const RemoveDepartmentMemberPayload = builder
  .objectRef<DepartmentMemberRow>('RemoveDepartmentMemberPayload')
  .implement({
    description: 'They are not in the department any more.',
    fields: (t) => ({
      memberId: t.id({
        description: 'The position that is no more.',
        resolve: ({ id }) => toGlobalId('DepartmentMember', id),
      }),
      department: t.prismaField({
        type: Department,
        description: 'As it is now.',
        resolve: (query, { departmentId }, _args, { backend }) =>
          backend.db.department.findUniqueOrThrow({ ...query, where: { id: departmentId } }),
      }),
    }),
  });

const toMember = (id: string) => requireId('DepartmentMember', id, 'position in a department');

builder.mutationFields((t) => ({
  addDepartmentMembers: t.field({
    type: AddDepartmentMembersPayload,
    authScopes: { administrator: true },
    description:
      'Takes people into a department; those who are in it already stay as they are. Administrators only.',
    errors: { types: [NotFoundError, InvalidFieldError, LimitReachedError] },
    args: {
      input: t.arg({ type: AddDepartmentMembersInput, required: true, description: 'Who.' }),
    },
    resolve: (_root, { input }, context) =>
      addDepartmentMembers(context.backend, requireViewer(context), {
        departmentId: requireId('Department', input.departmentId, 'department'),
        accountIds: input.userIds.map((id) => requireId('User', id, 'person')),
        title: input.title ?? '',
      }),
  }),
  updateDepartmentMember: t.field({
    type: UpdateDepartmentMemberPayload,
    authScopes: { administrator: true },
    description: 'Changes what somebody is in a department. Administrators only.',
    errors: { types: [NotFoundError, InvalidFieldError] },
    args: {
      input: t.arg({ type: UpdateDepartmentMemberInput, required: true, description: 'What.' }),
    },
    resolve: (_root, { input: { memberId, ...changes } }, context) =>
      updateDepartmentMember(context.backend, requireViewer(context), {
        memberId: toMember(memberId),
        ...changes,
      }),
  }),
  removeDepartmentMember: t.field({
    type: RemoveDepartmentMemberPayload,
    authScopes: { administrator: true },
    description: 'Takes somebody out of a department. Administrators only.',
    errors: { types: [NotFoundError] },
    args: {
      input: t.arg({ type: RemoveDepartmentMemberInput, required: true, description: 'Who.' }),
    },
    resolve: (_root, { input }, context) =>
      removeDepartmentMember(context.backend, requireViewer(context), toMember(input.memberId)),
  }),
}));
