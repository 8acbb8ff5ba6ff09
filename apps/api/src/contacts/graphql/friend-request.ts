import type { FriendRequest as FriendRequestRow } from '@teahouse/db/client';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { pageCost } from '../../graphql/limits.ts';
import { idField, Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { newestFirst } from '../../graphql/pages.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { requireFriendRequest } from '../access.ts';
import {
  AlreadyFriendsError,
  FriendRequestDecidedError,
  FriendRequestPausedError,
  FriendRequestPendingError,
  OwnAccountError,
  RecipientRefusesError,
  UserBlockedError,
} from '../errors.ts';
import { decideFriendRequest, expiryOf, requestFriend } from '../service/requests.ts';

const FriendRequestStatus = builder.enumType('FriendRequestStatus', {
  description: 'What has become of a friend request.',
  values: {
    PENDING: { description: 'Not answered yet.' },
    ACCEPTED: { description: 'The two are friends.' },
    DECLINED: { description: 'The person asked said no.' },
    CANCELLED: { description: 'Taken back by the person who asked.' },
    EXPIRED: { description: 'Not answered within 30 days.' },
  } as const,
});

export const FriendRequest = builder.prismaObject('FriendRequest', {
  description: 'One person asking another to become friends. Only these two can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('FriendRequest')),
    from: t.relation('from', { description: 'Who asked.' }),
    to: t.relation('to', { description: 'Who was asked.' }),
    note: t.exposeString('note', { description: 'At most 200 characters; may be empty.' }),
    status: t.expose('status', {
      type: FriendRequestStatus,
      description: 'What has become of it.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    decidedAt: t.expose('decidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was answered, taken back or expired.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it expires unless it is answered: 30 days after it was made.',
      resolve: expiryOf,
    }),
  }),
});
registerNode('FriendRequest', requireFriendRequest);

builder.objectFields(Viewer, (t) => ({
  receivedFriendRequests: t.connection({
    type: FriendRequest,
    description: 'Unanswered requests to the viewer, newest first.',
    complexity: pageCost,
    resolve: ({ accountId }, args, { backend }) =>
      newestFirst(args, ({ id, ...page }) =>
        backend.db.friendRequest.findMany({
          ...page,
          where: { toId: accountId, status: 'PENDING', id },
        }),
      ),
  }),
  sentFriendRequests: t.connection({
    type: FriendRequest,
    description: 'The viewer’s own requests that wait for an answer, newest first.',
    complexity: pageCost,
    resolve: ({ accountId }, args, { backend }) =>
      newestFirst(args, ({ id, ...page }) =>
        backend.db.friendRequest.findMany({
          ...page,
          where: { fromId: accountId, status: 'PENDING', id },
        }),
      ),
  }),
}));

builder.objectType(OwnAccountError, {
  name: 'OwnAccountError',
  description: 'One cannot do this with oneself.',
  interfaces: [ErrorInterface],
});
builder.objectType(AlreadyFriendsError, {
  name: 'AlreadyFriendsError',
  description: 'The two are friends already.',
  interfaces: [ErrorInterface],
});
builder.objectType(FriendRequestPendingError, {
  name: 'FriendRequestPendingError',
  description: 'The caller has asked this person already.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    request: t.field({
      type: FriendRequest,
      description: 'The request that waits for an answer.',
      resolve: (error) => error.request,
    }),
  }),
});
builder.objectType(FriendRequestDecidedError, {
  name: 'FriendRequestDecidedError',
  description: 'The request has been answered or taken back, or it is not the caller’s to decide.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    request: t.field({
      type: FriendRequest,
      description: 'The request as it stands.',
      resolve: (error) => error.request,
    }),
  }),
});
builder.objectType(FriendRequestPausedError, {
  name: 'FriendRequestPausedError',
  description: 'The caller’s last request to this person was declined less than 24 hours ago.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAt: t.expose('retryAt', { type: 'DateTime', description: 'When they may ask again.' }),
  }),
});

const RequestFriendInput = builder.inputType('RequestFriendInput', {
  description: 'Whom to ask.',
  fields: (t) => ({
    userId: t.id({ required: true, description: 'A `User`.' }),
    note: t.string({ description: 'Words to go with it; at most 200 characters.' }),
  }),
});

