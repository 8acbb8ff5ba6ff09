import { builder } from '../../graphql/builder.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { PasswordBreachedError, PasswordGuessableError, ServerBusyError } from '../errors.ts';

builder.objectType(PasswordBreachedError, {
  name: 'PasswordBreachedError',
  description: 'The password is on lists of stolen passwords.',
  interfaces: [ErrorInterface],
});

builder.objectType(PasswordGuessableError, {
  name: 'PasswordGuessableError',
  description:
    'The password is too easy to guess. The person’s own names add nothing to it; common words, dates and rows of keys add little.',
  interfaces: [ErrorInterface],
});

builder.objectType(ServerBusyError, {
  name: 'ServerBusyError',
  description: 'More passwords wait to be checked than the server can check in half a second.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAt: t.expose('retryAt', { type: 'DateTime', description: 'When to try again.' }),
  }),
});

/** Whatever may be wrong with a password that somebody chooses. */
export const PASSWORD_REFUSED = [PasswordBreachedError, PasswordGuessableError, ServerBusyError];
