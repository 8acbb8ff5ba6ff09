import type { Account } from '@teahouse/db/client';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { pageCost } from '../../graphql/limits.ts';
import { requireId } from '../../graphql/nodes.ts';
import { keysetConnection } from '../../graphql/pages.ts';
import { UUID_FORM } from '../../graphql/scalars.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { isAdministrator } from '../../platform/viewer.ts';
import { LastAdministratorError } from '../errors.ts';
import { appointAdministrator, dismissAdministrator } from '../service/administrators.ts';
import { User } from './user.ts';
import { Viewer } from './viewer.ts';

builder.objectType(LastAdministratorError, {
  name: 'LastAdministratorError',
  description: 'Nobody else runs the installation. Appoint another administrator first.',
  interfaces: [ErrorInterface],
});

builder.objectField(Viewer, 'administrator', (t) =>
  t.boolean({
    description:
      'Whether the caller runs this installation: sets it up, and manages its organisation.',
    resolve: ({ accountId }, _args, { backend }) => isAdministrator(backend, accountId),
  }),
);

builder.queryField('administrators', (t) =>
  t.connection({
    type: User,
    authScopes: { administrator: true },
    description: 'Those who run this installation, by id. Administrators only.',
    complexity: pageCost,
    resolve: (_root, args, { backend }) =>
      keysetConnection({
        args,
        key: (account: Account) => account.id,
        form: UUID_FORM,
        load: ({ after, before, limit, inverted }) =>
          backend.db.account.findMany({
            where: { administration: { isNot: null }, id: { gt: after, lt: before } },
            orderBy: { id: inverted ? 'desc' : 'asc' },
            take: limit,
          }),
      }),
  }),
);

const userId = { required: true, description: 'A `User`.' } as const;
const AppointAdministratorInput = builder.inputType('AppointAdministratorInput', {
  description: 'Who is to run the installation as well.',
  fields: (t) => ({ userId: t.id(userId) }),
});
const DismissAdministratorInput = builder.inputType('DismissAdministratorInput', {
  description: 'Who is to run it no more.',
  fields: (t) => ({ userId: t.id(userId) }),
});

const userPayload = (name: string, description: string) =>
  builder.objectRef<Account>(name).implement({
    description,
    fields: (t) => ({
      user: t.field({ type: User, description: 'Who.', resolve: (account) => account }),
    }),
  });
const AppointAdministratorPayload = userPayload(
  'AppointAdministratorPayload',
  'They run the installation.',
);
const DismissAdministratorPayload = userPayload(
  'DismissAdministratorPayload',
  'They do not run the installation.',
);

builder.mutationFields((t) => ({
  appointAdministrator: t.field({
    type: AppointAdministratorPayload,
    authScopes: { administrator: true },
    description:
      'Lets somebody run the installation as well; nothing happens where they do. Administrators only.',
    errors: { types: [NotFoundError] },
    args: {
      input: t.arg({ type: AppointAdministratorInput, required: true, description: 'Whom.' }),
    },
    resolve: (_root, { input }, context) =>
      appointAdministrator(
        context.backend,
        requireViewer(context),
        requireId('User', input.userId, 'person'),
      ),
  }),
  dismissAdministrator: t.field({
    type: DismissAdministratorPayload,
    authScopes: { administrator: true },
    description:
      'Takes it from somebody, perhaps the caller, that they run the installation. It holds from their next request on, on all of their devices. Administrators only.',
    errors: { types: [NotFoundError, LastAdministratorError] },
    args: {
      input: t.arg({ type: DismissAdministratorInput, required: true, description: 'Whom.' }),
    },
    resolve: (_root, { input }, context) =>
      dismissAdministrator(
        context.backend,
        requireViewer(context),
        requireId('User', input.userId, 'person'),
      ),
  }),
}));

const EVENTS = {
  AdministratorAppointed:
    'Somebody runs the installation as well. Account stream of every administrator, theirs included.',
  AdministratorDismissed:
    'Somebody does not run the installation any more. Account stream of every administrator, and theirs.',
} as const;

for (const kind of Object.keys(EVENTS) as (keyof typeof EVENTS)[])
  builder.objectFields(loggedEvent(kind, EVENTS[kind]), (t) => ({
    user: t.prismaField({
      type: User,
      description: 'Who.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: event.payload.accountId } }),
    }),
    viewer: t.field({
      type: Viewer,
      description: 'The caller, with `administrator` as it is now. Depends on the viewer.',
      resolve: (_event, _args, context) => requireViewer(context),
    }),
  }));
