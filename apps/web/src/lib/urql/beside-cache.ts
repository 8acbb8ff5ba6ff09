import {
  type Exchange,
  formatDocument,
  makeOperation,
  type Operation,
  type OperationResult,
} from '@urql/core';
import { filter, makeSubject, map, merge, pipe, share, tap } from 'wonka';

/** Given with a query whose answer is kept elsewhere: the network alone is asked, and the cache hears nothing of it. */
export const besideCache = { requestPolicy: 'network-only', besideCache: true } as const;

const isBeside = ({ context }: Operation): boolean => context.besideCache === true;
const isForCache = (operation: Operation): boolean => !isBeside(operation);

/** The cache names the types in whatever it sends on; what passes it by needs them too. */
const withTypenames = (operation: Operation): Operation =>
  operation.kind === 'teardown'
    ? operation
    : makeOperation(
        operation.kind,
        { ...operation, query: formatDocument(operation.query) },
        operation.context,
      );

/**
 * Leads queries past the cache. It notes for ever which query depends on which entity: with each page of something long that
 * is asked for once, it would grow. Everything behind it (the session, repeating what failed) is the same for both.
 */
export const withBesideCache =
  (cache: Exchange): Exchange =>
  ({ forward, ...input }) =>
  (operations) => {
    const asked = share(operations);
    const passing = pipe(asked, filter(isBeside), map(withTypenames));
    const { source: answered, next: answer } = makeSubject<OperationResult>();
    const through = cache({
      ...input,
      forward: (cached) =>
        pipe(
          forward(merge([cached, passing])),
          tap((result) => {
            if (isBeside(result.operation)) answer(result);
          }),
          filter(({ operation }) => isForCache(operation)),
          // The cache listens in two places.
          share,
        ),
    });
    return merge([through(pipe(asked, filter(isForCache))), answered]);
  };
