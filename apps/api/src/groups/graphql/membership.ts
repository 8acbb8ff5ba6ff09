import { CONTACT_ERRORS } from '../../contacts/graphql/errors.ts';
import { conversationPayload } from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { requireId } from '../../graphql/nodes.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import { BannedFromGroupError, RoleRequiredError, TokenRequiredError } from '../errors.ts';
import { addMembers, createGroup, leaveGroup } from '../service/membership.ts';
import { GroupVisibility, JoinPolicy } from './preview.ts';

const conversationId = { required: true, description: 'A group.' } as const;

const CreateGroupInput = builder.inputType('CreateGroupInput', {
  description: 'A new group.',
  fields: (t) => ({
    name: t.string({ required: true, description: '1 to 50 characters.' }),
    userIds: t.idList({
      required: true,
      description: 'Friends to begin with, at least one. The caller becomes the owner.',
    }),
    description: t.string({ description: 'What it is about; at most 500 characters.' }),
    avatarEmoji: t.string({ description: 'One emoji that stands for it.' }),
    visibility: t.field({
      type: GroupVisibility,
      required: true,
      defaultValue: 'PRIVATE',
      description: 'Who can find it.',
    }),
    joinPolicy: t.field({
      type: JoinPolicy,
      required: true,
      defaultValue: 'REQUEST',
      description: 'How people come in while it is public.',
    }),
  }),
});
const AddMembersInput = builder.inputType('AddMembersInput', {
  description: 'Whom to add to a public group.',
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

const userIds = (ids: readonly string[]) => ids.map((id) => requireId('User', id, 'person'));

builder.mutationFields((t) => ({
  createGroup: t.field({
    type: CreateGroupPayload,
    authScopes: { signedIn: true },
    description:
      'Makes a group of the caller and some friends. Private unless told otherwise: people then come in by invitation only.',
    errors: { types: [NotFoundError, InvalidFieldError, LimitReachedError, ...CONTACT_ERRORS] },
    args: { input: t.arg({ type: CreateGroupInput, required: true, description: 'Group.' }) },
    resolve: (_root, { input }, context) =>
      createGroup(context.backend, requireViewer(context), {
        name: input.name,
        description: input.description ?? undefined,
        avatarEmoji: input.avatarEmoji,
        visibility: input.visibility,
        joinPolicy: input.joinPolicy,
        accountIds: userIds(input.userIds),
      }),
  }),
  addMembers: t.field({
    type: AddMembersPayload,
    authScopes: { signedIn: true },
    description:
      'Adds friends to a public group. They see what is said from then on. For its owner and administrators.',
    errors: {
      types: [
        NotFoundError,
        LimitReachedError,
        ...CONTACT_ERRORS,
        RoleRequiredError,
        TokenRequiredError,
        BannedFromGroupError,
      ],
    },
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
      'Leaves a group, at once and on every device. An owner’s place goes to an administrator, or to the oldest member; with the last member the group ends.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: LeaveGroupInput, required: true, description: 'Which.' }) },
    resolve: async (_root, { input }, context) => {
      const id = requireId('Conversation', input.conversationId, 'group');
      await leaveGroup(context.backend, requireViewer(context), id);
      return { conversationId: input.conversationId };
    },
  }),
}));
