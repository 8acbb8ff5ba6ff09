import {
  type Client,
  createClient as createUrqlClient,
  type Exchange,
  fetchExchange,
  type Operation,
  subscriptionExchange,
} from '@urql/core';
import { type AuthUtilities, authExchange } from '@urql/exchange-auth';
import { type CacheExchangeOpts, cacheExchange } from '@urql/exchange-graphcache';
import { v7 as uuid } from 'uuid';
import { filter, pipe } from 'wonka';
import { accessToken, isTokenFresh, refuseToken } from '../auth/token';
import type { Live } from '../live/live';
import { pageLanguage } from '../page-language';
import { activeQueriesExchange, sentQueriesExchange } from './active-queries';
import { afterFrameExchange } from './after-frame';
import { withBesideCache } from './beside-cache';
import { holdBack } from './hold-back';
import { knownAnswersExchange } from './known-answers';
import { withOvertakenAnswers } from './overtaken-answers';
import { retryQueriesExchange } from './retry-queries';

const PATIENCE_MS = 20_000;

/** The API's own address, on the page's origin: proxy.ts or the load balancer sends it on. */
const ENDPOINT = '/graphql';

/** `ready`: the cache has what was kept from an earlier page. */
export function createClient(
  cache: CacheExchangeOpts,
  live: Live | null,
  ready: Promise<void>,
): Client {
  return createUrqlClient({
    url: ENDPOINT,
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetch: patientFetch,
    // One id per attempt, so that what a person reports can be found in the API's log.
    fetchOptions: () => ({
      headers: { 'x-request-id': uuid(), 'accept-language': pageLanguage() },
    }),
    exchanges:
      typeof window === 'undefined' ? [silentExchange] : browserExchanges(cache, live, ready),
  });
}

function browserExchanges(
  cache: CacheExchangeOpts,
  live: Live | null,
  ready: Promise<void>,
): Exchange[] {
  const exchanges: Exchange[] = [
    activeQueriesExchange,
    withBesideCache(withOvertakenAnswers(cacheExchange(cache))),
    sentQueriesExchange,
    afterFrameExchange,
  ];
  if (live) {
    exchanges.unshift(
      holdUntil(
        () => ready,
        ({ kind }) => kind !== 'teardown',
      ),
      knownAnswersExchange,
    );
    exchanges.push(subscriptionExchange({ forwardSubscription: live.forward }));
    exchanges.push(
      holdUntil(
        () => live.mayFetch(),
        ({ kind }) => kind === 'query',
      ),
    );
  }
  exchanges.push(retryQueriesExchange, authExchange(bearer), fetchExchange);
  return exchanges;
}

/** Pages are rendered on the server as a frame without data; what a person may see is fetched by their own browser. */
const silentExchange: Exchange = () => (operations) =>
  pipe(
    operations,
    filter((_operation): _operation is never => false),
  );

function holdUntil(
  ready: () => Promise<void>,
  isHeld: (operation: Operation) => boolean,
): Exchange {
  return ({ forward }) => {
    let opened: Promise<void> | null = null;
    let open = false;
    const whenOpen = () => {
      opened ??= ready().then(() => {
        open = true;
      });
      return opened;
    };
    const waits = (operation: Operation) => !open && isHeld(operation);
    return (operations) => forward(holdBack(waits, whenOpen)(operations));
  };
}

/** Where no token can be had, what was asked fails like any request without a network, and may be tried again. */
async function bearer(utils: AuthUtilities) {
  let token = await accessToken();
  return {
    addAuthToOperation: (operation: Operation) =>
      token ? utils.appendHeaders(operation, { authorization: `Bearer ${token}` }) : operation,
    willAuthError: () => token !== null && !isTokenFresh(),
    didAuthError: (error: { graphQLErrors: { extensions?: Record<string, unknown> }[] }) =>
      error.graphQLErrors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED'),
    refreshAuth: async () => {
      // Asked for because its time is nearly over, or because the API turned it down: only then is it to be replaced.
      if (isTokenFresh()) refuseToken(token);
      token = await accessToken();
    },
  };
}

const patientFetch: typeof fetch = (input, init) => {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const signal = init?.signal ? AbortSignal.any([init.signal, patience]) : patience;
  return fetch(input, { ...init, signal });
};
