import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import type { Viewer as AskingViewer } from '../../platform/viewer.ts';
import { requireUser } from '../access.ts';
import { FreshSignInRequiredError, WrongCredentialsError } from '../errors.ts';
import { changePassword } from '../service/passwords.ts';
import { CAPTCHA_REFUSED, captchaField } from './captcha.ts';
import { PASSWORD_REFUSED } from './passwords.ts';
import { deviceOf } from './sessions.ts';
import { Viewer } from './viewer.ts';

builder.objectFields(Viewer, (t) => ({
  hasPassword: t.boolean({
    description:
      'Whether there is one: people who came from a provider have none until they set it.',
    resolve: async ({ accountId }, _args, { backend }) =>
      (await requireUser(backend, accountId)).passwordHash !== null,
  }),
}));

const ChangePasswordInput = builder.inputType('ChangePasswordInput', {
  description: 'Another password for the account, or its first.',
  fields: (t) => ({
    currentPassword: t.string({
      description: 'Needed where there is one (`Viewer.hasPassword`).',
    }),
    newPassword: t.string({
      required: true,
      description: '8 to 256 characters; none that is known from a breach or easily guessed.',
    }),
    signOutOthers: t.boolean({
      required: true,
      defaultValue: true,
      description: 'Whether all other devices are signed out.',
    }),
    captcha: t.string(captchaField),
  }),
});

const ChangePasswordPayload = builder
  .objectRef<{ viewer: AskingViewer }>('ChangePasswordPayload')
  .implement({
    description: 'The account has the new password. This device stays signed in.',
    fields: (t) => ({
      viewer: t.field({
        type: Viewer,
        description: 'The caller.',
        resolve: ({ viewer }) => viewer,
      }),
    }),
  });

builder.mutationField('changePassword', (t) =>
  t.field({
    type: ChangePasswordPayload,
    authScopes: { signedIn: true },
    description:
      'Changes the caller’s password, which takes the current one and a `captcha`; an account without one gets its first, which takes a fresh sign-in. The owner gets a letter, and every device `AccountChanged`.',
    errors: {
      types: [
        WrongCredentialsError,
        InvalidFieldError,
        FreshSignInRequiredError,
        ...PASSWORD_REFUSED,
        ...CAPTCHA_REFUSED,
      ],
    },
    args: {
      input: t.arg({ type: ChangePasswordInput, required: true, description: 'The password.' }),
    },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      await changePassword(context.backend, viewer, input, deviceOf(context, null));
      return { viewer };
    },
  }),
);
