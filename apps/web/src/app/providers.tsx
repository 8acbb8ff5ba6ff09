'use client';

import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Provider } from 'urql';
import { accountsCache } from '@/features/accounts/cache';
import { followSignOut, leaveAfterLoss } from '@/features/accounts/session';
import { contactsCache } from '@/features/contacts/cache';
import { conversationsCache } from '@/features/conversations/cache';
import { startConversations } from '@/features/conversations/start';
import { messagesCache } from '@/features/messages/cache';
import { HistoryStoreProvider } from '@/features/messages/history';
import { HistoryStore } from '@/features/messages/history-store';
import { startMessages } from '@/features/messages/start';
import { expectSessionOf, onSessionLoss } from '@/lib/auth/token';
import { CursorStore } from '@/lib/live/cursor-store';
import { Live } from '@/lib/live/live';
import { createClient } from '@/lib/urql/client';
import { mergeFeatures } from '@/lib/urql/feature-cache';
import { ViewerIdProvider } from '@/lib/viewer-id';

interface Props {
  /** Whose session the server rendered this page for; null on the pages for people who are not signed in. */
  viewerId: string | null;
  children: ReactNode;
}

/** The one place that knows every feature: lays their caches together and keeps the signed-in person's stream running. */
export function Providers({ viewerId, children }: Props) {
  const [generation, setGeneration] = useState(0);
  if (typeof window !== 'undefined') expectSessionOf(viewerId);

  const cursors = useMemo(() => cursorsOf(viewerId), [viewerId]);
  // A Reset of the stream means that nothing cached can be trusted: the next generation starts with an empty cache.
  const { client, live, history } = useMemo(
    () => connect(viewerId, cursors, () => setGeneration(generation + 1)),
    [viewerId, cursors, generation],
  );

  useEffect(() => live?.start(client), [client, live]);
  useEffect(() => (viewerId ? startConversations(client) : undefined), [viewerId, client]);
  useEffect(() => (viewerId ? startMessages(viewerId, client) : undefined), [viewerId, client]);
  useEffect(() => (viewerId ? onSessionLoss(leaveAfterLoss) : undefined), [viewerId]);
  useEffect(() => (viewerId ? followSignOut() : undefined), [viewerId]);

  return (
    <ViewerIdProvider value={viewerId}>
      <Provider value={client}>
        <HistoryStoreProvider value={history}>{children}</HistoryStoreProvider>
      </Provider>
    </ViewerIdProvider>
  );
}

/** Only a browser has a place in the stream; on the server a page is a frame without data. */
function cursorsOf(viewerId: string | null): CursorStore | null {
  return viewerId && typeof window !== 'undefined' ? new CursorStore(viewerId) : null;
}

function connect(viewerId: string | null, cursors: CursorStore | null, reset: () => void) {
  const history = new HistoryStore();
  const { cache, events } = mergeFeatures([
    accountsCache(),
    contactsCache(),
    ...conversationsCache(viewerId),
    ...messagesCache(viewerId, history),
  ]);
  const live = cursors && new Live(cursors, events, reset);
  return { client: createClient(cache, live), live, history };
}
