import { Viewer } from '../../accounts/graphql/viewer.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { hintEvent, loggedEvent } from '../../graphql/events.ts';
import { pageCost, searchCost } from '../../graphql/limits.ts';
import { toGlobalId } from '../../graphql/nodes.ts';
import { offsetConnection } from '../../graphql/pages.ts';
import { seesOrganisation } from '../access.ts';
import { searchOrganisation } from '../roster.ts';
import { Department, DepartmentMember, siblings } from './department.ts';

/** There is one; whoever holds it may see it. */
const THE_ORGANISATION = { id: '1' };

const Organisation = builder.objectRef<typeof THE_ORGANISATION>('Organisation').implement({
  description: 'The departments of those who use this installation, and who is what in them.',
  fields: (t) => ({
    id: t.id({
      description: 'Global id; there is one organisation.',
      resolve: ({ id }) => toGlobalId('Organisation', id),
    }),
    departments: t.connection({
      type: Department,
      description: 'The departments at the top, in the order that administrators gave them.',
      complexity: pageCost,
      resolve: (_organisation, args, context) => siblings(context, null, args),
    }),
    memberCount: t.int({
      description: 'How many people have a position.',
      resolve: (_organisation, _args, { backend }) =>
        backend.db.departmentMember.count({ where: { primary: true } }),
    }),
    people: t.connection({
      type: DepartmentMember,
      description:
        'People whose nickname, username, title or department contains the words, or whose name is typed so in Latin letters (pinyin), each once, with the position that the words fit; those who are called so first.',
      args: {
        query: t.arg.string({ required: true, description: '1 to 100 characters.' }),
      },
      complexity: searchCost,
      resolve: (_organisation, { query, ...args }, { backend }) =>
        offsetConnection(args, (page) => searchOrganisation(backend, query, page)),
    }),
  }),
});

builder.objectField(Viewer, 'organisation', (t) =>
  t.field({
    type: Organisation,
    nullable: true,
    description:
      'The organisation, for whoever has a position in it, and for administrators; null for everybody else.',
    resolve: async (viewer, _args, { backend }) =>
      (await seesOrganisation(backend, viewer)) ? THE_ORGANISATION : null,
  }),
);

const EVENTS = {
  OrganisationJoined: 'The caller has a position now, and had none. Account stream.',
  OrganisationLeft: 'The caller has no position any more. Account stream.',
} as const;

for (const kind of Object.keys(EVENTS) as (keyof typeof EVENTS)[])
  builder.objectFields(loggedEvent(kind, EVENTS[kind]), (t) => ({
    viewer: t.field({
      type: Viewer,
      description: 'The caller, with `organisation` as it is now. Depends on the viewer.',
      resolve: (_event, _args, context) => requireViewer(context),
    }),
  }));

hintEvent(
  'OrganisationChanged',
  'Departments or positions have changed, which is told to whoever may see them. Not logged: ask again for what is shown, and after a reconnect.',
);
