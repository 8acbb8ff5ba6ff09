import { builder } from '../../graphql/builder.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import type { Env } from '../../platform/env.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import { canSend } from '../../platform/outgoing.ts';
import type { CodeSent } from '../codes.ts';
import { CodeExpiredError, WrongCodeError } from '../errors.ts';
import { requestCode, signInWithCode } from '../service/codes.ts';
import { resetPassword } from '../service/recovery.ts';
import { CAPTCHA_REFUSED, captchaField } from './captcha.ts';
import { PASSWORD_REFUSED } from './passwords.ts';
import { asSignedIn, deviceName, deviceOf, SignedInPayload } from './sessions.ts';

builder.objectType(WrongCodeError, {
  name: 'WrongCodeError',
  description: 'This is not the code that was sent.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    triesLeft: t.exposeInt('triesLeft', {
      description: 'How often it may still be tried, from 4 down to 0; then ask for a new one.',
    }),
  }),
});

builder.objectType(CodeExpiredError, {
  name: 'CodeExpiredError',
  description:
    'There is no code that could be tried: none was sent, or it has been used, was tried too often, or is older than CODE_MINUTES (10).',
  interfaces: [ErrorInterface],
});

/** Whatever may be wrong with a code that somebody enters. */
export const CODE_REFUSED = [WrongCodeError, CodeExpiredError];

export const CodeSentPayload = builder.objectRef<CodeSent>('CodeSent').implement({
  description:
    'A code is on its way, if the address is one that it may be sent to; whether it is, is not told.',
  fields: (t) => ({
    sentTo: t.exposeString('sentTo', {
      description: 'The address as it was given, masked: `m•••@example.org`.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'Until when it is good: CODE_MINUTES (10).',
    }),
    retryAt: t.expose('retryAt', {
      type: 'DateTime',
      description: 'When another may be asked for: CODE_RESEND_SECONDS (60).',
    }),
  }),
});

/** What a person types where a code is to be entered. */
export const codeField = {
  required: true,
  description: 'The six digits of the letter or short message. Spaces do not matter.',
} as const;

const SignInMethods = builder.objectRef<Env>('SignInMethods').implement({
  description: 'How people can sign in here, as the settings have it.',
  fields: (t) => ({
    password: t.boolean({ description: 'By password: always.', resolve: () => true }),
    emailCode: t.boolean({
      description: 'By a code to their e-mail address. An address then counts once it is proven.',
      resolve: (env) => canSend(env, 'EMAIL'),
    }),
    smsCode: t.boolean({
      description: 'By a code to their phone.',
      resolve: (env) => canSend(env, 'SMS'),
    }),
    phoneCountry: t.string({
      nullable: true,
      description:
        'Country (ISO 3166-1) of phone numbers that are written without one. Null: all are written with `+`.',
      resolve: (env) => env.PHONE_COUNTRY ?? null,
    }),
    outbox: t.string({
      nullable: true,
      description:
        'In development: the page that shows letters and short messages instead of their being sent.',
      resolve: (env) => (env.OUTBOX ? `http://localhost:${env.API_PORT}/outbox` : null),
    }),
  }),
});

builder.queryField('signInMethods', (t) =>
  t.field({
    type: SignInMethods,
    authScopes: { public: true },
    description: 'How people can sign in here.',
    resolve: (_root, _args, { backend }) => backend.env,
  }),
);

const CodePurpose = builder.enumType('CodePurpose', {
  description: 'What a code is good for that somebody asks for who is not signed in.',
  values: {
    SIGN_IN: { description: 'For `signInWithCode`.' },
    RESET_PASSWORD: { description: 'For `resetPassword`.' },
  } as const,
});

const addressField = {
  required: true,
  description:
    'An e-mail address, or a phone number with its country (`+86 138 1234 5678`; without it PHONE_COUNTRY’s).',
} as const;

const RequestCodeInput = builder.inputType('RequestCodeInput', {
  description: 'Where to send a code, and what for.',
  fields: (t) => ({
    purpose: t.field({ type: CodePurpose, required: true, description: 'What it is for.' }),
    address: t.string(addressField),
    captcha: t.string(captchaField),
  }),
});

const SignInWithCodeInput = builder.inputType('SignInWithCodeInput', {
  description: 'A code, and the address that it was sent to.',
  fields: (t) => ({
    address: t.string(addressField),
    code: t.string(codeField),
    deviceName: t.string(deviceName),
  }),
});

const ResetPasswordInput = builder.inputType('ResetPasswordInput', {
  description: 'A new password for whoever can prove the account’s address.',
  fields: (t) => ({
    address: t.string(addressField),
    code: t.string(codeField),
    newPassword: t.string({
      required: true,
      description: '8 to 256 characters; none that is known from a breach or easily guessed.',
    }),
    captcha: t.string(captchaField),
    deviceName: t.string(deviceName),
  }),
});

builder.mutationFields((t) => ({
  requestCode: t.field({
    type: CodeSentPayload,
    authScopes: { public: true },
    description:
      'Sends a code to an address that an account has proven. The same answer, after the same time, where none has. At most CODES_PER_RECIPIENT (5) an hour for one address and CODES_PER_ADDRESS (50) from one network address. The letter is in the language of `Accept-Language` (en, zh-CN).',
    errors: { types: [InvalidFieldError, ...CAPTCHA_REFUSED] },
    args: { input: t.arg({ type: RequestCodeInput, required: true, description: 'Where to.' }) },
    resolve: (_root, { input }, context) =>
      requestCode(context.backend, input, deviceOf(context, null)),
  }),
  signInWithCode: t.field({
    type: SignedInPayload,
    authScopes: { public: true },
    description: 'Signs this device in by a code. There has to be an account: none is made.',
    errors: { types: [InvalidFieldError, ...CODE_REFUSED] },
    args: { input: t.arg({ type: SignInWithCodeInput, required: true, description: 'Who.' }) },
    resolve: async (_root, { input }, context) =>
      asSignedIn(
        context,
        await signInWithCode(context.backend, input, deviceOf(context, input.deviceName)),
      ),
  }),
  resetPassword: t.field({
    type: SignedInPayload,
    authScopes: { public: true },
    description:
      'Gives the account a new password, signs this device in and all others out. A password that is refused leaves the code good for another try.',
    errors: {
      types: [InvalidFieldError, ...CODE_REFUSED, ...PASSWORD_REFUSED, ...CAPTCHA_REFUSED],
    },
    args: {
      input: t.arg({ type: ResetPasswordInput, required: true, description: 'The new password.' }),
    },
    resolve: async (_root, { input }, context) =>
      asSignedIn(
        context,
        await resetPassword(context.backend, input, deviceOf(context, input.deviceName)),
      ),
  }),
}));
