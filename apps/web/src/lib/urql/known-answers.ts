import type { Exchange } from '@urql/core';
import { map, pipe, tap } from 'wonka';
import { isUnanswered } from './unanswered';

/**
 * Where nothing can be had, the cache answers with the failure alone, or with what is missing left empty, and what was shown
 * would be gone. What is known stays on the screen: that it may be out of date, the line about the connection tells. Stands
 * before the cache.
 */
export const knownAnswersExchange: Exchange =
  ({ forward }) =>
  (operations) => {
    const known = new Map<number, unknown>();
    const watched = pipe(
      operations,
      tap(({ kind, key }) => {
        if (kind === 'teardown') known.delete(key);
      }),
    );
    return pipe(
      forward(watched),
      map((result) => {
        const { operation, data, error } = result;
        if (operation.kind !== 'query') return result;
        if (isUnanswered(error)) {
          const before = known.get(operation.key);
          return before ? { ...result, data: before, error: undefined, stale: false } : result;
        }
        if (data) known.set(operation.key, data);
        return result;
      }),
    );
  };
