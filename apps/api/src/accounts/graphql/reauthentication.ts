import type { Session as SessionRow } from '@teahouse/db/client';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { QUERY_COST } from '../../graphql/limits.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { FreshSignInRequiredError, ServerBusyError, WrongCredentialsError } from '../errors.ts';
import {
  proofMethods,
  reauthenticate,
  requestReauthenticationCode,
} from '../service/reauthentication.ts';
import { CAPTCHA_REFUSED, captchaField } from './captcha.ts';
import { CODE_REFUSED, CodeSentPayload } from './codes.ts';
import { deviceOf, Session } from './sessions.ts';
import { Viewer } from './viewer.ts';

builder.objectType(FreshSignInRequiredError, {
  name: 'FreshSignInRequiredError',
  description:
    'This changes what the account is opened with, and the person has not proved who they are on this device in the last FRESH_SIGN_IN_MINUTES (10). Ask them, call `reauthenticate`, and try again.',
  interfaces: [ErrorInterface],
});

builder.objectFields(Session, (t) => ({
  authenticatedAt: t.expose('authenticatedAt', {
    type: 'DateTime',
    description:
      'When the person last proved who they are on this device: at sign-in, or by `reauthenticate`.',
  }),
}));

const ReauthenticationMethod = builder.enumType('ReauthenticationMethod', {
  description: 'How a person may prove on a signed-in device that it is still them.',
  values: {
    PASSWORD: { description: 'By the account’s password.' },
    EMAIL_CODE: { description: 'By a code to the account’s e-mail address.' },
    SMS_CODE: { description: 'By a code to the account’s phone.' },
    PROVIDER: { description: 'By signing in at the linked provider once more.' },
  } as const,
});

export const CodeChannel = builder.enumType('CodeChannel', {
  description: 'How a code reaches somebody.',
  values: {
    EMAIL: { description: 'By a letter.' },
    SMS: { description: 'By a short message.' },
  } as const,
});

builder.objectFields(Viewer, (t) => ({
  reauthenticationMethods: t.field({
    type: [ReauthenticationMethod],
    description:
      'What the person can prove themselves by, the easiest first. Empty: they sign out and in again.',
    complexity: QUERY_COST,
    resolve: (viewer, _args, { backend }) => proofMethods(backend, viewer),
  }),
}));

const ReauthenticateInput = builder.inputType('ReauthenticateInput', {
  description: 'A proof that it is still the person who holds the device: a password or a code.',
  fields: (t) => ({
    password: t.string({ description: 'The account’s password.' }),
    code: t.string({ description: 'The code that `requestReauthenticationCode` has sent.' }),
    channel: t.field({ type: CodeChannel, description: 'How the code was sent.' }),
    captcha: t.string(captchaField),
  }),
});

const RequestReauthenticationCodeInput = builder.inputType('RequestReauthenticationCodeInput', {
  description: 'Where to send the code: an address that the account has proven.',
  fields: (t) => ({
    channel: t.field({ type: CodeChannel, required: true, description: 'How.' }),
  }),
});

const ReauthenticatePayload = builder
  .objectRef<{ session: SessionRow }>('ReauthenticatePayload')
  .implement({
    description: 'The person has proved who they are.',
    fields: (t) => ({
      session: t.field({
        type: Session,
        description: 'The asking device.',
        resolve: ({ session }) => session,
      }),
    }),
  });

builder.mutationFields((t) => ({
  reauthenticate: t.field({
    type: ReauthenticatePayload,
    authScopes: { signedIn: true },
    description:
      'Proves on the asking device that it is still the person. For FRESH_SIGN_IN_MINUTES (10) they may then change what the account is opened with. Wrong passwords count like those of `signIn`.',
    errors: {
      types: [
        WrongCredentialsError,
        InvalidFieldError,
        NotFoundError,
        ServerBusyError,
        ...CODE_REFUSED,
        ...CAPTCHA_REFUSED,
      ],
    },
    args: {
      input: t.arg({ type: ReauthenticateInput, required: true, description: 'The proof.' }),
    },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      const device = deviceOf(context, null);
      return { session: await reauthenticate(context.backend, viewer, input, device) };
    },
  }),
  requestReauthenticationCode: t.field({
    type: CodeSentPayload,
    authScopes: { signedIn: true },
    description: 'Sends a code for `reauthenticate`. Counted like `requestCode`.',
    errors: { types: [NotFoundError] },
    args: {
      input: t.arg({
        type: RequestReauthenticationCodeInput,
        required: true,
        description: 'Where to.',
      }),
    },
    resolve: (_root, { input }, context) =>
      requestReauthenticationCode(
        context.backend,
        requireViewer(context),
        input.channel,
        deviceOf(context, null),
      ),
  }),
}));
