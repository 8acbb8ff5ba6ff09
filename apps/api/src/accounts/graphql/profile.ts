import type { Account } from '@teahouse/db/client';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import { requireUser } from '../access.ts';
import { UsernameChangedLatelyError, UsernameTakenError } from '../errors.ts';
import { changeUsername, updateProfile, usernameChangeableAt } from '../service/profile.ts';
import { User } from './user.ts';
import { Viewer } from './viewer.ts';

builder.objectType(UsernameChangedLatelyError, {
  name: 'UsernameChangedLatelyError',
  description: 'The caller has taken another username less than USERNAME_CHANGE_DAYS (30) ago.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAt: t.expose('retryAt', { type: 'DateTime', description: 'From when on they may again.' }),
  }),
});

builder.objectFields(Viewer, (t) => ({
  usernameChangeableAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'From when on the caller may take another username; null when they may now.',
    resolve: async ({ accountId }, _args, { backend }) =>
      usernameChangeableAt(backend, await requireUser(backend, accountId)),
  }),
}));

const UpdateProfileInput = builder.inputType('UpdateProfileInput', {
  description: 'How others shall see the caller. Left out or null: as it is.',
  fields: (t) => ({
    nickname: t.string({ description: '1 to 40 characters.' }),
    bio: t.string({ description: 'What they say of themself; at most 200 characters.' }),
  }),
});

const ChangeUsernameInput = builder.inputType('ChangeUsernameInput', {
  description: 'Another username.',
  fields: (t) => ({
    username: t.string({
      required: true,
      description: '3 to 30 letters, digits, `_` or `.`; unique without regard to case.',
    }),
  }),
});

const userPayload = (name: string, description: string) =>
  builder.objectRef<Account>(name).implement({
    description,
    fields: (t) => ({
      user: t.field({
        type: User,
        description: 'The caller as others see them now.',
        resolve: (account) => account,
      }),
    }),
  });
const UpdateProfilePayload = userPayload('UpdateProfilePayload', 'The profile is as asked for.');
const ChangeUsernamePayload = userPayload('ChangeUsernamePayload', 'The caller is called so.');

builder.mutationFields((t) => ({
  updateProfile: t.field({
    type: UpdateProfilePayload,
    authScopes: { signedIn: true },
    description: 'Changes how others see the caller. Friends and groups of the caller are told.',
    errors: { types: [InvalidFieldError] },
    args: { input: t.arg({ type: UpdateProfileInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      updateProfile(context.backend, requireViewer(context), {
        nickname: input.nickname ?? undefined,
        bio: input.bio ?? undefined,
      }),
  }),
  changeUsername: t.field({
    type: ChangeUsernamePayload,
    authScopes: { signedIn: true },
    description:
      'Takes another username, at most once in USERNAME_CHANGE_DAYS (30). For as long the old one is kept from others, so that nobody takes the caller’s place. Names that would pass for the installation itself are nobody’s.',
    errors: { types: [InvalidFieldError, UsernameTakenError, UsernameChangedLatelyError] },
    args: { input: t.arg({ type: ChangeUsernameInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      changeUsername(context.backend, requireViewer(context), input.username),
  }),
}));

builder.objectFields(
  loggedEvent(
    'ProfileChanged',
    'The caller or a friend is called something else, or says something else of themself. Those who share a group learn of it by MemberChanged. Account stream.',
  ),
  (t) => ({
    user: t.prismaField({
      type: User,
      description: 'The person as they are now.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: event.payload.accountId } }),
    }),
  }),
);
