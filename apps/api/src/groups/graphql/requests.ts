import type { JoinRequest as JoinRequestRow } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { requireMembership } from '../../conversations/access.ts';
import { conversationPayload } from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { pageCost } from '../../graphql/limits.ts';
import { idField, Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { newestFirst } from '../../graphql/pages.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import {
  isKnown,
  pendingJoinRequests,
  requireJoinRequest,
  runsGroup,
  visibleJoinRequests,
  withOwnPlace,
} from '../access.ts';
import {
  AlreadyMemberError,
  BannedFromGroupError,
  JoinRequestDecidedError,
  JoinRequestPausedError,
  JoinRequestRequiredError,
} from '../errors.ts';
import {
  cancelJoinRequest,
  decideJoinRequest,
  joinGroup,
  requestToJoin,
} from '../service/requests.ts';
import { GroupPreview } from './preview.ts';

const JoinRequestStatus = builder.enumType('JoinRequestStatus', {
  description: 'What has become of a request to be let into a group.',
  values: {
    PENDING: { description: 'Not answered yet.' },
    ACCEPTED: { description: 'The person came in: they were let in, or found another way.' },
    DECLINED: {
      description: 'The owner or an administrator said no, or made the group private or no more.',
    },
    CANCELLED: { description: 'Taken back by the person who asked.' },
  } as const,
});

export const JoinRequest = builder.prismaObject('JoinRequest', {
  description:
    'Somebody asking to be let into a public group. They see it, and so do the owner and administrators.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('JoinRequest')),
    group: t.field({
      type: GroupPreview,
      nullable: true,
      description:
        'Where to. Null when the group is private by now, unless the viewer is in it, or no more. Depends on the viewer.',
      select: (_args, context) => ({
        conversation: { include: withOwnPlace(requireViewer(context)) },
      }),
      resolve: ({ conversation }) => (isKnown(conversation) ? conversation : null),
    }),
    user: t.relation('account', { description: 'Who asks.' }),
    note: t.exposeString('note', { description: 'At most 200 characters; may be empty.' }),
    joinRequestStatus: t.expose('status', {
      type: JoinRequestStatus,
      description: 'What has become of it.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    decidedAt: t.expose('decidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was answered or taken back.',
    }),
    decidedBy: t.prismaField({
      type: User,
      nullable: true,
      description:
        'Who answered it, for those in the group; null as long as nobody has, where nobody had to, and for everyone else. Depends on the viewer.',
      select: (_args, context) => ({
        conversation: { include: withOwnPlace(requireViewer(context)) },
      }),
      resolve: (query, { decidedById, conversation: { members } }, _args, { backend }) =>
        decidedById && members.length > 0
          ? backend.db.account.findUnique({ ...query, where: { id: decidedById } })
          : null,
    }),
  }),
});
registerNode('JoinRequest', requireJoinRequest);

builder.objectField(GroupPreview, 'viewerRequest', (t) =>
  t.loadable({
    type: JoinRequest,
    nullable: true,
    description:
      'The viewer’s own request that waits for an answer; null when there is none. Depends on the viewer.',
    load: async (groupIds: string[], context: Context) => {
      const requests = await context.backend.db.joinRequest.findMany({
        where: {
          conversationId: { in: groupIds },
          accountId: requireViewer(context).accountId,
          status: 'PENDING',
        },
      });
      return groupIds.map((id) => requests.find((row) => row.conversationId === id) ?? null);
    },
    resolve: (group) => group.id,
  }),
);

builder.prismaObjectField('Conversation', 'joinRequests', (t) =>
  t.connection({
    type: JoinRequest,
    nullable: true,
    description:
      'Requests that wait for an answer, newest first. For the owner and administrators; null for everyone else. Depends on the viewer.',
    complexity: pageCost,
    resolve: async ({ id: conversationId }, args, context) => {
      const { backend } = context;
      if (!runsGroup(await requireMembership(backend, requireViewer(context), conversationId)))
        return null;
      return newestFirst(args, ({ id, ...page }) =>
        backend.db.joinRequest.findMany({
          ...page,
          where: { conversationId, status: 'PENDING', id },
        }),
      );
    },
  }),
);

builder.objectField(Viewer, 'joinRequests', (t) =>
  t.connection({
    type: JoinRequest,
    description: 'The viewer’s own requests, newest first, whatever has become of them.',
    complexity: pageCost,
    resolve: ({ accountId }, args, { backend }) =>
      newestFirst(args, ({ id, ...page }) =>
        backend.db.joinRequest.findMany({ ...page, where: { accountId, id } }),
      ),
  }),
);

builder.objectField(Viewer, 'receivedJoinRequests', (t) =>
  t.connection({
    type: JoinRequest,
    description:
      'Requests that wait for an answer in the groups that the viewer runs, newest first.',
    complexity: pageCost,
    resolve: (_viewer, args, context) =>
      newestFirst(args, ({ id, ...page }) =>
        context.backend.db.joinRequest.findMany({
          ...page,
          where: { ...pendingJoinRequests(requireViewer(context)), id },
        }),
      ),
  }),
);

builder.objectType(AlreadyMemberError, {
  name: 'AlreadyMemberError',
  description: 'The caller is a member of the group already.',
  interfaces: [ErrorInterface],
});
builder.objectType(JoinRequestRequiredError, {
  name: 'JoinRequestRequiredError',
  description: 'One does not walk into this group; one asks to be let in.',
  interfaces: [ErrorInterface],
});
builder.objectType(JoinRequestPausedError, {
  name: 'JoinRequestPausedError',
  description:
    'The caller’s last request to this group was declined, and nobody is to be pressed: they can ask again after JOIN_REQUEST_PAUSE_HOURS (24). An invitation lets them in at any time.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAt: t.expose('retryAt', { type: 'DateTime', description: 'From when on they may again.' }),
  }),
});
builder.objectType(JoinRequestDecidedError, {
  name: 'JoinRequestDecidedError',
  description: 'The request has been answered or taken back already.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    joinRequest: t.field({
      type: JoinRequest,
      description: 'The request as it stands.',
      resolve: (error) => error.request,
    }),
  }),
});

