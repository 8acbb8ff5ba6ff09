'use client';

import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { Provider } from 'urql';
import { followSignOut, leaveAfterLoss } from '@/features/accounts/session';
import { startConversations } from '@/features/conversations/start';
import { HistoryStoreProvider } from '@/features/messages/history';
import { HistoryStore } from '@/features/messages/history-store';
import { startMessages } from '@/features/messages/start';
import { startMomentOutbox } from '@/features/moments/outbox';
import { rememberPerson } from '@/lib/auth/device-person';
import { expectSessionOf, onSessionLoss } from '@/lib/auth/token';
import { type Copy, copyOf } from '@/lib/copy/copy';
import { KeptEntities } from '@/lib/copy/entities';
import { Live } from '@/lib/live/live';
import { keepForOffline } from '@/lib/service-worker';
import { createClient } from '@/lib/urql/client';
import { mergeFeatures } from '@/lib/urql/feature-cache';
import { ViewerIdProvider } from '@/lib/viewer-id';
import { BeginProvider } from './begin';
import { everyCache } from './caches';

interface Props {
  /** Whose session the server rendered this page for; null on the pages for people who are not signed in. */
  viewerId: string | null;
  children: ReactNode;
}

/** The one place that knows every feature: lays their caches together and keeps the signed-in person's stream running. */
export function Providers({ viewerId, children }: Props) {
  const [generation, setGeneration] = useState(0);
  if (typeof window !== 'undefined') expectSessionOf(viewerId);

  // Only a browser keeps anything; on the server a page is a frame without data.
  const copy = viewerId && typeof window !== 'undefined' ? copyOf(viewerId) : null;
  // A Reset of the stream means that nothing known can be trusted: the next generation starts with an empty cache.
  const { client, live, history, kept } = useMemo(
    () =>
      connect(viewerId, copy, () => {
        copy?.startOver();
        setGeneration(generation + 1);
      }),
    [viewerId, copy, generation],
  );

  const begin = useCallback(() => copy?.attach(kept), [copy, kept]);
  useEffect(() => live?.start(client), [client, live]);
  useEffect(() => {
    if (!viewerId) return;
    rememberPerson(viewerId);
    keepForOffline();
  }, [viewerId]);
  useEffect(() => (viewerId ? startConversations(client) : undefined), [viewerId, client]);
  useEffect(() => (viewerId ? startMessages(viewerId, client) : undefined), [viewerId, client]);
  useEffect(() => (viewerId ? startMomentOutbox(viewerId, client) : undefined), [viewerId, client]);
  useEffect(() => (viewerId ? onSessionLoss(leaveAfterLoss) : undefined), [viewerId]);
  useEffect(() => (viewerId ? followSignOut() : undefined), [viewerId]);

  return (
    <ViewerIdProvider value={viewerId}>
      <Provider value={client}>
        <HistoryStoreProvider value={history}>
          <BeginProvider value={begin}>{children}</BeginProvider>
        </HistoryStoreProvider>
      </Provider>
    </ViewerIdProvider>
  );
}

function connect(viewerId: string | null, copy: Copy | null, reset: () => void) {
  const history = new HistoryStore();
  const { cache, events, kept, rules } = mergeFeatures(everyCache(viewerId, history));
  const live = copy && new Live(copy, events, reset);
  const entities = new KeptEntities(rules);
  const client = createClient(
    { ...cache, ...(copy && { storage: entities.storage }) },
    live,
    entities.hydrated,
  );
  return { client, live, history, kept: [...kept, entities] };
}
