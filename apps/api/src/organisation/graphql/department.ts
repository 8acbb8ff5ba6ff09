import type { Department as DepartmentRow } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost } from '../../graphql/limits.ts';
import { idField, Node, registerNode } from '../../graphql/nodes.ts';
import { keysetConnection, offsetConnection } from '../../graphql/pages.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { requireDepartment, requireDepartmentMember, seesOrganisation } from '../access.ts';
import { listDepartment } from '../roster.ts';
import { POSITIONS_MAX } from '../service/members.ts';
import { countPeople, DEPTH_MAX, pathsOf } from '../tree.ts';

export const Department = builder.prismaObject('Department', {
  description:
    'A part of the organisation. Seen by whoever has a position in the organisation, and by administrators.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('Department')),
    departmentName: t.exposeString('name', {
      description: '1 to 50 characters; differs among siblings without regard to case.',
    }),
  }),
});
registerNode('Department', requireDepartment);

export const DepartmentMember = builder.prismaObject('DepartmentMember', {
  description: 'Somebody’s position in a department.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('DepartmentMember')),
    // Not by way of the position's row: it may be gone before its account is read, and an account never is.
    user: t.loadable({
      type: User,
      description: 'Who.',
      load: async (ids: string[], { backend }: Context) => {
        const accounts = await backend.db.account.findMany({ where: { id: { in: ids } } });
        return ids.map(
          (id) => accounts.find((one) => one.id === id) ?? new NotFoundError('person'),
        );
      },
      resolve: ({ accountId }) => accountId,
    }),
    department: t.loadable({
      type: Department,
      description: 'Where.',
      load: async (ids: string[], { backend }: Context) => {
        const rows = await backend.db.department.findMany({ where: { id: { in: ids } } });
        return ids.map(
          (id) => rows.find((one) => one.id === id) ?? new NotFoundError('department'),
        );
      },
      resolve: ({ departmentId }) => departmentId,
    }),
    title: t.exposeString('title', {
      description: 'What they are there, at most 50 characters; may be empty.',
    }),
    head: t.exposeBoolean('head', {
      description: 'Whether they lead the department. There may be several who do, or none.',
    }),
    primary: t.exposeBoolean('primary', {
      description: 'Whether it is the first to be named of the person’s positions. One of them is.',
    }),
  }),
});
registerNode('DepartmentMember', requireDepartmentMember);

/** The departments below a parent, or at the top, in their order. */
export const siblings = (
  { backend }: Context,
  parentId: string | null,
  args: Parameters<typeof offsetConnection>[0],
) =>
  keysetConnection({
    args,
    key: (department: DepartmentRow) => `${department.place}`,
    form: /^\d{1,9}$/,
    load: ({ after, before, limit, inverted }) =>
      backend.db.department.findMany({
        where: { parentId, place: { gt: numberOf(after), lt: numberOf(before) } },
        orderBy: { place: inverted ? 'desc' : 'asc' },
        take: limit,
      }),
  });

const numberOf = (key: string | undefined) => (key === undefined ? undefined : Number(key));

builder.prismaObjectFields('Department', (t) => ({
  path: t.loadableList({
    type: Department,
    description: `The departments above it, from the top; at most ${DEPTH_MAX - 1}.`,
    complexity: { field: 1, multiplier: DEPTH_MAX },
    load: async (ids: string[], { backend }: Context) => {
      const paths = await pathsOf(backend, ids);
      return ids.map((id) => paths.get(id)?.slice(0, -1) ?? []);
    },
    resolve: ({ id }) => id,
  }),
  children: t.connection({
    type: Department,
    description: 'The departments directly below it, in the order that administrators gave them.',
    complexity: pageCost,
    resolve: ({ id }, args, context) => siblings(context, id, args),
  }),
  people: t.connection({
    type: DepartmentMember,
    description:
      'Who is in the department itself: those who lead it first, then by title, those without one last, then by name.',
    complexity: pageCost,
    resolve: ({ id }, args, { backend }) =>
      offsetConnection(args, (page) => listDepartment(backend, id, page)),
  }),
  memberCount: t.loadable({
    type: 'Int',
    description: 'How many people there are in it and in all that is below; each counts once.',
    load: async (ids: string[], { backend }: Context) => {
      const counts = await countPeople(backend, ids);
      return ids.map((id) => counts.get(id) ?? 0);
    },
    resolve: ({ id }) => id,
  }),
}));

builder.prismaObjectFields('Account', (t) => ({
  positions: t.loadableList({
    type: DepartmentMember,
    description: `What the person is in the organisation, the primary position first; at most ${POSITIONS_MAX}. Empty for a viewer who may not see the organisation. Depends on the viewer.`,
    complexity: { field: 1, multiplier: POSITIONS_MAX },
    load: async (accountIds: string[], context: Context) => {
      const { backend } = context;
      if (!(await seesOrganisation(backend, requireViewer(context))))
        return accountIds.map(() => []);
      const rows = await backend.db.departmentMember.findMany({
        where: { accountId: { in: accountIds } },
        orderBy: [{ primary: 'desc' }, { id: 'asc' }],
      });
      return accountIds.map((id) => rows.filter(({ accountId }) => accountId === id));
    },
    resolve: ({ id }) => id,
  }),
}));
