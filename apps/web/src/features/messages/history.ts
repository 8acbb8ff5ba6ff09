'use client';

import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { type CombinedError, useClient, useQuery } from 'urql';
import { onCaughtUpAgain } from '@/lib/live/live';
import { HistoryQuery } from './documents';
import { fetchAround, fetchMore, type Side } from './history-pages';
import { type Ask, HistoryScope, type HistoryState } from './history-scope';
import { type HistoryMessage, HistoryStore } from './history-store';

export type { HistoryMessage } from './history-store';

const PAGE = 20;
/** As long as a page may be for what the API lets one request cost (a message counts about 160). */
const LONGEST_PAGE = 50;
const nothing: readonly HistoryMessage[] = [];

const Store = createContext(new HistoryStore());

/** Belongs to a client, whose answers and events feed it. */
export const HistoryStoreProvider = Store.Provider;

/** For what changes a message before the API has answered. */
export const useHistoryStore = (): HistoryStore => useContext(Store);

/** A message to go to, by its sequence. Each new object is a new wish, also for the same message. */
export interface HistoryTarget {
  seq: number;
}

interface HistoryOptions {
  /**
   * How far one had read when the conversation was opened, null when there was nothing unread. The first unread message is
   * then among the first messages shown, however many have come (within reason).
   */
  readUntil?: number | null;
  target?: HistoryTarget | null;
}

export interface History {
  /** Oldest first: without a gap, a few hundred at most. */
  messages: readonly HistoryMessage[];
  hasOlder: boolean;
  hasNewer: boolean;
  loadOlder: () => void;
  loadNewer: () => void;
  /** Back to the end, also from far above. */
  showNewest: () => void;
  /** To be told which message is in the middle of the screen: what is far from it is let go of. */
  lookAt: (seq: number) => void;
  loadingOlder: boolean;
  loadingNewer: boolean;
  /** Sequence of the newest message known, shown or not; 0 when there is none. */
  newestSeq: number;
  /** The target given, once its place is among `messages`: scroll there. */
  found: HistoryTarget | null;
  /** The target is being looked for; what was shown before still is. */
  seeking: boolean;
  /** Nothing can be shown yet. */
  fetching: boolean;
  /** There is no such conversation, or one is not in it (any more). */
  missing: boolean;
  error: CombinedError | undefined;
}

export function useHistory(conversationId: string, options: HistoryOptions = {}): History {
  const { readUntil = null, target = null } = options;
  const store = useContext(Store);
  const scope = useMemo(
    () => new HistoryScope(store, conversationId, readUntil),
    [store, conversationId, readUntil],
  );
  const sought = useTarget(conversationId, scope, target);
  const state = useSyncExternalStore(scope.subscribe, scope.state, scope.state);
  const older = useMore(conversationId, scope, 'older', state.older);
  const newer = useMore(conversationId, scope, 'newer', state.newer);
  const reaching = useReach(scope, state, older);

  // The newest page, each time the conversation is opened; it finds its way into the store through the cache.
  const [{ data, fetching, error }, refetch] = useQuery({
    query: HistoryQuery,
    variables: { id: conversationId, last: PAGE },
    requestPolicy: 'cache-and-network',
  });
  const { loaded } = state;
  useEffect(() => {
    if (loaded) store.use(conversationId);
  }, [store, conversationId, loaded]);
  useEffect(() => () => store.leave(conversationId), [store, conversationId]);

  // Events have been caught up with by now; one more look at the newest page costs little and leaves nothing to trust.
  useEffect(() => onCaughtUpAgain(() => refetch({ requestPolicy: 'network-only' })), [refetch]);

  const shown = state.messages.length > 0;
  const hidden = reaching || (sought.seeking && !shown);
  return {
    messages: hidden ? nothing : state.messages,
    hasOlder: state.hasOlder,
    hasNewer: state.hasNewer,
    loadOlder: older.load,
    loadNewer: newer.load,
    showNewest: useCallback(() => void scope.showNewest(), [scope]),
    lookAt: useCallback((seq) => scope.lookAt(seq), [scope]),
    loadingOlder: older.loading && !reaching,
    loadingNewer: newer.loading,
    newestSeq: state.newestSeq,
    found: target && !hidden && scope.shows(target.seq) ? target : null,
    seeking: sought.seeking,
    fetching: hidden || (fetching && !state.loaded),
    missing: !fetching && (isNotFound(error) || data?.conversation === null),
    error: troubleOf(state, error) ?? older.error ?? newer.error ?? sought.error,
  };
}

/** What is known is shown without its newest page too: that there is no network another line tells. */
function troubleOf({ loaded }: HistoryState, error: CombinedError | undefined) {
  return isNotFound(error) || (loaded && error?.networkError) ? undefined : error;
}

function isNotFound(error: CombinedError | undefined): boolean {
  return error?.graphQLErrors.some(({ extensions }) => extensions.code === 'NOT_FOUND') ?? false;
}

interface Loading {
  of: HistoryScope;
  fetching: boolean;
  error?: CombinedError;
}

/** Goes to the target, for which a page may have to be fetched. */
function useTarget(conversationId: string, scope: HistoryScope, target: HistoryTarget | null) {
  const client = useClient();
  const store = useContext(Store);
  const aimed = useRef<HistoryTarget | null>(null);
  const [lost, setLost] = useState<{ target: HistoryTarget; error?: CombinedError } | null>(null);
  const known = useMemo(() => target === null || scope.showAround(target.seq), [scope, target]);
  const state = useSyncExternalStore(scope.subscribe, scope.state, scope.state);
  useEffect(() => {
    if (!target || known || aimed.current === target) return;
    aimed.current = target;
    void fetchAround(client, store, conversationId, target.seq).then(({ error }) => {
      scope.giveUp(target.seq);
      setLost({ target, error });
    });
  }, [client, store, conversationId, scope, target, known]);
  const over = lost?.target === target;
  return {
    seeking: target !== null && !known && !over && state.wanted !== null,
    error: over ? lost.error : undefined,
  };
}

/** Shows more on one side: what is known at once, else the page that follows. */
function useMore(conversationId: string, scope: HistoryScope, side: Side, ask: Ask | null) {
  const client = useClient();
  const store = useContext(Store);
  const [state, setState] = useState<Loading>({ of: scope, fetching: false });
  const current = state.of === scope ? state : undefined;
  const loading = current?.fetching ?? false;

  const fetchPage = useCallback(
    (size: number) => {
      if (loading || !ask) return;
      setState({ of: scope, fetching: true });
      const page = { id: conversationId, side, ask, size };
      void fetchMore(client, store, page).then(({ error }) =>
        setState((now) => (now.of === scope ? { of: scope, fetching: false, error } : now)),
      );
    },
    [client, store, conversationId, scope, side, ask, loading],
  );

  const load = useCallback(() => {
    if (loading) return;
    const known = side === 'older' ? scope.showOlder() : scope.showNewer();
    if (!known) fetchPage(PAGE);
  }, [scope, side, loading, fetchPage]);

  return { load, fetchPage, loading, error: current?.error };
}

/** True while messages are being fetched that lie between the newest page and the first unread one. */
function useReach(
  scope: HistoryScope,
  { older: ask }: HistoryState,
  { fetchPage, loading, error }: ReturnType<typeof useMore>,
): boolean {
  const lacking = ask === null || error ? 0 : scope.lacking();
  useEffect(() => {
    if (lacking > 0 && !loading) fetchPage(Math.min(LONGEST_PAGE, lacking));
  }, [lacking, loading, fetchPage]);
  return lacking > 0;
}
