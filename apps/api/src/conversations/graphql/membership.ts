import type { Conversation as ConversationRow } from '@teahouse/db/client';
import { NotFriendsError, OwnAccountError } from '../../contacts/errors.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { requireId } from '../../graphql/nodes.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { RoleRequiredError } from '../errors.ts';
import {
  addMembers,
  createGroup,
  leaveGroup,
  openDirectConversation,
  startTyping,
} from '../service.ts';
import { Conversation, MemberRole } from './conversation.ts';

builder.objectType(RoleRequiredError, {
  name: 'RoleRequiredError',
  description: 'The caller’s role in the group does not allow this.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    roles: t.field({
      type: [MemberRole],
      description: 'The roles that may.',
      resolve: (error) => error.roles,
    }),
  }),
});

const conversationId = { required: true, description: 'A `Conversation`.' } as const;

const OpenDirectConversationInput = builder.inputType('OpenDirectConversationInput', {
  description: 'Whom to talk to.',
  fields: (t) => ({ userId: t.id({ required: true, description: 'A friend.' }) }),
});
const CreateGroupInput = builder.inputType('CreateGroupInput', {
  description: 'A new group.',
  fields: (t) => ({
    name: t.string({ required: true, description: '1 to 50 characters.' }),
    userIds: t.idList({
      required: true,
      description: 'Friends to begin with, at least one. The caller becomes the owner.',
    }),
  }),
});
const AddMembersInput = builder.inputType('AddMembersInput', {
  description: 'Whom to add to a group.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    userIds: t.idList({
      required: true,
      description: 'Friends of the caller. Those who are members already are passed over.',
    }),
  }),
});
const LeaveGroupInput = builder.inputType('LeaveGroupInput', {
  description: 'A group to leave.',
  fields: (t) => ({ conversationId: t.id(conversationId) }),
});
const StartTypingInput = builder.inputType('StartTypingInput', {
  description: 'Where the caller is typing.',
  fields: (t) => ({ conversationId: t.id(conversationId) }),
});

export const conversationPayload = (name: string, description: string) =>
  builder.objectRef<ConversationRow>(name).implement({
    description,
    fields: (t) => ({
      conversation: t.field({
        type: Conversation,
        description: 'The conversation as it stands now.',
        resolve: (conversation) => conversation,
      }),
    }),
  });
const OpenDirectConversationPayload = conversationPayload(
  'OpenDirectConversationPayload',
  'The conversation of the two, new or not.',
);
const CreateGroupPayload = conversationPayload('CreateGroupPayload', 'The group is made.');
const AddMembersPayload = conversationPayload('AddMembersPayload', 'The people are members.');
const LeaveGroupPayload = builder
  .objectRef<{ conversationId: string }>('LeaveGroupPayload')
  .implement({
    description: 'The caller is no member any more.',
    fields: (t) => ({
      conversationId: t.exposeID('conversationId', { description: 'The group that was left.' }),
    }),
  });
const StartTypingPayload = builder.objectRef<{ expiresAt: Date }>('StartTypingPayload').implement({
  description: 'The other members have been told.',
  fields: (t) => ({
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'Until when it shows; say it again before, while typing goes on.',
    }),
  }),
});

const userIds = (ids: readonly string[]) => ids.map((id) => requireId('User', id, 'person'));

builder.mutationFields((t) => ({
  openDirectConversation: t.field({
    type: OpenDirectConversationPayload,
    authScopes: { signedIn: true },
    description: 'The conversation with a friend; made when there is none yet.',
    errors: { types: [NotFoundError, OwnAccountError, NotFriendsError] },
    args: {
      input: t.arg({ type: OpenDirectConversationInput, required: true, description: 'Who.' }),
    },
    resolve: (_root, { input }, context) =>
      openDirectConversation(
        context.backend,
        requireViewer(context),
        requireId('User', input.userId, 'person'),
      ),
  }),
  createGroup: t.field({
    type: CreateGroupPayload,
    authScopes: { signedIn: true },
    description: 'Makes a group of the caller and some friends.',
    errors: { types: [NotFoundError, InvalidFieldError, NotFriendsError] },
    args: { input: t.arg({ type: CreateGroupInput, required: true, description: 'Group.' }) },
    resolve: (_root, { input }, context) =>
      createGroup(context.backend, requireViewer(context), {
        name: input.name,
        accountIds: userIds(input.userIds),
      }),
  }),
  addMembers: t.field({
    type: AddMembersPayload,
    authScopes: { signedIn: true },
    description: 'Adds friends to a group. They see what is said from then on.',
    errors: { types: [NotFoundError, InvalidFieldError, NotFriendsError, RoleRequiredError] },
    args: { input: t.arg({ type: AddMembersInput, required: true, description: 'Whom.' }) },
    resolve: (_root, { input }, context) =>
      addMembers(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        accountIds: userIds(input.userIds),
      }),
  }),
  leaveGroup: t.field({
    type: LeaveGroupPayload,
    authScopes: { signedIn: true },
    description:
      'Leaves a group, at once and on every device. An owner’s place goes to an administrator, or to the oldest member.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: LeaveGroupInput, required: true, description: 'Which.' }) },
    resolve: async (_root, { input }, context) => {
      const id = requireId('Conversation', input.conversationId, 'group');
      await leaveGroup(context.backend, requireViewer(context), id);
      return { conversationId: input.conversationId };
    },
  }),
  startTyping: t.field({
    type: StartTypingPayload,
    authScopes: { signedIn: true },
    description: 'Shows the other members that the caller is typing, for a few seconds.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: StartTypingInput, required: true, description: 'Where.' }) },
    resolve: async (_root, { input }, context) => {
      const id = requireId('Conversation', input.conversationId, 'conversation');
      return { expiresAt: await startTyping(context.backend, requireViewer(context), id) };
    },
  }),
}));
