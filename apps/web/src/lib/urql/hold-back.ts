import type { Operation } from '@urql/core';
import { filter, fromPromise, map, merge, mergeMap, pipe, type Source, takeUntil } from 'wonka';

/** Holds operations back until the promise that is then given is kept; what is given up meanwhile is never sent. */
export const holdBack =
  (waits: (operation: Operation) => boolean, until: () => Promise<unknown>) =>
  (operations: Source<Operation>): Source<Operation> => {
    const givenUp = ({ key }: Operation) =>
      filter((operation: Operation) => operation.kind === 'teardown' && operation.key === key)(
        operations,
      );
    const held = pipe(
      operations,
      filter(waits),
      mergeMap((operation) =>
        pipe(
          fromPromise(until()),
          map(() => operation),
          takeUntil(givenUp(operation)),
        ),
      ),
    );
    const passing = pipe(
      operations,
      filter((operation) => !waits(operation)),
    );
    return merge([held, passing]);
  };
