import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { pageCost } from '../../graphql/limits.ts';
import { idField, Node, registerNode, requireId, toGlobalId } from '../../graphql/nodes.ts';
import { newestFirst } from '../../graphql/pages.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { type Place as PlaceShape, placeOf } from '../../platform/places.ts';
import { requireSession, visibleSessions } from '../access.ts';
import { SessionEndedError } from '../errors.ts';
import {
  type Device,
  refreshSession,
  revokeOtherSessions,
  revokeSession,
  type SignedIn,
} from '../service/sessions.ts';
import { User } from './user.ts';
import { Viewer } from './viewer.ts';

const Place = builder.objectRef<PlaceShape>('Place').implement({
  description: 'Where a network address is.',
  fields: (t) => ({
    country: t.exposeString('country', {
      nullable: true,
      description: 'ISO 3166-1, two letters: `CN`. Null for a local network.',
    }),
    city: t.exposeString('city', {
      nullable: true,
      description:
        'In the language of `Accept-Language`, or in English; null where it is not known.',
    }),
    local: t.exposeBoolean('local', {
      description: 'Whether it is of the server’s own network, and so nowhere in particular.',
    }),
  }),
});

export const Session = builder.prismaObject('Session', {
  description: 'A device that is signed in. Only its owner can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('Session')),
    deviceName: t.exposeString('deviceName', {
      description: 'As given at sign-in, or read from the user agent: “Chrome on macOS”.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it signed in.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      description: 'When it last renewed its tokens.',
    }),
    lastAddress: t.exposeString('lastAddress', {
      nullable: true,
      description: 'Network address it last came from.',
    }),
    lastPlace: t.field({
      type: Place,
      nullable: true,
      description:
        'Where in the world that is, as far as this installation knows (IP_LOCATION_FILE); null where it does not.',
      resolve: ({ lastAddress }, _args, { backend, client }) =>
        lastAddress ? placeOf(backend.env, lastAddress, client.language) : null,
    }),
    current: t.boolean({
      description: 'Whether it is the device that is asking. Depends on the viewer.',
      resolve: (session, _args, context) => session.id === requireViewer(context).sessionId,
    }),
  }),
});
registerNode('Session', requireSession);

builder.objectFields(Viewer, (t) => ({
  session: t.prismaField({
    type: Session,
    description: 'The device that is asking.',
    resolve: (query, viewer, _args, { backend }) =>
      backend.db.session.findUniqueOrThrow({ ...query, where: { id: viewer.sessionId } }),
  }),
  sessions: t.connection({
    type: Session,
    description: 'The person’s signed-in devices, newest sign-in first.',
    complexity: pageCost,
    resolve: (viewer, args, { backend }) =>
      newestFirst(args, ({ id, ...page }) =>
        backend.db.session.findMany({ ...page, where: { ...visibleSessions(viewer), id } }),
      ),
  }),
}));

export const SignedInPayload = builder.objectRef<SignedIn>('SignedIn').implement({
  description: 'A device has been signed in, or has renewed its tokens.',
  fields: (t) => ({
    accessToken: t.exposeString('accessToken', {
      description: 'Send as `Authorization: Bearer …`. Lives ACCESS_TOKEN_MINUTES (15).',
    }),
    accessTokenExpiresAt: t.expose('accessTokenExpiresAt', {
      type: 'DateTime',
      description: 'When it ends.',
    }),
    refreshToken: t.exposeString('refreshToken', {
      description:
        'Good once, for `refreshSession`. Using it again after REFRESH_LEEWAY_SECONDS (30) ends the session.',
    }),
    fileToken: t.exposeString('fileToken', {
      description:
        'Reads files (`Media.url`) as long as the device is signed in, and is good for nothing else: for what a browser fetches without its page’s doing. Send as `Authorization: Bearer …`.',
    }),
    session: t.field({
      type: Session,
      description: 'The device.',
      resolve: (signedIn) => signedIn.session,
    }),
    user: t.field({
      type: User,
      description: 'The person.',
      resolve: (signedIn) => signedIn.account,
    }),
  }),
});

export const deviceName = {
  description: 'What the person shall read in their list of devices; at most 60 characters.',
};

export const deviceOf = ({ client }: Context, name?: string | null): Device => ({
  ...client,
  name,
});

