import { PothosValidationError } from '@pothos/core';
import { GraphQLError } from 'graphql';
import {
  DomainError,
  InvalidFieldError,
  LimitReachedError,
  NotFoundError,
  RateLimitedError,
} from '../platform/errors.ts';
import type { Logger } from '../platform/log.ts';
import { builder } from './builder.ts';

/** The only place where errors meet GraphQL. */
export const ErrorInterface = builder.interfaceRef<DomainError>('Error').implement({
  description: 'Something that the person can put right.',
  fields: (t) => ({
    message: t.exposeString('message', {
      description: 'What is wrong and what to do, in English. Clients translate by `__typename`.',
    }),
    rule: t.exposeString('rule', {
      description: 'Stable name of the rule that refused, for programs.',
    }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description:
    'There is no such object, or the caller may not see it: the two look alike on purpose.',
  interfaces: [ErrorInterface],
});

builder.objectType(InvalidFieldError, {
  name: 'InvalidFieldError',
  description: 'A value of the input breaks a rule; `message` says which.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Name of the input field.' }),
  }),
});

builder.objectType(LimitReachedError, {
  name: 'LimitReachedError',
  description: 'There is as much of something as there may be; `message` says of what.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'How many there may be.' }),
  }),
});

/** Whether an error is one of ours to show, as opposed to a bug or an outage. */
export function isPresentable(error: GraphQLError): boolean {
  const original = error.originalError;
  return (
    !original ||
    original instanceof GraphQLError ||
    original instanceof DomainError ||
    original instanceof PothosValidationError
  );
}

/** What a caller is shown of an error: the rule when there is one, otherwise only a number to quote. */
export function presentError(error: unknown, requestId: string, log: Logger): GraphQLError {
  const given = error instanceof GraphQLError ? error : null;
  const original = given?.originalError ?? error;
  const place = given ? { nodes: given.nodes, path: given.path } : {};
  if (given && isPresentable(given)) {
    if (original instanceof RateLimitedError) {
      const { rule, retryAt } = original;
      const extensions = { code: 'RATE_LIMITED', rule, retryAt: retryAt.toISOString() };
      return new GraphQLError(original.message, { ...place, extensions });
    }
    if (original instanceof DomainError)
      return new GraphQLError(original.message, { ...place, extensions: { code: original.rule } });
    if (original instanceof PothosValidationError)
      return new GraphQLError(original.message, {
        ...place,
        extensions: { code: 'BAD_USER_INPUT' },
      });
    // What GraphQL itself has against a request, a variable for example, it says without a code.
    if (given.extensions.code) return given;
    const { source, positions, extensions } = given;
    return new GraphQLError(given.message, {
      ...place,
      source,
      positions,
      extensions: { ...extensions, code: 'BAD_USER_INPUT' },
    });
  }
  log.error({ requestId, path: given?.path, err: original }, 'Request failed');
  return new GraphQLError(
    `Something went wrong on our side. If it happens again, report it with request id ${requestId}.`,
    { ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } },
  );
}
