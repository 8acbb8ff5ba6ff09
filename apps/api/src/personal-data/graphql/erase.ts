import { FreshSignInRequiredError, LastAdministratorError } from '../../accounts/errors.ts';
import { User } from '../../accounts/graphql/user.ts';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { isLastAdministrator } from '../../accounts/service/administrators.ts';
import { Conversation } from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { pageCost, QUERY_COST } from '../../graphql/limits.ts';
import { toGlobalId } from '../../graphql/nodes.ts';
import { newestFirst } from '../../graphql/pages.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import { deleteAccount } from '../service/erase.ts';
import { listSuccessions, type Succession } from '../service/erase-successions.ts';

const GroupSuccession = builder.objectRef<Succession>('GroupSuccession').implement({
  description: 'What would become of a group of the viewer’s if they left it.',
  fields: (t) => ({
    group: t.field({
      type: Conversation,
      description: 'The group, which the viewer owns.',
      resolve: ({ group }) => group,
    }),
    successor: t.field({
      type: User,
      nullable: true,
      description:
        'Who would own it: of the administrators, or else of the members, whoever has been in it longest. Null: nobody else is in it, and it would be dissolved.',
      resolve: ({ successor }) => successor,
    }),
  }),
});

builder.objectFields(Viewer, (t) => ({
  lastAdministrator: t.boolean({
    description:
      'Whether the viewer is the only one who runs the installation while others have accounts. They appoint another administrator before they delete theirs.',
    complexity: QUERY_COST,
    resolve: ({ accountId }, _args, { backend }) => isLastAdministrator(backend, accountId),
  }),
  groupSuccessions: t.connection({
    type: GroupSuccession,
    description:
      'The groups that the viewer owns, the newest first, and whose each would be after them.',
    complexity: pageCost,
    resolve: (viewer, args, { backend }) =>
      newestFirst(args, (page) => listSuccessions(backend, viewer, page)),
  }),
}));

const DeleteAccountInput = builder.inputType('DeleteAccountInput', {
  description: 'The account to delete, in the caller’s own words.',
  fields: (t) => ({
    username: t.string({
      required: true,
      description: 'The caller’s username, typed by them; without regard to case.',
    }),
  }),
});

const DeleteAccountPayload = builder
  .objectRef<{ accountId: string }>('DeleteAccountPayload')
  .implement({
    description:
      'The account is closed, and every device of it signed out, the asking one included.',
    fields: (t) => ({
      userId: t.id({
        description: 'The `User` that nobody is behind any more.',
        resolve: ({ accountId }) => toGlobalId('User', accountId),
      }),
    }),
  });

builder.mutationField('deleteAccount', (t) =>
  t.field({
    type: DeleteAccountPayload,
    authScopes: { signedIn: true },
    description:
      'Deletes the caller’s account for good. It is closed at once: nothing opens it, and nobody sees who it was. What the caller wrote to others stays with them, as of a deleted account; everything else of theirs is removed in the background. Their groups pass on as `groupSuccessions` says, and their username is kept from others for USERNAME_CHANGE_DAYS (30). The person must have proved lately who they are. A proven e-mail address gets a last letter, and can be registered with again.',
    errors: { types: [FreshSignInRequiredError, LastAdministratorError, InvalidFieldError] },
    args: {
      input: t.arg({ type: DeleteAccountInput, required: true, description: 'The confirmation.' }),
    },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      await deleteAccount(context.backend, viewer, input.username, context.client.language);
      return { accountId: viewer.accountId };
    },
  }),
);
