import { conversationPayload } from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { requireId } from '../../graphql/nodes.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { RoleRequiredError } from '../errors.ts';
import { updateGroup } from '../service/profile.ts';
import { GroupVisibility, JoinPolicy } from './preview.ts';

const UpdateGroupInput = builder.inputType('UpdateGroupInput', {
  description: 'What is to be different about a group. Left out or null: as it is.',
  fields: (t) => ({
    conversationId: t.id({ required: true, description: 'A group.' }),
    name: t.string({ description: '1 to 50 characters.' }),
    description: t.string({ description: 'What it is about; at most 500 characters.' }),
    avatarEmoji: t.string({
      description: 'One emoji that stands for it. Null, and not merely left out: none.',
    }),
    visibility: t.field({
      type: GroupVisibility,
      description: 'Who can find it. For the owner to say.',
    }),
    joinPolicy: t.field({
      type: JoinPolicy,
      description: 'How people come in while it is public. For the owner to say.',
    }),
    mentionAllRestricted: t.boolean({
      description: 'Whether only the owner and administrators may mention everyone.',
    }),
    forwardingForbidden: t.boolean({
      description: 'Whether what is said in it may be neither forwarded nor saved elsewhere.',
    }),
  }),
});

const UpdateGroupPayload = conversationPayload('UpdateGroupPayload', 'The group is as asked for.');

builder.mutationField('updateGroup', (t) =>
  t.field({
    type: UpdateGroupPayload,
    authScopes: { signedIn: true },
    description:
      'Changes what a group is called, how it shows itself and how it is run. For its owner and administrators.',
    errors: { types: [NotFoundError, InvalidFieldError, RoleRequiredError] },
    args: { input: t.arg({ type: UpdateGroupInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      updateGroup(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        name: input.name ?? undefined,
        description: input.description ?? undefined,
        avatarEmoji: input.avatarEmoji,
        visibility: input.visibility ?? undefined,
        joinPolicy: input.joinPolicy ?? undefined,
        mentionAllRestricted: input.mentionAllRestricted ?? undefined,
        forwardingForbidden: input.forwardingForbidden ?? undefined,
      }),
  }),
);
