import type { Exchange, Operation } from '@urql/core';
import { afterFrame } from '../after-frame';
import { isAnswered } from './active-queries';
import { holdBack } from './hold-back';

/**
 * What the cache has answered is on its way to the screen, and asking the network whether it is still so can wait until it
 * is there: making the requests of a conversation that is opened takes as long as drawing a third of it. Stands behind the
 * cache.
 */
export const afterFrameExchange: Exchange =
  ({ client, forward }) =>
  (operations) => {
    const waits = (operation: Operation) =>
      operation.kind === 'query' && isAnswered(client, operation);
    return forward(holdBack(waits, afterFrame)(operations));
  };
