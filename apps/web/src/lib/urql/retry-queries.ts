import type { Exchange, Operation, OperationResult } from '@urql/core';
import { filter, makeSubject, merge, pipe, tap } from 'wonka';
import { isUnanswered } from './unanswered';

/** A server that restarts, or a connection that was closed in the moment it was used, is no reason to show an error. */
const PAUSES_MS = [300, 1_200];

/** Asks again, a little later, when no answer came. Queries only: whether a mutation took effect nobody can know. */
export const retryQueriesExchange: Exchange = ({ forward }) => {
  const { source: again, next: askAgain } = makeSubject<Operation>();
  const failures = new Map<number, number>();

  const isRetried = ({ operation, error }: OperationResult): boolean => {
    const pause = PAUSES_MS[failures.get(operation.key) ?? 0];
    const worthIt = operation.kind === 'query' && isUnanswered(error) && navigator.onLine;
    if (!worthIt || pause === undefined) {
      failures.delete(operation.key);
      return false;
    }
    failures.set(operation.key, (failures.get(operation.key) ?? 0) + 1);
    setTimeout(() => {
      if (failures.has(operation.key)) askAgain(operation);
    }, pause);
    return true;
  };

  return (operations) => {
    const watched = pipe(
      operations,
      tap(({ kind, key }) => {
        if (kind === 'teardown') failures.delete(key);
      }),
    );
    return pipe(
      forward(merge([watched, again])),
      filter((result) => !isRetried(result)),
    );
  };
};
