import { builder } from '../../graphql/builder.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { EmailDomainRefusedError, RegistrationClosedError } from '../../installation/errors.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import {
  EmailTakenError,
  InvalidAssertionError,
  ServerBusyError,
  UsernameTakenError,
  WrongCredentialsError,
} from '../errors.ts';
import { signInWithProvider } from '../service/identities.ts';
import { register } from '../service/registration.ts';
import { signIn } from '../service/sign-in.ts';
import { CAPTCHA_REFUSED, captchaField } from './captcha.ts';
import { PASSWORD_REFUSED } from './passwords.ts';
import { asSignedIn, deviceName, deviceOf, SignedInPayload } from './sessions.ts';

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

builder.objectType(InvalidAssertionError, {
  name: 'InvalidAssertionError',
  description:
    'The assertion is not signed with WEB_API_SECRET, is older than two minutes, has been used already, or was made for something else.',
  interfaces: [ErrorInterface],
});

const NOT_ADMITTED = [RegistrationClosedError, EmailDomainRefusedError];

const RegisterInput = builder.inputType('RegisterInput', {
  description: 'A new account.',
  fields: (t) => ({
    username: t.string({
      required: true,
      description: '3 to 30 letters, digits, `_` or `.`; unique without regard to case.',
    }),
    email: t.string({ required: true, description: 'At most 254 characters; unique.' }),
    password: t.string({
      required: true,
      description: '8 to 256 characters; none that is known from a breach or easily guessed.',
    }),
    nickname: t.string({ description: '1 to 40 characters; the username when left out.' }),
    captcha: t.string(captchaField),
    deviceName: t.string(deviceName),
  }),
});

const SignInInput = builder.inputType('SignInInput', {
  description: 'A name and a password.',
  fields: (t) => ({
    login: t.string({ required: true, description: 'Username or e-mail address.' }),
    password: t.string({ required: true, description: 'The password.' }),
    captcha: t.string(captchaField),
    deviceName: t.string(deviceName),
  }),
});

const SignInWithProviderInput = builder.inputType('SignInWithProviderInput', {
  description: 'The web server’s word for a person that an external provider knows.',
  fields: (t) => ({
    assertion: t.string({
      required: true,
      description:
        'JWT (HS256, WEB_API_SECRET; iss `teahouse-web`, aud `teahouse-api`, at most 2 minutes old) with `jti`, `provider`, `subject`, `email`, `emailVerified`, `name`, `preferredUsername`. Good once. One with a `purpose` other than `SIGN_IN` is for something else.',
    }),
    deviceName: t.string(deviceName),
  }),
});

builder.mutationFields((t) => ({
  register: t.field({
    type: SignedInPayload,
    authScopes: { public: true },
    description: 'Makes an account and signs this device in.',
    errors: {
      types: [
        InvalidFieldError,
        UsernameTakenError,
        EmailTakenError,
        ...NOT_ADMITTED,
        ...PASSWORD_REFUSED,
        ...CAPTCHA_REFUSED,
      ],
    },
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
    description:
      'Signs this device in by password. After SIGN_INS_BEFORE_CAPTCHA (5) wrong ones in 15 minutes, for one account or from one network, it needs a `captcha`.',
    errors: { types: [WrongCredentialsError, ServerBusyError, ...CAPTCHA_REFUSED] },
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
    errors: { types: [EmailTakenError, InvalidAssertionError, ...NOT_ADMITTED] },
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
}));
