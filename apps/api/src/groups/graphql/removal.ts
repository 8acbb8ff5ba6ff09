import { conversationPayload } from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { requireId } from '../../graphql/nodes.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { RoleRequiredError } from '../errors.ts';
import { dissolveGroup, removeMembers, unbanFromGroup } from '../service/removal.ts';

const conversationId = { required: true, description: 'A group.' } as const;

const RemoveMembersInput = builder.inputType('RemoveMembersInput', {
  description: 'Whom to remove from a group.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    userIds: t.idList({
      required: true,
      description: 'At most 100. Those who are no members are passed over, or only banned.',
    }),
    ban: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whether to keep them from coming back.',
    }),
  }),
});
const UnbanFromGroupInput = builder.inputType('UnbanFromGroupInput', {
  description: 'Who may come back.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    userId: t.id({ required: true, description: 'Somebody who is banned.' }),
  }),
});
const DissolveGroupInput = builder.inputType('DissolveGroupInput', {
  description: 'A group to end.',
  fields: (t) => ({ conversationId: t.id(conversationId) }),
});

const RemoveMembersPayload = conversationPayload(
  'RemoveMembersPayload',
  'They are no members any more.',
);
const UnbanFromGroupPayload = conversationPayload('UnbanFromGroupPayload', 'They may come back.');
const DissolveGroupPayload = builder
  .objectRef<{ conversationId: string }>('DissolveGroupPayload')
  .implement({
    description: 'The group is no more, and has no members.',
    fields: (t) => ({
      conversationId: t.exposeID('conversationId', { description: 'The group that was.' }),
    }),
  });

builder.mutationFields((t) => ({
  removeMembers: t.field({
    type: RemoveMembersPayload,
    authScopes: { signedIn: true },
    description:
      'Removes people from a group, at once and on every device. For its owner and administrators; administrators remove plain members only.',
    errors: { types: [NotFoundError, InvalidFieldError, RoleRequiredError] },
    args: { input: t.arg({ type: RemoveMembersInput, required: true, description: 'Whom.' }) },
    resolve: (_root, { input }, context) =>
      removeMembers(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        accountIds: input.userIds.map((id) => requireId('User', id, 'person')),
        ban: input.ban,
      }),
  }),
  unbanFromGroup: t.field({
    type: UnbanFromGroupPayload,
    authScopes: { signedIn: true },
    description:
      'Lets somebody come back who was banned, by the ways in which anybody comes. For the owner and administrators.',
    errors: { types: [NotFoundError, RoleRequiredError] },
    args: { input: t.arg({ type: UnbanFromGroupInput, required: true, description: 'Whom.' }) },
    resolve: (_root, { input }, context) =>
      unbanFromGroup(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        accountId: requireId('User', input.userId, 'person'),
      }),
  }),
  dissolveGroup: t.field({
    type: DissolveGroupPayload,
    authScopes: { signedIn: true },
    description:
      'Ends a group for everybody, at once and on every device. What was said in it cannot be seen any more. For the owner.',
    errors: { types: [NotFoundError, RoleRequiredError] },
    args: { input: t.arg({ type: DissolveGroupInput, required: true, description: 'Which.' }) },
    resolve: async (_root, { input }, context) => {
      const id = requireId('Conversation', input.conversationId, 'group');
      await dissolveGroup(context.backend, requireViewer(context), id);
      return { conversationId: input.conversationId };
    },
  }),
}));
