'use client';

import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { type CombinedError, useClient, useQuery } from 'urql';
import { onCaughtUpAgain } from '@/lib/live/live';
import { HistoryQuery } from './documents';
import { HistoryScope, type HistoryState } from './history-scope';
import { type HistoryMessage, HistoryStore } from './history-store';

export type { HistoryMessage } from './history-store';

const PAGE = 20;
/** The API's longest page. */
const LONGEST_PAGE = 100;
const nothing: readonly HistoryMessage[] = [];

const Store = createContext(new HistoryStore());

/** Belongs to a client, whose answers and events feed it. */
export const HistoryStoreProvider = Store.Provider;

export interface History {
  /** Oldest first. */
  messages: readonly HistoryMessage[];
  hasOlder: boolean;
  loadOlder: () => void;
  loadingOlder: boolean;
  /** Nothing can be shown yet. */
  fetching: boolean;
  /** There is no such conversation, or one is not in it (any more). */
  missing: boolean;
  error: CombinedError | undefined;
}

/**
 * `readUntil`: how far one had read when the conversation was opened, null when there was nothing unread. The first unread
 * message is then among the first messages shown, however many have come (within reason).
 */
export function useHistory(conversationId: string, readUntil: number | null = null): History {
  const store = useContext(Store);
  const scope = useMemo(
    () => new HistoryScope(store, conversationId, readUntil),
    [store, conversationId, readUntil],
  );
  const state = useSyncExternalStore(scope.subscribe, scope.state, scope.state);
  const older = useOlder(conversationId, scope, state.before);
  const reaching = useReach(scope, state, older);

  // The newest page, each time the conversation is opened; it finds its way into the store through the cache.
  const [{ data, fetching, error }, refetch] = useQuery({
    query: HistoryQuery,
    variables: { id: conversationId, last: PAGE },
    requestPolicy: 'cache-and-network',
  });

  // Events have been caught up with by now; one more look at the newest page costs little and leaves nothing to trust.
  useEffect(() => onCaughtUpAgain(() => refetch({ requestPolicy: 'network-only' })), [refetch]);

  return {
    messages: reaching ? nothing : state.messages,
    hasOlder: state.hasOlder,
    loadOlder: older.load,
    loadingOlder: older.loading && !reaching,
    fetching: reaching || (fetching && !state.loaded),
    missing: !fetching && (isNotFound(error) || data?.conversation === null),
    error: isNotFound(error) ? undefined : (error ?? older.error),
  };
}

function isNotFound(error: CombinedError | undefined): boolean {
  return error?.graphQLErrors.some(({ extensions }) => extensions.code === 'NOT_FOUND') ?? false;
}

interface Loading {
  of: HistoryScope;
  fetching: boolean;
  error?: CombinedError;
}

/** Shows older messages: those that are known at once, else the page before them. */
function useOlder(conversationId: string, scope: HistoryScope, before: string | null) {
  const client = useClient();
  const [state, setState] = useState<Loading>({ of: scope, fetching: false });
  const current = state.of === scope ? state : undefined;
  const loading = current?.fetching ?? false;

  const fetchBefore = useCallback(
    (last: number) => {
      if (loading || !before) return;
      setState({ of: scope, fetching: true });
      const variables = { id: conversationId, last, before };
      void client
        .query(HistoryQuery, variables, { requestPolicy: 'network-only' })
        .toPromise()
        .then(({ error }) =>
          setState((now) => (now.of === scope ? { of: scope, fetching: false, error } : now)),
        );
    },
    [client, conversationId, scope, before, loading],
  );

  const load = useCallback(() => {
    if (!loading && !scope.showOlder()) fetchBefore(PAGE);
  }, [scope, loading, fetchBefore]);

  return { load, fetchBefore, loading, error: current?.error };
}

/** True while messages are being fetched that lie between the newest page and the first unread one. */
function useReach(
  scope: HistoryScope,
  { before }: HistoryState,
  { fetchBefore, loading, error }: ReturnType<typeof useOlder>,
): boolean {
  const lacking = before === null || error ? 0 : scope.lacking();
  useEffect(() => {
    if (lacking > 0 && !loading) fetchBefore(Math.min(LONGEST_PAGE, lacking));
  }, [lacking, loading, fetchBefore]);
  return lacking > 0;
}
