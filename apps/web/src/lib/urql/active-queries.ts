import { type Client, type Exchange, makeOperation, type Operation } from '@urql/core';
import { pipe, tap } from 'wonka';
import { isUnanswered } from './unanswered';

interface Asked {
  operation: Operation;
  /** The last answer to it never came. */
  failed: boolean;
  /** The cache has neither answered it nor sent it on. */
  held: boolean;
  /** Something has been shown for it since it was opened. */
  answered: boolean;
}

const active = new WeakMap<Client, Map<number, Asked>>();

/**
 * Remembers which queries the page is showing, so that they can be asked again. Stands before the cache.
 *
 * The cache holds a query back that touches what an optimistic mutation is about, and asks for it when the mutation is
 * over; but a query that was never answered the client takes for one on its way, and drops that request. Without being
 * asked again here, whatever was opened in that moment would stay empty.
 */
export const activeQueriesExchange: Exchange = ({ client, forward }) => {
  const queries = new Map<number, Asked>();
  active.set(client, queries);
  const remember = (operation: Operation) => {
    if (operation.kind === 'query') {
      const answered = queries.get(operation.key)?.answered ?? false;
      queries.set(operation.key, { operation, failed: false, held: true, answered });
    }
    if (operation.kind === 'teardown') queries.delete(operation.key);
  };
  return (operations) =>
    pipe(
      forward(pipe(operations, tap(remember))),
      tap(({ operation, data, error }) => {
        const asked = queries.get(operation.key);
        if (asked) {
          Object.assign(asked, { failed: isUnanswered(error), held: false });
          asked.answered ||= Boolean(data);
        }
        if (operation.kind === 'mutation') refetch(client, ({ held }) => held);
      }),
    );
};

/** Sees which queries the cache sends on. Stands behind it. */
export const sentQueriesExchange: Exchange = ({ client, forward }) => {
  const send = ({ key }: Operation) => {
    const asked = active.get(client)?.get(key);
    if (asked) asked.held = false;
  };
  return (operations) => forward(pipe(operations, tap(send)));
};

/** The cache (or an earlier answer) has given the page something to show for this query. */
export function isAnswered(client: Client, { key }: Operation): boolean {
  return active.get(client)?.get(key)?.answered ?? false;
}

/** Asks the network again for all that is shown. */
export function refetchActive(client: Client): void {
  refetch(client, () => true);
}

/** Asks again for what is shown and could not be had. */
export function refetchFailed(client: Client): void {
  refetch(client, ({ failed }) => failed);
}

function refetch(client: Client, which: (asked: Asked) => boolean): void {
  for (const asked of [...(active.get(client)?.values() ?? [])].filter(which)) {
    const { operation } = asked;
    const context = { ...operation.context, requestPolicy: 'network-only' as const };
    client.reexecuteOperation(makeOperation('query', operation, context));
  }
}
