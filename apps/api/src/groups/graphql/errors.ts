import { User } from '../../accounts/graphql/user.ts';
import { MemberRole } from '../../conversations/graphql/member.ts';
import { builder } from '../../graphql/builder.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import {
  BannedFromGroupError,
  MemberMutedError,
  RoleRequiredError,
  TokenRequiredError,
} from '../errors.ts';

builder.objectType(RoleRequiredError, {
  name: 'RoleRequiredError',
  description: 'The caller’s role in the group does not allow this.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    roles: t.field({
      type: [MemberRole],
      description: 'The roles that may; none where nobody may, such as removing the owner.',
      resolve: (error) => error.roles,
    }),
  }),
});

builder.objectType(MemberMutedError, {
  name: 'MemberMutedError',
  description: 'The caller may not speak in the group for a while.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAt: t.expose('retryAt', { type: 'DateTime', description: 'From when on they may again.' }),
  }),
});

builder.objectType(BannedFromGroupError, {
  name: 'BannedFromGroupError',
  description: 'Somebody may not come back into the group before their ban is lifted.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    users: t.field({
      type: [User],
      description: 'Those who are banned.',
      resolve: (error) => error.accounts,
    }),
  }),
});

builder.objectType(TokenRequiredError, {
  name: 'TokenRequiredError',
  description: 'The group is private: people are invited into it, and not added.',
  interfaces: [ErrorInterface],
});
