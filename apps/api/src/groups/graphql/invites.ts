import type { GroupInvite as GroupInviteRow } from '@teahouse/db/client';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { CONTACT_ERRORS } from '../../contacts/graphql/errors.ts';
import { requireMembership } from '../../conversations/access.ts';
import { conversationPayload } from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { pageCost, QUERY_COST } from '../../graphql/limits.ts';
import { idField, Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { newestFirst } from '../../graphql/pages.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import {
  isKnown,
  requireInvite,
  requireInviteByToken,
  runsGroup,
  visibleInvites,
  withOwnPlace,
} from '../access.ts';
import { BannedFromGroupError, InviteUnusableError, RoleRequiredError } from '../errors.ts';
import {
  createInvite,
  declineInvite,
  inviteState,
  inviteToGroup,
  joinByInvite,
  revokeInvite,
} from '../service/invites.ts';
import { GroupPreview } from './preview.ts';

const GroupInviteState = builder.enumType('GroupInviteState', {
  description: 'What has become of an invite.',
  values: {
    OPEN: { description: 'It lets people in.' },
    USED_UP: { description: 'A link that has let in as many as it may.' },
    EXPIRED: { description: 'Its time is over.' },
    REVOKED: { description: 'The owner or an administrator took it back.' },
    DECLINED: { description: 'The person invited said no.' },
    ACCEPTED: { description: 'The person invited has come.' },
  } as const,
});

export const GroupInvite = builder.prismaObject('GroupInvite', {
  description:
    'Lets people into a group: a link that several may use, or an invitation to one person. The owner and administrators see them, whoever made them; so does the person invited. It stays good when the person who made it leaves or no longer runs the group: the others can revoke it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('GroupInvite')),
    token: t.exposeString('token', {
      description:
        'What opens the door: 22 characters. Of a link, whoever has it comes in, so show it to nobody else.',
    }),
    url: t.string({
      description: 'Where the web client asks whether to join: PUBLIC_URL, `/join/` and the token.',
      resolve: ({ token }, _args, { backend }) =>
        `${backend.env.PUBLIC_URL.replace(/\/+$/, '')}/join/${token}`,
    }),
    group: t.field({
      type: GroupPreview,
      nullable: true,
      description:
        'Where it leads. Null once the invite is not open any more, unless the group is public or the viewer is in it. Depends on the viewer.',
      select: (_args, context) => ({
        conversation: { include: withOwnPlace(requireViewer(context)) },
      }),
      resolve: (invite) => {
        const invited = inviteState(invite) === 'OPEN';
        return invited || isKnown(invite.conversation) ? { ...invite.conversation, invited } : null;
      },
    }),
    createdBy: t.relation('createdBy', { description: 'Who made it.' }),
    invitee: t.relation('invitee', {
      nullable: true,
      description: 'The one person who may use it; null for a link.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'From then on it lets nobody in.',
    }),
    maxUses: t.exposeInt('maxUses', {
      nullable: true,
      description: 'How many people it lets in; null when there is no limit, 1 for an invitation.',
    }),
    uses: t.exposeInt('uses', { description: 'How many people have come in by it.' }),
    state: t.field({
      type: GroupInviteState,
      description: 'What has become of it.',
      resolve: (invite) => inviteState(invite),
    }),
  }),
});
registerNode('GroupInvite', requireInvite);

builder.queryField('groupInvite', (t) =>
  t.field({
    type: GroupInvite,
    nullable: true,
    complexity: QUERY_COST,
    authScopes: { signedIn: true },
    description:
      'The invite that a token belongs to, for whoever holds the token. One that does not exist, or that is addressed to somebody else, is a NOT_FOUND error.',
    args: { token: t.arg.string({ required: true, description: 'From the link.' }) },
    resolve: (_root, { token }, context) =>
      requireInviteByToken(context.backend, requireViewer(context), token),
  }),
);

