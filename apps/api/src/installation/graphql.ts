import type { Installation as InstallationRow } from '@teahouse/db/client';
import { builder } from '../graphql/builder.ts';
import { requireViewer } from '../graphql/context.ts';
import { ErrorInterface } from '../graphql/errors.ts';
import { loggedEvent } from '../graphql/events.ts';
import { toGlobalId } from '../graphql/nodes.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../platform/errors.ts';
import { EmailDomainRefusedError, RegistrationClosedError } from './errors.ts';
import { updateInstallation } from './service.ts';
import { installationSettings } from './settings.ts';

builder.objectType(RegistrationClosedError, {
  name: 'RegistrationClosedError',
  description: 'The installation takes no new accounts.',
  interfaces: [ErrorInterface],
});

builder.objectType(EmailDomainRefusedError, {
  name: 'EmailDomainRefusedError',
  description: 'New accounts need an e-mail address of certain domains.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    domains: t.exposeStringList('domains', { description: 'Which, for example `example.org`.' }),
  }),
});

const RegistrationPolicy = builder.enumType('RegistrationPolicy', {
  description: 'Whether new accounts can be made.',
  values: {
    OPEN: { description: 'By anybody, or by whoever has an address of `emailDomains`.' },
    CLOSED: { description: 'By nobody.' },
  } as const,
});

const Installation = builder.objectRef<InstallationRow>('Installation').implement({
  description: 'This server, and what its administrators have set. Anybody may know all of it.',
  fields: (t) => ({
    id: t.id({
      description: 'Global id; there is one installation.',
      resolve: ({ id }) => toGlobalId('Installation', String(id)),
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'What it is called, 1 to 40 characters; null: by the product’s own name.',
    }),
    welcome: t.exposeString('welcome', {
      description: 'What its doors say to whoever comes, at most 500 characters; may be empty.',
    }),
    supportContact: t.exposeString('supportContact', {
      description:
        'Whom to turn to who cannot get in, at most 200 characters: an address or some words; may be empty.',
    }),
    registration: t.field({
      type: RegistrationPolicy,
      description: 'Whether new accounts can be made.',
      resolve: ({ registrationOpen }) => (registrationOpen ? 'OPEN' : 'CLOSED'),
    }),
    emailDomains: t.exposeStringList('emailDomains', {
      description:
        'Domains, such as `example.org`, of which a new account has to give an e-mail address; empty: of any. Whoever comes from a provider needs one that it has verified; everybody else is asked to prove theirs, and is let in meanwhile.',
    }),
    strangersMayWrite: t.exposeBoolean('strangersMayWrite', {
      description:
        'Whether people who are neither friends nor colleagues may write to each other, as far as each of them lets it happen.',
    }),
  }),
});

builder.queryField('installation', (t) =>
  t.field({
    type: Installation,
    authScopes: { public: true },
    description: 'This server: what its doors say, and to whom they open.',
    resolve: (_root, _args, { backend }) => installationSettings(backend),
  }),
);

const UpdateInstallationInput = builder.inputType('UpdateInstallationInput', {
  description: 'What shall be different. What is left out stays as it is.',
  fields: (t) => ({
    name: t.string({
      description: '1 to 40 characters; null or empty: by the product’s own name.',
    }),
    welcome: t.string({ description: 'At most 500 characters.' }),
    supportContact: t.string({ description: 'At most 200 characters.' }),
    registration: t.field({
      type: RegistrationPolicy,
      description: 'Whether new accounts can be made.',
    }),
    emailDomains: t.stringList({
      description: 'All of them, at most 50, such as `example.org`; empty: an address of any.',
    }),
    strangersMayWrite: t.boolean({
      description: 'Whether people may write to each other who are neither friends nor colleagues.',
    }),
  }),
});

const UpdateInstallationPayload = builder
  .objectRef<InstallationRow>('UpdateInstallationPayload')
  .implement({
    description: 'The installation is as was asked.',
    fields: (t) => ({
      installation: t.field({
        type: Installation,
        description: 'As it is now.',
        resolve: (installation) => installation,
      }),
    }),
  });

builder.mutationField('updateInstallation', (t) =>
  t.field({
    type: UpdateInstallationPayload,
    authScopes: { administrator: true },
    description: 'Sets how the installation is called and whom it takes in. Administrators only.',
    errors: { types: [NotFoundError, InvalidFieldError, LimitReachedError] },
    args: {
      input: t.arg({ type: UpdateInstallationInput, required: true, description: 'Changes.' }),
    },
    resolve: (_root, { input: { registration, ...input } }, context) =>
      updateInstallation(context.backend, requireViewer(context), {
        ...input,
        registrationOpen: registration && registration === 'OPEN',
      }),
  }),
);

builder.objectFields(
  loggedEvent(
    'InstallationChanged',
    'What administrators have set has changed. Account stream of every administrator.',
  ),
  (t) => ({
    installation: t.field({
      type: Installation,
      description: 'As it is now.',
      resolve: (_event, _args, { backend }) => installationSettings(backend),
    }),
  }),
);
