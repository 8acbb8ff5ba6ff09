import { builder } from '../../graphql/builder.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import {
  EmailTakenError,
  InvalidAssertionError,
  UsernameTakenError,
  WrongCredentialsError,
} from '../errors.ts';
import { signInWithProvider } from '../service/identities.ts';
import { register } from '../service/registration.ts';
import { signIn } from '../service/sign-in.ts';
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
  description: 'The assertion is not signed with WEB_API_SECRET, or older than two minutes.',
  interfaces: [ErrorInterface],
});

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
}));