builder.prismaObjectField('Conversation', 'invites', (t) =>
  t.connection({
    type: GroupInvite,
    nullable: true,
    description:
      'Links and invitations into a group, newest first, whatever has become of them. For the owner and administrators; null for everyone else. Depends on the viewer.',
    complexity: pageCost,
    resolve: async ({ id: conversationId }, args, context) => {
      const { backend } = context;
      if (!runsGroup(await requireMembership(backend, requireViewer(context), conversationId)))
        return null;
      return newestFirst(args, ({ id, ...page }) =>
        backend.db.groupInvite.findMany({ ...page, where: { conversationId, id } }),
      );
    },
  }),
);

builder.objectField(Viewer, 'groupInvitations', (t) =>
  t.connection({
    type: GroupInvite,
    description: 'Invitations to the viewer that wait for an answer, newest first.',
    complexity: pageCost,
    resolve: ({ accountId }, args, { backend }) =>
      newestFirst(args, ({ id, ...page }) =>
        backend.db.groupInvite.findMany({
          ...page,
          where: {
            id,
            inviteeId: accountId,
            uses: 0,
            revokedAt: null,
            declinedAt: null,
            expiresAt: { gt: new Date() },
            conversation: { dissolvedAt: null },
          },
        }),
      ),
  }),
);

builder.objectType(InviteUnusableError, {
  name: 'InviteUnusableError',
  description: 'The invite lets nobody in any more.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    reason: t.field({
      type: GroupInviteState,
      description: 'What has become of it. Never OPEN.',
      resolve: (error) => error.reason,
    }),
  }),
});

const conversationId = { required: true, description: 'A group, as a `Conversation`.' } as const;
const inviteId = { required: true, description: 'A `GroupInvite`.' } as const;

const CreateGroupInviteInput = builder.inputType('CreateGroupInviteInput', {
  description: 'A link into a group.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    expiresInHours: t.int({
      required: true,
      defaultValue: 168,
      description: 'For so many hours it is good: 1 to 8760, which is a year.',
    }),
    maxUses: t.int({
      description: 'So many people may use it: 1 to 10,000. No limit when left out.',
    }),
  }),
});
const InviteToGroupInput = builder.inputType('InviteToGroupInput', {
  description: 'Whom to invite into a group.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    userIds: t.idList({
      required: true,
      description: 'Friends of the caller, 1 to 100. Those who are members are passed over.',
    }),
  }),
});
const RevokeGroupInviteInput = builder.inputType('RevokeGroupInviteInput', {
  description: 'An invite to take back.',
  fields: (t) => ({ inviteId: t.id(inviteId) }),
});
const DeclineGroupInviteInput = builder.inputType('DeclineGroupInviteInput', {
  description: 'An invitation to say no to.',
  fields: (t) => ({ inviteId: t.id(inviteId) }),
});
const JoinGroupByInviteInput = builder.inputType('JoinGroupByInviteInput', {
  description: 'A token to come in with.',
  fields: (t) => ({
    token: t.string({ required: true, description: 'Of a link, or of an invitation.' }),
  }),
});

const invitePayload = (name: string, description: string) =>
  builder.objectRef<GroupInviteRow>(name).implement({
    description,
    fields: (t) => ({
      invite: t.field({
        type: GroupInvite,
        description: 'The invite as it stands now.',
        resolve: (invite) => invite,
      }),
    }),
  });
const CreateGroupInvitePayload = invitePayload('CreateGroupInvitePayload', 'The link is good.');
const RevokeGroupInvitePayload = invitePayload(
  'RevokeGroupInvitePayload',
  'The invite lets nobody in any more.',
);
const DeclineGroupInvitePayload = invitePayload(
  'DeclineGroupInvitePayload',
  'The invitation is declined.',
);
const InviteToGroupPayload = builder
  .objectRef<{ invites: GroupInviteRow[] }>('InviteToGroupPayload')
  .implement({
    description: 'The people are invited.',
    fields: (t) => ({
      invites: t.field({
        type: [GroupInvite],
        description:
          'The invitations of those named that wait for an answer, whether they are new or not.',
        resolve: ({ invites }) => invites,
      }),
    }),
  });