const conversationId = {
  required: true,
  description: 'A group, by the `id` of its `GroupPreview`.',
} as const;
const requestId = { required: true, description: 'A `JoinRequest`.' } as const;

const JoinGroupInput = builder.inputType('JoinGroupInput', {
  description: 'A public group to walk into.',
  fields: (t) => ({ conversationId: t.id(conversationId) }),
});
const RequestToJoinGroupInput = builder.inputType('RequestToJoinGroupInput', {
  description: 'A public group to be let into.',
  fields: (t) => ({
    conversationId: t.id(conversationId),
    note: t.string({ description: 'Words to go with it; at most 200 characters.' }),
  }),
});
const DecideJoinRequestInput = builder.inputType('DecideJoinRequestInput', {
  description: 'An answer to a request.',
  fields: (t) => ({
    requestId: t.id(requestId),
    accept: t.boolean({ required: true, description: 'Whether to let the person in.' }),
  }),
});
const CancelJoinRequestInput = builder.inputType('CancelJoinRequestInput', {
  description: 'A request of one’s own to take back.',
  fields: (t) => ({ requestId: t.id(requestId) }),
});

const requestPayload = (name: string, description: string) =>
  builder.objectRef<JoinRequestRow>(name).implement({
    description,
    fields: (t) => ({
      request: t.field({
        type: JoinRequest,
        description: 'The request as it stands now.',
        resolve: (request) => request,
      }),
    }),
  });
const JoinGroupPayload = conversationPayload(
  'JoinGroupPayload',
  'The caller is a member, and may have been one before.',
);
const RequestToJoinGroupPayload = requestPayload(
  'RequestToJoinGroupPayload',
  'The request waits for an answer; where the door was open, it is accepted already.',
);
const DecideJoinRequestPayload = requestPayload(
  'DecideJoinRequestPayload',
  'The request is answered.',
);
const CancelJoinRequestPayload = requestPayload(
  'CancelJoinRequestPayload',
  'The request is taken back.',
);

builder.mutationFields((t) => ({
  joinGroup: t.field({
    type: JoinGroupPayload,
    authScopes: { signedIn: true },
    description:
      'Walks into a public group whose join policy is OPEN. Members stay members. Whoever has been banned does not come in.',
    errors: {
      types: [NotFoundError, JoinRequestRequiredError, BannedFromGroupError, LimitReachedError],
    },
    args: { input: t.arg({ type: JoinGroupInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      joinGroup(
        context.backend,
        requireViewer(context),
        requireId('Conversation', input.conversationId, 'group'),
      ),
  }),
  requestToJoinGroup: t.field({
    type: RequestToJoinGroupPayload,
    authScopes: { signedIn: true },
    description:
      'Asks to be let into a public group. Asking again answers with the request that waits; after one that was declined, asking is possible again JOIN_REQUEST_PAUSE_HOURS (24) later. Where the join policy is OPEN, lets the caller in at once.',
    errors: {
      types: [
        NotFoundError,
        AlreadyMemberError,
        BannedFromGroupError,
        JoinRequestPausedError,
        InvalidFieldError,
        LimitReachedError,
      ],
    },
    args: {
      input: t.arg({ type: RequestToJoinGroupInput, required: true, description: 'Which.' }),
    },
    resolve: (_root, { input }, context) =>
      requestToJoin(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        note: input.note ?? '',
      }),
  }),
  decideJoinRequest: t.field({
    type: DecideJoinRequestPayload,
    authScopes: { signedIn: true },
    description:
      'Lets somebody in who asked, or says no. For the owner and administrators; there is no request for anybody else.',
    errors: { types: [NotFoundError, JoinRequestDecidedError, LimitReachedError] },
    args: { input: t.arg({ type: DecideJoinRequestInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      decideJoinRequest(context.backend, requireViewer(context), {
        requestId: requireId('JoinRequest', input.requestId, 'request'),
        accept: input.accept,
      }),
  }),
  cancelJoinRequest: t.field({
    type: CancelJoinRequestPayload,
    authScopes: { signedIn: true },
    description: 'Takes back a request of the caller’s own.',
    errors: { types: [NotFoundError, JoinRequestDecidedError] },
    args: { input: t.arg({ type: CancelJoinRequestInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      cancelJoinRequest(
        context.backend,
        requireViewer(context),
        requireId('JoinRequest', input.requestId, 'request'),
      ),
  }),
}));

builder.objectFields(
  loggedEvent(
    'JoinRequestChanged',
    'A request to be let into a group was made, answered or taken back. Account stream of the person who asks and of those who run the group (the first 100 of them, beginning with the owner). When a group is made private all of its requests are declined: that is told to those who asked, and the others hear GroupChanged.',
  ),
  (t) => ({
    joinRequest: t.field({
      type: JoinRequest,
      nullable: true,
      description:
        'The request as it stands now; null when the caller may not see it any more. Depends on the viewer.',
      resolve: (event, _args, context) =>
        context.backend.db.joinRequest.findFirst({
          where: { id: event.payload.requestId, ...visibleJoinRequests(requireViewer(context)) },
        }),
    }),
  }),
);
