import type { Exchange } from '@urql/core';
import { map, pipe, tap } from 'wonka';

/**
 * When no network can be reached, the cache answers with the failure alone, and what was shown would be gone. What is known
 * stays on the screen: that it may be out of date, the line about the connection tells. Stands before the cache.
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
        if (data) known.set(operation.key, data);
        if (data || !error?.networkError || !known.has(operation.key)) return result;
        return { ...result, data: known.get(operation.key), error: undefined, stale: false };
      }),
    );
  };
