import type { Account } from '@teahouse/db/client';
import { builder } from '../graphql/builder.ts';
import { type Context, requireViewer } from '../graphql/context.ts';
import { ErrorInterface } from '../graphql/errors.ts';
import { loggedEvent } from '../graphql/events.ts';
import { pageCost } from '../graphql/limits.ts';
import { Node, registerNode, requireId, toGlobalId } from '../graphql/nodes.ts';
import { newestFirst } from '../graphql/pages.ts';
import { InvalidFieldError, NotFoundError } from '../platform/errors.ts';
import type { Viewer as AskingViewer } from '../platform/viewer.ts';
import { requireSession, requireUser, visibleSessions } from './access.ts';
import {
  EmailTakenError,
  InvalidAssertionError,
  SessionEndedError,
  UsernameTakenError,
  WrongCredentialsError,
} from './errors.ts';
import {
  type Device,
  refreshSession,
  register,
  revokeSession,
  type SignedIn,
  signIn,
  signInWithProvider,
} from './service.ts';

export const User = builder.prismaObject('Account', {
  name: 'User',
  description: 'A person, as everyone signed in may see them.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.globalID({
      description: 'Global id.',
      resolve: (account) => ({ type: 'User', id: account.id }),
    }),
    username: t.exposeString('username', {
      description: 'Unique without regard to case: 3 to 30 letters, digits, `_` or `.`.',
    }),
    nickname: t.exposeString('nickname', { description: 'What others see: 1 to 40 characters.' }),
    bio: t.exposeString('bio', { description: 'What the person says of themself; may be empty.' }),
    joinedAt: t.field({
      type: 'DateTime',
      description: 'When the account was made.',
      resolve: (account) => account.createdAt,
    }),
  }),
});
registerNode('User', (backend, _viewer, id) => requireUser(backend, id));

export const Session = builder.prismaObject('Session', {
  description: 'A device that is signed in. Only its owner can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.globalID({
      description: 'Global id.',
      resolve: (session) => ({ type: 'Session', id: session.id }),
    }),
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
    current: t.boolean({
      description: 'Whether it is the device that is asking. Depends on the viewer.',
      resolve: (session, _args, context) => session.id === requireViewer(context).sessionId,
    }),
  }),
});
registerNode('Session', requireSession);

/** What only the asking person may see. Later domains add their fields. */
export const Viewer = builder.objectRef<AskingViewer>('Viewer').implement({
  description: 'The caller: everything that is theirs alone.',
  fields: (t) => ({
    id: t.id({
      description: 'Global id; the same on all of the person’s devices.',
      resolve: (viewer) => toGlobalId('Viewer', viewer.accountId),
    }),
    user: t.prismaField({
      type: User,
      description: 'The caller as others see them.',
      resolve: (query, viewer, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: viewer.accountId } }),
    }),
    email: t.string({
      nullable: true,
      description: 'Null when the person came from a provider that vouched for none.',
      resolve: async (viewer, _args, { backend }) =>
        (await requireUser(backend, viewer.accountId)).email,
    }),
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
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    authScopes: { signedIn: true },
    description: 'Who is asking.',
    resolve: (_root, _args, context) => requireViewer(context),
  }),
);

builder.objectType(UsernameTakenError, {
  name: 'UsernameTakenError',
  description: 'Another account has this username.',
  interfaces: [ErrorInterface],
});
builder.objectType(EmailTakenError, {
  name: 'EmailTakenError',
  description:
    'Another account has this e-mail address. An external identity never joins it unasked.',
  interfaces: [ErrorInterface],
});
builder.objectType(WrongCredentialsError, {
  name: 'WrongCredentialsError',
  description: 'Name and password do not match. The same answer whether or not the account exists.',
  interfaces: [ErrorInterface],
});
builder.objectType(SessionEndedError, {
  name: 'SessionEndedError',
  description: 'The refresh token is good for nothing any more: the device has to sign in again.',
  interfaces: [ErrorInterface],
});
builder.objectType(InvalidAssertionError, {
  name: 'InvalidAssertionError',
  description: 'The assertion is not signed with WEB_API_SECRET, or older than two minutes.',
  interfaces: [ErrorInterface],
});