/** Signing in happens before there is a viewer; the fields below it see the one who has just signed in. */
export function asSignedIn(context: Context, signedIn: SignedIn): SignedIn {
  Object.defineProperty(context, 'viewer', {
    value: { accountId: signedIn.account.id, sessionId: signedIn.session.id },
  });
  return signedIn;
}

builder.objectType(SessionEndedError, {
  name: 'SessionEndedError',
  description: 'The refresh token is good for nothing any more: the device has to sign in again.',
  interfaces: [ErrorInterface],
});

const RefreshSessionInput = builder.inputType('RefreshSessionInput', {
  description: 'A refresh token.',
  fields: (t) => ({
    refreshToken: t.string({ required: true, description: 'The newest one of this device.' }),
  }),
});

const RevokeSessionInput = builder.inputType('RevokeSessionInput', {
  description: 'A device to sign out.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'One of `Viewer.sessions`.' }),
  }),
});

interface SessionEnded {
  sessionId: string;
}

const endedFields = { description: 'Id of the device that is signed out now.' };
const SignOutPayload = builder.objectRef<SessionEnded>('SignOutPayload').implement({
  description: 'The asking device is signed out.',
  fields: (t) => ({ sessionId: t.exposeID('sessionId', endedFields) }),
});
const RevokeOtherSessionsPayload = builder
  .objectRef<{ revokedCount: number }>('RevokeOtherSessionsPayload')
  .implement({
    description: 'Only the asking device is signed in now.',
    fields: (t) => ({
      revokedCount: t.exposeInt('revokedCount', { description: 'How many devices there were.' }),
    }),
  });
const RevokeSessionPayload = builder.objectRef<SessionEnded>('RevokeSessionPayload').implement({
  description: 'The device is signed out, and its sockets are closed.',
  fields: (t) => ({ sessionId: t.exposeID('sessionId', endedFields) }),
});

builder.mutationFields((t) => ({
  refreshSession: t.field({
    type: SignedInPayload,
    authScopes: { public: true },
    description: 'Exchanges a refresh token for a new pair of tokens.',
    errors: { types: [SessionEndedError] },
    args: { input: t.arg({ type: RefreshSessionInput, required: true, description: 'Token.' }) },
    resolve: async (_root, { input }, context) =>
      asSignedIn(
        context,
        await refreshSession(context.backend, input.refreshToken, deviceOf(context)),
      ),
  }),
  signOut: t.field({
    type: SignOutPayload,
    authScopes: { signedIn: true },
    description: 'Signs the asking device out. Its tokens are void and its sockets close at once.',
    resolve: async (_root, _args, context) => {
      const viewer = requireViewer(context);
      await revokeSession(context.backend, viewer, viewer.sessionId);
      return { sessionId: toGlobalId('Session', viewer.sessionId) };
    },
  }),
  revokeOtherSessions: t.field({
    type: RevokeOtherSessionsPayload,
    authScopes: { signedIn: true },
    description:
      'Signs all of the caller’s devices out but the asking one. Their tokens are void and their sockets close at once.',
    resolve: async (_root, _args, context) => ({
      revokedCount: await revokeOtherSessions(context.backend, requireViewer(context)),
    }),
  }),
  revokeSession: t.field({
    type: RevokeSessionPayload,
    authScopes: { signedIn: true },
    description: 'Signs one of the caller’s devices out. Doing it twice is no error.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: RevokeSessionInput, required: true, description: 'Which.' }) },
    resolve: async (_root, { input }, context) => {
      const sessionId = requireId('Session', input.sessionId, 'device');
      await revokeSession(context.backend, requireViewer(context), sessionId);
      return { sessionId: input.sessionId };
    },
  }),
}));

builder.objectFields(
  loggedEvent('SessionStarted', 'A device of the caller signed in. Account stream.'),
  (t) => ({
    session: t.prismaField({
      type: Session,
      description: 'The device.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.session.findUniqueOrThrow({ ...query, where: { id: event.payload.sessionId } }),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'SessionRevoked',
    'A device of the caller was signed out; its sockets are closed. Account stream.',
  ),
  (t) => ({
    sessionId: t.id({
      description: 'The device.',
      resolve: (event) => toGlobalId('Session', event.payload.sessionId),
    }),
  }),
);
