import { User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import {
  AccountDeletedError,
  NotFriendsError,
  RecipientRefusesError,
  UserBlockedError,
} from '../errors.ts';

builder.objectType(NotFriendsError, {
  name: 'NotFriendsError',
  description:
    'Only friends can be called by a remark or added to a group; and written to, where administrators keep strangers apart.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    users: t.field({
      type: [User],
      description: 'Those who are not friends of the caller.',
      resolve: (error) => error.accounts,
    }),
  }),
});
builder.objectType(UserBlockedError, {
  name: 'UserBlockedError',
  description: 'The caller has blocked somebody, and has to unblock them first.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    users: t.field({
      type: [User],
      description: 'Those whom the caller has blocked.',
      resolve: (error) => error.accounts,
    }),
  }),
});
builder.objectType(RecipientRefusesError, {
  name: 'RecipientRefusesError',
  description: 'Somebody does not accept this from the caller. Why is not told.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    users: t.field({
      type: [User],
      description: 'Those who do not.',
      resolve: (error) => error.accounts,
    }),
  }),
});

builder.objectType(AccountDeletedError, {
  name: 'AccountDeletedError',
  description: 'Somebody has deleted their account: nothing can be written to them any more.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    users: t.field({
      type: [User],
      description: 'Who that is, without a name.',
      resolve: (error) => error.accounts,
    }),
  }),
});

/** What may stand between two people when one writes to the other or adds them. */
export const CONTACT_ERRORS = [NotFriendsError, UserBlockedError, RecipientRefusesError];