const SignedInPayload = builder.objectRef<SignedIn>('SignedIn').implement({
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

const deviceName = {
  description: 'What the person shall read in their list of devices; at most 60 characters.',
};

const deviceOf = ({ client }: Context, name?: string | null): Device => ({ ...client, name });

/** Signing in happens before there is a viewer; the fields below it see the one who has just signed in. */
function asSignedIn(context: Context, signedIn: SignedIn): SignedIn {
  Object.defineProperty(context, 'viewer', {
    value: { accountId: signedIn.account.id, sessionId: signedIn.session.id },
  });
  return signedIn;
}

const RegisterInput = builder.inputType('RegisterInput', {
  description: 'A new account.',
  fields: (t) => ({
    username: t.string({
      required: true,
      description: '3 to 30 letters, digits, `_` or `.`; unique without regard to case.',
    }),
    email: t.string({ required: true, description: 'At most 254 characters; unique.' }),
    password: t.string({ required: true, description: '8 to 256 characters.' }),
    nickname: t.string({ description: '1 to 40 characters; the username when left out.' }),
    deviceName: t.string(deviceName),
  }),
});

const SignInInput = builder.inputType('SignInInput', {
  description: 'A name and a password.',
  fields: (t) => ({
    login: t.string({ required: true, description: 'Username or e-mail address.' }),
    password: t.string({ required: true, description: 'The password.' }),
    deviceName: t.string(deviceName),
  }),
});

const SignInWithProviderInput = builder.inputType('SignInWithProviderInput', {
  description: 'The web server’s word for a person that an external provider knows.',
  fields: (t) => ({
    assertion: t.string({
      required: true,
      description:
        'JWT (HS256, WEB_API_SECRET; iss `teahouse-web`, aud `teahouse-api`, at most 2 minutes old) with `provider`, `subject`, `email`, `emailVerified`, `name`, `preferredUsername`.',
    }),
    deviceName: t.string(deviceName),
  }),
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
const RevokeSessionPayload = builder.objectRef<SessionEnded>('RevokeSessionPayload').implement({
  description: 'The device is signed out, and its sockets are closed.',
  fields: (t) => ({ sessionId: t.exposeID('sessionId', endedFields) }),
});

builder.mutationFields((t) => ({
  register: t.field({
    type: SignedInPayload,
    authScopes: { public: true },
    description: 'Makes an account and signs this device in.',
    errors: { types: [InvalidFieldError, UsernameTakenError, EmailTakenError] },
    args: { input: t.arg({ type: RegisterInput, required: true, description: 'The account.' }) },
    resolve: async (_root, { input }, context) =>
      asSignedIn(
        context,
        await register(context.backend, input, deviceOf(context, input.deviceName)),
      ),
  }),
  signIn: t.field({
    type: SignedInPayload,
    authScopes: { public: true },
    description: 'Signs this device in by password.',
    errors: { types: [WrongCredentialsError] },
    args: { input: t.arg({ type: SignInInput, required: true, description: 'Who.' }) },
    resolve: async (_root, { input }, context) =>
      asSignedIn(
        context,
        await signIn(context.backend, input, deviceOf(context, input.deviceName)),
      ),
  }),
  signInWithProvider: t.field({
    type: SignedInPayload,
    authScopes: { public: true },
    description:
      'Signs a device in on the word of the web server, which has signed the person in at an external provider. The first time, an account is made.',
    errors: { types: [EmailTakenError, InvalidAssertionError] },
    args: { input: t.arg({ type: SignInWithProviderInput, required: true, description: 'Who.' }) },
    resolve: async (_root, { input }, context) =>
      asSignedIn(
        context,
        await signInWithProvider(
          context.backend,
          input.assertion,
          deviceOf(context, input.deviceName),
        ),
      ),
  }),
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

export type { Account };
