import type { Member } from '@teahouse/db/client';
import { conversationPayload } from '../../conversations/graphql/conversation.ts';
import { ConversationMember, MemberRole } from '../../conversations/graphql/member.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { requireId } from '../../graphql/nodes.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { RoleRequiredError } from '../errors.ts';
import { muteAll, muteMember } from '../service/muting.ts';
import { setGroupNickname } from '../service/profile.ts';
import { setMemberRole, transferGroup } from '../service/roles.ts';

const conversationId = { required: true, description: 'A group.' } as const;
const userId = { required: true, description: 'Another member.' } as const;

const SetMemberRoleInput = builder.inputType('SetMemberRoleInput', {
  description: 'Who is to be what.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    userId: t.id(userId),
    role: t.field({
      type: MemberRole,
      required: true,
      description: 'ADMINISTRATOR or MEMBER. The group itself is handed over by `transferGroup`.',
    }),
  }),
});
const TransferGroupInput = builder.inputType('TransferGroupInput', {
  description: 'To whom a group is to belong.',
  fields: (t) => ({ conversationId: t.id(conversationId), userId: t.id(userId) }),
});
const MuteMemberInput = builder.inputType('MuteMemberInput', {
  description: 'Who is not to speak, and until when.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    userId: t.id(userId),
    until: t.field({
      type: 'DateTime',
      description: 'An instant within the coming year; null or left out: they may speak again.',
    }),
  }),
});
const MuteAllInput = builder.inputType('MuteAllInput', {
  description: 'Whether only those who run a group speak.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    muted: t.boolean({
      required: true,
      description: 'True: only the owner and administrators speak. False: everybody.',
    }),
  }),
});
const SetGroupNicknameInput = builder.inputType('SetGroupNicknameInput', {
  description: 'What the caller is called in a group.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    nickname: t.string({
      description: 'At most 30 characters; empty, null or left out: by their own nickname.',
    }),
  }),
});

const memberPayload = (name: string, description: string) =>
  builder.objectRef<Member>(name).implement({
    description,
    fields: (t) => ({
      member: t.field({
        type: ConversationMember,
        description: 'The member as they are now.',
        resolve: (member) => member,
      }),
    }),
  });
const SetMemberRolePayload = memberPayload('SetMemberRolePayload', 'They have the role.');
const TransferGroupPayload = conversationPayload(
  'TransferGroupPayload',
  'The group belongs to them, and the former owner is an administrator.',
);
const MuteMemberPayload = memberPayload(
  'MuteMemberPayload',
  'They may not speak until then, or may again.',
);
const MuteAllPayload = conversationPayload('MuteAllPayload', 'It is as asked for.');
const SetGroupNicknamePayload = memberPayload(
  'SetGroupNicknamePayload',
  'The caller is called so in the group.',
);

builder.mutationFields((t) => ({
  setMemberRole: t.field({
    type: SetMemberRolePayload,
    authScopes: { signedIn: true },
    description: 'Appoints an administrator, or makes one a plain member again. For the owner.',
    errors: { types: [NotFoundError, InvalidFieldError, RoleRequiredError] },
    args: { input: t.arg({ type: SetMemberRoleInput, required: true, description: 'Who.' }) },
    resolve: (_root, { input }, context) =>
      setMemberRole(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        accountId: requireId('User', input.userId, 'person'),
        role: input.role,
      }),
  }),
  transferGroup: t.field({
    type: TransferGroupPayload,
    authScopes: { signedIn: true },
    description: 'Hands a group over to another member. For the owner, who becomes administrator.',
    errors: { types: [NotFoundError, InvalidFieldError, RoleRequiredError] },
    args: { input: t.arg({ type: TransferGroupInput, required: true, description: 'To whom.' }) },
    resolve: (_root, { input }, context) =>
      transferGroup(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        accountId: requireId('User', input.userId, 'person'),
      }),
  }),
  muteMember: t.field({
    type: MuteMemberPayload,
    authScopes: { signedIn: true },
    description:
      'Keeps a member from speaking until an instant, or lets them speak again. For the owner and administrators; administrators mute plain members only.',
    errors: { types: [NotFoundError, InvalidFieldError, RoleRequiredError] },
    args: { input: t.arg({ type: MuteMemberInput, required: true, description: 'Whom.' }) },
    resolve: (_root, { input }, context) =>
      muteMember(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        accountId: requireId('User', input.userId, 'person'),
        until: input.until ?? null,
      }),
  }),
  muteAll: t.field({
    type: MuteAllPayload,
    authScopes: { signedIn: true },
    description:
      'Lets only the owner and administrators of a group speak, or everybody again. For them.',
    errors: { types: [NotFoundError, RoleRequiredError] },
    args: { input: t.arg({ type: MuteAllInput, required: true, description: 'Where.' }) },
    resolve: (_root, { input }, context) =>
      muteAll(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        muted: input.muted,
      }),
  }),
  setGroupNickname: t.field({
    type: SetGroupNicknamePayload,
    authScopes: { signedIn: true },
    description: 'Says what the caller is called in a group, for all of its members.',
    errors: { types: [NotFoundError, InvalidFieldError] },
    args: { input: t.arg({ type: SetGroupNicknameInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      setGroupNickname(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        nickname: input.nickname ?? null,
      }),
  }),
}));
