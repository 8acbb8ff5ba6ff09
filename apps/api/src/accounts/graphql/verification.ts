import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { EmailDomainRefusedError } from '../../installation/errors.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import type { Viewer as AskingViewer } from '../../platform/viewer.ts';
import { requireUser } from '../access.ts';
import { EmailTakenError, FreshSignInRequiredError } from '../errors.ts';
import {
  claimedEmail,
  requestVerification,
  sentVerification,
  verifyEmail,
} from '../service/verification.ts';
import { CODE_REFUSED, CodeSentPayload, codeField } from './codes.ts';
import { deviceOf } from './sessions.ts';
import { Viewer } from './viewer.ts';

interface Unverified {
  address: string;
  sent: { expiresAt: Date; retryAt: Date } | null;
}

const UnverifiedEmail = builder.objectRef<Unverified>('UnverifiedEmail').implement({
  description:
    'The address that somebody gave at registration and has not proven yet. Until then nobody is found, signed in or given a new password by it.',
  fields: (t) => ({
    address: t.exposeString('address', { description: 'As it was given.' }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when the code is good that was sent last; null when none is.',
      resolve: ({ sent }) => sent?.expiresAt ?? null,
    }),
    retryAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When another code may be asked for; null for at once.',
      resolve: ({ sent }) => sent?.retryAt ?? null,
    }),
  }),
});

builder.objectFields(Viewer, (t) => ({
  unverifiedEmail: t.field({
    type: UnverifiedEmail,
    nullable: true,
    description:
      'The address that waits for `verifyEmail`. Null once one is proven, and where no letters are sent.',
    resolve: async ({ accountId }, _args, { backend }) => {
      const address = claimedEmail(backend, await requireUser(backend, accountId));
      if (!address) return null;
      return { address, sent: await sentVerification(backend, accountId, address) };
    },
  }),
}));

const VerifyEmailInput = builder.inputType('VerifyEmailInput', {
  description: 'The proof that the address given at registration is the caller’s own.',
  fields: (t) => ({ code: t.string(codeField) }),
});

const RequestVerificationInput = builder.inputType('RequestVerificationInput', {
  description: 'Which address the caller wants to prove.',
  fields: (t) => ({
    email: t.string({
      description:
        'Another address than the one given before, which it replaces; at most 254 characters. Left out: the same again.',
    }),
  }),
});

const VerifyEmailPayload = builder
  .objectRef<{ viewer: AskingViewer }>('VerifyEmailPayload')
  .implement({
    description: 'The address is the account’s now.',
    fields: (t) => ({
      viewer: t.field({
        type: Viewer,
        description: 'The caller.',
        resolve: ({ viewer }) => viewer,
      }),
    }),
  });

builder.mutationFields((t) => ({
  verifyEmail: t.field({
    type: VerifyEmailPayload,
    authScopes: { signedIn: true },
    description:
      'Puts the address given at registration on the account, by the code that was sent to it. Every device of the caller gets `AccountChanged`.',
    errors: { types: [NotFoundError, EmailTakenError, ...CODE_REFUSED] },
    args: { input: t.arg({ type: VerifyEmailInput, required: true, description: 'The proof.' }) },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      await verifyEmail(context.backend, viewer, input.code, deviceOf(context, null));
      return { viewer };
    },
  }),
  requestVerification: t.field({
    type: CodeSentPayload,
    authScopes: { signedIn: true },
    description:
      'Sends the code for `verifyEmail` again, or to another address. The same answer where that is somebody else’s, who then gets a letter. Counted like `requestCode`.',
    errors: {
      types: [NotFoundError, InvalidFieldError, EmailDomainRefusedError, FreshSignInRequiredError],
    },
    args: {
      input: t.arg({ type: RequestVerificationInput, required: true, description: 'Where to.' }),
    },
    resolve: (_root, { input }, context) =>
      requestVerification(
        context.backend,
        requireViewer(context),
        input.email ?? null,
        deviceOf(context, null),
      ),
  }),
}));