const requestId = { required: true, description: 'A `FriendRequest`.' } as const;
const AcceptFriendRequestInput = builder.inputType('AcceptFriendRequestInput', {
  description: 'A request to say yes to.',
  fields: (t) => ({ requestId: t.id(requestId) }),
});
const DeclineFriendRequestInput = builder.inputType('DeclineFriendRequestInput', {
  description: 'A request to say no to.',
  fields: (t) => ({ requestId: t.id(requestId) }),
});
const CancelFriendRequestInput = builder.inputType('CancelFriendRequestInput', {
  description: 'A request of one’s own to take back.',
  fields: (t) => ({ requestId: t.id(requestId) }),
});

const requestPayload = (name: string, description: string) =>
  builder.objectRef<FriendRequestRow>(name).implement({
    description,
    fields: (t) => ({
      request: t.field({
        type: FriendRequest,
        description: 'The request as it stands now.',
        resolve: (request) => request,
      }),
    }),
  });
const RequestFriendPayload = requestPayload(
  'RequestFriendPayload',
  'The request is made; or, where the other person had asked already, theirs is accepted.',
);
const AcceptFriendRequestPayload = requestPayload(
  'AcceptFriendRequestPayload',
  'The two are friends now.',
);
const DeclineFriendRequestPayload = requestPayload(
  'DeclineFriendRequestPayload',
  'The request is declined.',
);
const CancelFriendRequestPayload = requestPayload(
  'CancelFriendRequestPayload',
  'The request is taken back.',
);

const decide =
  (status: 'ACCEPTED' | 'DECLINED' | 'CANCELLED') =>
  (_root: unknown, { input }: { input: { requestId: string } }, context: Context) =>
    decideFriendRequest(
      context.backend,
      requireViewer(context),
      requireId('FriendRequest', input.requestId, 'friend request'),
      status,
    );

builder.mutationFields((t) => ({
  requestFriend: t.field({
    type: RequestFriendPayload,
    authScopes: { signedIn: true },
    description:
      'Asks somebody to become friends. Where they have asked already, accepts. A request that was declined can be made again after 24 hours.',
    errors: {
      types: [
        NotFoundError,
        InvalidFieldError,
        OwnAccountError,
        AlreadyFriendsError,
        FriendRequestPendingError,
        FriendRequestPausedError,
        UserBlockedError,
        RecipientRefusesError,
      ],
    },
    args: { input: t.arg({ type: RequestFriendInput, required: true, description: 'Whom.' }) },
    resolve: (_root, { input }, context) =>
      requestFriend(context.backend, requireViewer(context), {
        accountId: requireId('User', input.userId, 'person'),
        note: input.note ?? '',
      }),
  }),
  acceptFriendRequest: t.field({
    type: AcceptFriendRequestPayload,
    authScopes: { signedIn: true },
    description: 'Says yes to a request that the caller has received.',
    errors: { types: [NotFoundError, FriendRequestDecidedError] },
    args: {
      input: t.arg({ type: AcceptFriendRequestInput, required: true, description: 'Which.' }),
    },
    resolve: decide('ACCEPTED'),
  }),
  declineFriendRequest: t.field({
    type: DeclineFriendRequestPayload,
    authScopes: { signedIn: true },
    description: 'Says no to a request that the caller has received.',
    errors: { types: [NotFoundError, FriendRequestDecidedError] },
    args: {
      input: t.arg({ type: DeclineFriendRequestInput, required: true, description: 'Which.' }),
    },
    resolve: decide('DECLINED'),
  }),
  cancelFriendRequest: t.field({
    type: CancelFriendRequestPayload,
    authScopes: { signedIn: true },
    description: 'Takes back a request of the caller’s own.',
    errors: { types: [NotFoundError, FriendRequestDecidedError] },
    args: {
      input: t.arg({ type: CancelFriendRequestInput, required: true, description: 'Which.' }),
    },
    resolve: decide('CANCELLED'),
  }),
}));

const requestOfEvent = (
  query: object,
  event: { payload: { requestId: string } },
  _args: object,
  { backend }: Context,
) =>
  backend.db.friendRequest.findUniqueOrThrow({ ...query, where: { id: event.payload.requestId } });

builder.objectFields(
  loggedEvent('FriendRequestMade', 'A request was made. Account stream of both people.'),
  (t) => ({
    request: t.prismaField({
      type: FriendRequest,
      description: 'The request as it stands now.',
      resolve: requestOfEvent,
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'FriendRequestDecided',
    'A request was accepted, declined or cancelled, or has expired. Account stream of both people.',
  ),
  (t) => ({
    request: t.prismaField({
      type: FriendRequest,
      description: 'The request as it stands now.',
      resolve: requestOfEvent,
    }),
  }),
);
