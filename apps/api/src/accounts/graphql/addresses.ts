import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import type { Viewer as AskingViewer } from '../../platform/viewer.ts';
import { requireUser } from '../access.ts';
import {
  EmailTakenError,
  FreshSignInRequiredError,
  LastSignInMethodError,
  PhoneTakenError,
} from '../errors.ts';
import {
  cancelAddressChange,
  confirmEmailChange,
  confirmPhoneChange,
  removePhone,
  requestEmailChange,
  requestPhoneChange,
} from '../service/addresses.ts';
import { CODE_REFUSED, CodeSentPayload, codeField } from './codes.ts';
import { CodeChannel } from './reauthentication.ts';
import { deviceOf } from './sessions.ts';
import { Viewer } from './viewer.ts';

builder.objectType(PhoneTakenError, {
  name: 'PhoneTakenError',
  description: 'Another account has proven this number since the code was sent.',
  interfaces: [ErrorInterface],
});

builder.objectFields(Viewer, (t) => ({
  pendingEmail: t.string({
    nullable: true,
    description: 'An e-mail address that the person gave and has not proven yet.',
    resolve: async (viewer, _args, { backend }) =>
      (await requireUser(backend, viewer.accountId)).pendingEmail,
  }),
  phone: t.string({
    nullable: true,
    description: 'In E.164, for example +8613812345678; proven.',
    resolve: async (viewer, _args, { backend }) =>
      (await requireUser(backend, viewer.accountId)).phone,
  }),
  pendingPhone: t.string({
    nullable: true,
    description: 'A phone number that the person gave and has not proven yet, in E.164.',
    resolve: async (viewer, _args, { backend }) =>
      (await requireUser(backend, viewer.accountId)).pendingPhone,
  }),
}));

const RequestEmailChangeInput = builder.inputType('RequestEmailChangeInput', {
  description: 'Another e-mail address.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'At most 254 characters.' }),
  }),
});
const ConfirmEmailChangeInput = builder.inputType('ConfirmEmailChangeInput', {
  description: 'The code that was sent to the new address.',
  fields: (t) => ({ code: t.string(codeField) }),
});
const RequestPhoneChangeInput = builder.inputType('RequestPhoneChangeInput', {
  description: 'Another phone number.',
  fields: (t) => ({
    phone: t.string({
      required: true,
      description: 'With its country (`+86 138 1234 5678`); without it PHONE_COUNTRY’s.',
    }),
  }),
});
const ConfirmPhoneChangeInput = builder.inputType('ConfirmPhoneChangeInput', {
  description: 'The code that was sent to the new number.',
  fields: (t) => ({ code: t.string(codeField) }),
});
const CancelAddressChangeInput = builder.inputType('CancelAddressChangeInput', {
  description: 'Which change is not wanted any more.',
  fields: (t) => ({
    channel: t.field({ type: CodeChannel, required: true, description: 'Of which address.' }),
  }),
});

const viewerPayload = (name: string, description: string) =>
  builder.objectRef<{ viewer: AskingViewer }>(name).implement({
    description,
    fields: (t) => ({
      viewer: t.expose('viewer', {
        type: Viewer,
        description: 'The caller, with their addresses as they are now. Depends on the viewer.',
      }),
    }),
  });
const ConfirmEmailChangePayload = viewerPayload(
  'ConfirmEmailChangePayload',
  'The account has the new address.',
);
const ConfirmPhoneChangePayload = viewerPayload(
  'ConfirmPhoneChangePayload',
  'The account has the new number.',
);
const CancelAddressChangePayload = viewerPayload(
  'CancelAddressChangePayload',
  'The address stays what it was.',
);
const RemovePhonePayload = viewerPayload('RemovePhonePayload', 'The account has no number.');

builder.mutationFields((t) => ({
  requestEmailChange: t.field({
    type: CodeSentPayload,
    authScopes: { signedIn: true },
    description:
      'Sends a code to an address that the caller wants to have. Until it comes back by `confirmEmailChange` the old address stays. The same answer where another account has it: its owner gets a letter instead. Asking again makes the code before worthless.',
    errors: { types: [InvalidFieldError, FreshSignInRequiredError] },
    args: {
      input: t.arg({ type: RequestEmailChangeInput, required: true, description: 'Which.' }),
    },
    resolve: (_root, { input }, context) =>
      requestEmailChange(context.backend, requireViewer(context), input.email, deviceOf(context)),
  }),
  confirmEmailChange: t.field({
    type: ConfirmEmailChangePayload,
    authScopes: { signedIn: true },
    description:
      'Takes the address that a code was sent to. A letter to the old one says that it happened.',
    errors: { types: [...CODE_REFUSED, EmailTakenError] },
    args: {
      input: t.arg({ type: ConfirmEmailChangeInput, required: true, description: 'The code.' }),
    },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      await confirmEmailChange(context.backend, viewer, input.code, deviceOf(context));
      return { viewer };
    },
  }),
  requestPhoneChange: t.field({
    type: CodeSentPayload,
    authScopes: { signedIn: true },
    description:
      'Sends a code to a phone number that the caller wants to have. The same answer where another account has it.',
    errors: { types: [InvalidFieldError, FreshSignInRequiredError] },
    args: {
      input: t.arg({ type: RequestPhoneChangeInput, required: true, description: 'Which.' }),
    },
    resolve: (_root, { input }, context) =>
      requestPhoneChange(context.backend, requireViewer(context), input.phone, deviceOf(context)),
  }),
  confirmPhoneChange: t.field({
    type: ConfirmPhoneChangePayload,
    authScopes: { signedIn: true },
    description: 'Takes the number that a code was sent to.',
    errors: { types: [...CODE_REFUSED, PhoneTakenError] },
    args: {
      input: t.arg({ type: ConfirmPhoneChangeInput, required: true, description: 'The code.' }),
    },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      await confirmPhoneChange(context.backend, viewer, input.code, deviceOf(context));
      return { viewer };
    },
  }),
  cancelAddressChange: t.field({
    type: CancelAddressChangePayload,
    authScopes: { signedIn: true },
    description:
      'Forgets an address that was asked for and not confirmed; its code is worthless. Does nothing where there is none.',
    args: {
      input: t.arg({ type: CancelAddressChangeInput, required: true, description: 'Which.' }),
    },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      await cancelAddressChange(context.backend, viewer, input.channel);
      return { viewer };
    },
  }),
  removePhone: t.field({
    type: RemovePhonePayload,
    authScopes: { signedIn: true },
    description: 'Takes the caller’s phone number away. Doing it twice is no error.',
    errors: { types: [LastSignInMethodError, FreshSignInRequiredError] },
    resolve: async (_root, _args, context) => {
      const viewer = requireViewer(context);
      await removePhone(context.backend, viewer, deviceOf(context));
      return { viewer };
    },
  }),
}));

builder.objectFields(
  loggedEvent(
    'AccountChanged',
    'What only the caller sees of their account has changed: its addresses, or what it is opened with. Account stream.',
  ),
  (t) => ({
    viewer: t.field({
      type: Viewer,
      description: 'The caller as they are now. Depends on the viewer.',
      resolve: (_event, _args, context) => requireViewer(context),
    }),
  }),
);