const JoinGroupByInvitePayload = conversationPayload(
  'JoinGroupByInvitePayload',
  'The caller is a member, and may have been one before.',
);

builder.mutationFields((t) => ({
  createGroupInvite: t.field({
    type: CreateGroupInvitePayload,
    authScopes: { signedIn: true },
    description:
      'Makes a link that lets whoever has it into a group, also a private one and without a request. For the owner and administrators. A group has at most 100 that are good.',
    errors: { types: [NotFoundError, RoleRequiredError, InvalidFieldError, LimitReachedError] },
    args: { input: t.arg({ type: CreateGroupInviteInput, required: true, description: 'Link.' }) },
    resolve: (_root, { input }, context) =>
      createInvite(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        expiresInHours: input.expiresInHours,
        maxUses: input.maxUses ?? null,
      }),
  }),
  inviteToGroup: t.field({
    type: InviteToGroupPayload,
    authScopes: { signedIn: true },
    description:
      'Invites friends into a group; each can accept or decline within 7 days. For the owner and administrators. At most 1,000 invitations of a group wait at the same time.',
    errors: {
      types: [
        NotFoundError,
        RoleRequiredError,
        InvalidFieldError,
        ...CONTACT_ERRORS,
        LimitReachedError,
      ],
    },
    args: { input: t.arg({ type: InviteToGroupInput, required: true, description: 'Whom.' }) },
    resolve: async (_root, { input }, context) => ({
      invites: await inviteToGroup(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        accountIds: input.userIds.map((id) => requireId('User', id, 'person')),
      }),
    }),
  }),
  revokeGroupInvite: t.field({
    type: RevokeGroupInvitePayload,
    authScopes: { signedIn: true },
    description:
      'Takes an invite back, whoever made it. For the owner and administrators; there is none for anybody else. One that is not open any more stays as it is.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: RevokeGroupInviteInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      revokeInvite(
        context.backend,
        requireViewer(context),
        requireId('GroupInvite', input.inviteId, 'invite'),
      ),
  }),
  declineGroupInvite: t.field({
    type: DeclineGroupInvitePayload,
    authScopes: { signedIn: true },
    description:
      'Says no to an invitation to the caller. One that is not open any more stays as it is.',
    errors: { types: [NotFoundError] },
    args: {
      input: t.arg({ type: DeclineGroupInviteInput, required: true, description: 'Which.' }),
    },
    resolve: (_root, { input }, context) =>
      declineInvite(
        context.backend,
        requireViewer(context),
        requireId('GroupInvite', input.inviteId, 'invite'),
      ),
  }),
  joinGroupByInvite: t.field({
    type: JoinGroupByInvitePayload,
    authScopes: { signedIn: true },
    description:
      'Comes into a group with a token: by a link, or by accepting an invitation. Members stay members. Whoever has been banned does not come in.',
    errors: {
      types: [NotFoundError, InviteUnusableError, BannedFromGroupError, LimitReachedError],
    },
    args: { input: t.arg({ type: JoinGroupByInviteInput, required: true, description: 'How.' }) },
    resolve: (_root, { input }, context) =>
      joinByInvite(context.backend, requireViewer(context), input.token),
  }),
}));

builder.objectFields(
  loggedEvent(
    'GroupInviteChanged',
    'An invite was made, used, declined or taken back. Account stream of the person invited and of those who run the group (the first 100 of them, beginning with the owner).',
  ),
  (t) => ({
    invite: t.field({
      type: GroupInvite,
      nullable: true,
      description:
        'The invite as it stands now; null when the caller may not see it any more. Depends on the viewer.',
      resolve: (event, _args, context) =>
        context.backend.db.groupInvite.findFirst({
          where: { id: event.payload.inviteId, ...visibleInvites(requireViewer(context)) },
        }),
    }),
  }),
);
