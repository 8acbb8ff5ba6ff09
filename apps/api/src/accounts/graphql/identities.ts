import type { Session as SessionRow } from '@teahouse/db/client';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { idField, Node, registerNode, requireId, toGlobalId } from '../../graphql/nodes.ts';
import { LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import type { Viewer as AskingViewer } from '../../platform/viewer.ts';
import { requireIdentity, requireSession } from '../access.ts';
import {
  FreshSignInRequiredError,
  IdentityTakenError,
  InvalidAssertionError,
  LastSignInMethodError,
} from '../errors.ts';
import { linkIdentity, reauthenticateWithProvider, unlinkIdentity } from '../service/identities.ts';
import { deviceOf, Session } from './sessions.ts';
import { Viewer } from './viewer.ts';

builder.objectType(IdentityTakenError, {
  name: 'IdentityTakenError',
  description: 'The identity opens another account.',
  interfaces: [ErrorInterface],
});

builder.objectType(LastSignInMethodError, {
  name: 'LastSignInMethodError',
  description:
    'Without it nothing would open the account any more: set a password, confirm an e-mail address or link another identity first.',
  interfaces: [ErrorInterface],
});

export const ExternalIdentity = builder.prismaObject('ExternalIdentity', {
  description:
    'An account at an external provider that opens the caller’s. Only its owner can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('ExternalIdentity')),
    provider: t.exposeString('provider', {
      description: 'As the web server names it: `oidc`, `github`, `google`, `wechat`.',
    }),
    displayName: t.exposeString('name', {
      description: 'What the provider last called the person, to recognise it by; may be empty.',
    }),
    linkedAt: t.field({
      type: 'DateTime',
      description: 'Since when it opens the account.',
      resolve: ({ createdAt }) => createdAt,
    }),
  }),
});
registerNode('ExternalIdentity', requireIdentity);

builder.objectFields(Viewer, (t) => ({
  identities: t.prismaField({
    type: [ExternalIdentity],
    description: 'Accounts at external providers that open this one, oldest first; at most 20.',
    resolve: (query, { accountId }, _args, { backend }) =>
      backend.db.externalIdentity.findMany({
        ...query,
        where: { accountId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
  }),
}));

const vouched = (purpose: string) =>
  ({
    required: true,
    description: `JWT as for \`signInWithProvider\`, with \`purpose\` ${purpose} and, as \`session\`, the id of the asking device’s \`Session\`.`,
  }) as const;

const LinkIdentityInput = builder.inputType('LinkIdentityInput', {
  description: 'The web server’s word for who the caller is at a provider.',
  fields: (t) => ({ assertion: t.string(vouched('`LINK`')) }),
});

const UnlinkIdentityInput = builder.inputType('UnlinkIdentityInput', {
  description: 'What shall not open the account any more.',
  fields: (t) => ({
    identityId: t.id({ required: true, description: 'One of `Viewer.identities`.' }),
  }),
});

const ReauthenticateWithProviderInput = builder.inputType('ReauthenticateWithProviderInput', {
  description: 'The web server’s word that the caller has just signed in at a provider of theirs.',
  fields: (t) => ({ assertion: t.string(vouched('`REAUTHENTICATE`')) }),
});

const viewerPayload = (name: string, description: string) =>
  builder.objectRef<{ viewer: AskingViewer }>(name).implement({
    description,
    fields: (t) => ({
      viewer: t.expose('viewer', {
        type: Viewer,
        description: 'The caller, with `identities` as they are now. Depends on the viewer.',
      }),
    }),
  });
const LinkIdentityPayload = viewerPayload('LinkIdentityPayload', 'The identity opens the account.');
const UnlinkIdentityPayload = viewerPayload(
  'UnlinkIdentityPayload',
  'The identity opens the account no more.',
);
const ReauthenticateWithProviderPayload = builder
  .objectRef<{ session: SessionRow }>('ReauthenticateWithProviderPayload')
  .implement({
    description: 'The person has proved who they are.',
    fields: (t) => ({
      session: t.expose('session', { type: Session, description: 'The asking device.' }),
    }),
  });

builder.mutationFields((t) => ({
  linkIdentity: t.field({
    type: LinkIdentityPayload,
    authScopes: { signedIn: true },
    description:
      'Lets the caller sign in through a provider from now on. An address that the provider vouches for does not become the account’s. Linking again what is linked is no error.',
    errors: {
      types: [
        InvalidAssertionError,
        IdentityTakenError,
        LimitReachedError,
        FreshSignInRequiredError,
      ],
    },
    args: { input: t.arg({ type: LinkIdentityInput, required: true, description: 'Which.' }) },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      const session = toGlobalId('Session', viewer.sessionId);
      await linkIdentity(context.backend, viewer, { ...input, session }, deviceOf(context));
      return { viewer };
    },
  }),
  unlinkIdentity: t.field({
    type: UnlinkIdentityPayload,
    authScopes: { signedIn: true },
    description: 'Ends that an identity opens the caller’s account. Devices stay signed in.',
    errors: { types: [NotFoundError, LastSignInMethodError, FreshSignInRequiredError] },
    args: { input: t.arg({ type: UnlinkIdentityInput, required: true, description: 'Which.' }) },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      const identityId = requireId('ExternalIdentity', input.identityId, 'linked account');
      await unlinkIdentity(context.backend, viewer, identityId, deviceOf(context));
      return { viewer };
    },
  }),
  reauthenticateWithProvider: t.field({
    type: ReauthenticateWithProviderPayload,
    authScopes: { signedIn: true },
    description:
      'What `reauthenticate` does, for whoever signs in through a provider: they have just done so again.',
    errors: { types: [InvalidAssertionError] },
    args: {
      input: t.arg({
        type: ReauthenticateWithProviderInput,
        required: true,
        description: 'The proof.',
      }),
    },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      const { backend } = context;
      const session = toGlobalId('Session', viewer.sessionId);
      await reauthenticateWithProvider(backend, viewer, { ...input, session }, deviceOf(context));
      return { session: await requireSession(backend, viewer, viewer.sessionId) };
    },
  }),
}));
