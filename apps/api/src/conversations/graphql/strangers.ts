import { User } from '../../accounts/graphql/user.ts';
import { AccountDeletedError } from '../../contacts/errors.ts';
import { CONTACT_ERRORS } from '../../contacts/graphql/errors.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { hintEvent, loggedEvent } from '../../graphql/events.ts';
import { requireId } from '../../graphql/nodes.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { StrangerLimitError } from '../errors.ts';
import { acceptConversation } from '../service.ts';
import { standingsOf, unreachableAmong } from '../strangers.ts';
import { conversationPayload } from './conversation.ts';

builder.objectType(StrangerLimitError, {
  name: 'StrangerLimitError',
  description:
    'The caller has written to somebody who is neither a friend nor a colleague, and waits to be answered or accepted. Becoming friends ends it as well.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    users: t.field({
      type: [User],
      description: 'Whose answer it takes.',
      resolve: (error) => error.accounts,
    }),
  }),
});

/** What may stand between two people when one does something that the other hears of. */
export const REACHING_ERRORS = [...CONTACT_ERRORS, StrangerLimitError, AccountDeletedError];

const StrangerState = builder.enumType('StrangerState', {
  description: 'How far two people who are neither friends nor colleagues have come in writing.',
  values: {
    NEW: {
      description:
        'Nobody has written since they are strangers. The viewer may send one message, if the other lets themselves be reached.',
    },
    SENT: {
      description: 'The viewer has written, and may go on once they are answered or accepted.',
    },
    RECEIVED: {
      description:
        'The other has written and waits. Answering, or `acceptConversation`, lets both go on.',
    },
    ACCEPTED: {
      description: 'Both write, at most STRANGER_MESSAGES_PER_MINUTE (3) messages a minute each.',
    },
  } as const,
});

builder.prismaObjectField('Account', 'strangerState', (t) =>
  t.loadable({
    type: StrangerState,
    nullable: true,
    description:
      'How far the viewer and this person have come as strangers; null for friends, colleagues and oneself, between whom nothing of that kind stands. Depends on the viewer.',
    load: async (accountIds: string[], context: Context) => {
      const { accountId } = requireViewer(context);
      const standings = await standingsOf(context.backend, accountId, accountIds);
      return accountIds.map((id) => {
        const standing = standings.get(id);
        return id === accountId || !standing || standing === 'NEAR' ? null : standing;
      });
    },
    resolve: (account) => account.id,
  }),
);

const UnreachableReason = builder.enumType('UnreachableReason', {
  description: 'Why nothing that is written to a person would be taken.',
  values: {
    STRANGERS_CLOSED: {
      description: 'The administrators let only friends and colleagues write to each other.',
    },
    DELETED: { description: 'The person has deleted their account.' },
    REFUSED: {
      description:
        'The person does not let the viewer reach them, or there is a block between the two; which it is, is not told.',
    },
  } as const,
});

builder.prismaObjectField('Account', 'unreachable', (t) =>
  t.loadable({
    type: UnreachableReason,
    nullable: true,
    description:
      'Why the viewer need not begin to write to this person; null where a message would be taken, or is refused for what has been written before: see `strangerState`. `ReachChanged` says when to ask again. Depends on the viewer.',
    load: async (accountIds: string[], context: Context) => {
      const { accountId } = requireViewer(context);
      const { backend } = context;
      const standings = await standingsOf(backend, accountId, accountIds);
      const reasons = await unreachableAmong(backend, backend, accountId, standings);
      return accountIds.map((id) => reasons.get(id) ?? null);
    },
    resolve: (account) => account.id,
  }),
);

const AcceptConversationInput = builder.inputType('AcceptConversationInput', {
  description: 'Whom to let go on writing.',
  fields: (t) => ({
    conversationId: t.id({
      required: true,
      description: 'A direct `Conversation`, in which somebody who is no friend has written.',
    }),
  }),
});
const AcceptConversationPayload = conversationPayload(
  'AcceptConversationPayload',
  'Both may write.',
);

builder.mutationField('acceptConversation', (t) =>
  t.field({
    type: AcceptConversationPayload,
    authScopes: { signedIn: true },
    description:
      'Lets somebody who is neither a friend nor a colleague go on writing, as an answer would. Does nothing where nobody waits for it.',
    errors: { types: [NotFoundError] },
    args: {
      input: t.arg({ type: AcceptConversationInput, required: true, description: 'Where.' }),
    },
    resolve: (_root, { input }, context) =>
      acceptConversation(
        context.backend,
        requireViewer(context),
        requireId('Conversation', input.conversationId, 'conversation'),
      ),
  }),
);

builder.objectFields(
  loggedEvent(
    'ApproachChanged',
    'One of two people who are no friends has written to the other for the first time, or has answered or accepted. Account stream of both.',
  ),
  (t) => ({
    user: t.prismaField({
      type: User,
      description: 'The other person, with `strangerState` as it is now.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: event.payload.accountId } }),
    }),
  }),
);

hintEvent(
  'ReachChanged',
  'Whom the caller may write to may have changed: somebody with whom they have a conversation of two has chosen anew who reaches them, or the administrators have opened or closed the house to strangers. Not logged: ask again for `unreachable` of whom is shown, and after a reconnect.',
);
