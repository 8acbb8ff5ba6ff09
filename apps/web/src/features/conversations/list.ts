'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import { type CombinedError, useClient, useQuery } from 'urql';
import { type ResultOf, readFragment } from '@/lib/graphql';
import { onCaughtUpAgain } from '@/lib/live/live';
import { ConversationRow_conversation } from './components/conversation-row.fragment';
import { acknowledgeDelivered } from './delivery';
import { ConversationListQuery, type List_conversation } from './documents';

export type ListedConversation = ResultOf<typeof List_conversation>;

/** Enough for the first screen. */
const FIRST_PAGE = 30;
/** The rest comes behind it; longer pages would cost more than the API allows for one request. */
const PAGE = 40;
/** Up to here without being asked, so that finding a chat and counting the unread know them all; then on scrolling. */
const LOADED_UNASKED = 1_000;

export interface ConversationList {
  /** The one that moved last comes first. */
  conversations: readonly ListedConversation[];
  fetching: boolean;
  hasMore: boolean;
  loadMore: () => void;
  error: CombinedError | undefined;
}

export function useConversationList(): ConversationList {
  const [{ data, fetching, error }, refetch] = useQuery({
    query: ConversationListQuery,
    variables: { first: FIRST_PAGE },
    requestPolicy: 'cache-and-network',
  });
  const page = data?.viewer.conversations;
  const pinned = data?.viewer.pinnedConversations;

  const conversations = useMemo(() => {
    const listed = page?.edges.map(({ node }) => node) ?? [];
    // Pinned ones may lie on a page that has not been loaded.
    const known = new Map([...listed, ...(pinned ?? [])].map((node) => [node.id, node]));
    return [...known.values()].filter(isShown).sort(byPlace);
  }, [page, pinned]);

  // Unread is derived, so it cannot drift; looking again after an interruption is what would show it if it ever did.
  useEffect(() => onCaughtUpAgain(() => refetch({ requestPolicy: 'network-only' })), [refetch]);

  useEffect(() => {
    for (const { id, lastSeq, unreadCount, viewerPosition } of conversations) {
      if (unreadCount > 0 && lastSeq > viewerPosition.deliveredSeq)
        acknowledgeDelivered(id, lastSeq);
    }
  }, [conversations]);

  const after = (page?.pageInfo.hasNextPage && page.pageInfo.endCursor) || null;
  const { loadMore, loading } = useMore(after);
  const unasked = conversations.length < LOADED_UNASKED;
  useEffect(() => {
    if (after && unasked && !loading) loadMore();
  }, [after, unasked, loading, loadMore]);

  return { conversations, fetching: fetching && !data, hasMore: Boolean(after), loadMore, error };
}

/** The page behind `after`. One that could not be had is asked for again when somebody scrolls there. */
function useMore(after: string | null) {
  const client = useClient();
  const [asked, setAsked] = useState<string | null>(null);
  const loadMore = useCallback(() => {
    if (!after) return;
    setAsked(after);
    void client
      .query(ConversationListQuery, { first: PAGE, after }, { requestPolicy: 'network-only' })
      .toPromise();
  }, [client, after]);
  useEffect(() => onCaughtUpAgain(() => setAsked(null)), []);
  return { loadMore, loading: after !== null && asked === after };
}

const rowOf = (conversation: ListedConversation) =>
  readFragment(ConversationRow_conversation, conversation);

/** Hidden ones come back with their next message. */
const isShown = (conversation: ListedConversation) => !rowOf(conversation).viewerSettings.hidden;

/** Pinned ones first; among them, and among the others, the one that moved last. */
function byPlace(a: ListedConversation, b: ListedConversation): number {
  const pinned = Number(rowOf(b).viewerSettings.pinned) - Number(rowOf(a).viewerSettings.pinned);
  return pinned || byActivity(a, b);
}

function byActivity(a: ListedConversation, b: ListedConversation): number {
  if (a.activeAt !== b.activeAt) return a.activeAt < b.activeAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

/** Unread messages that want to be noticed: where one does not want to be disturbed, only those that name me. */
function calling(conversation: ListedConversation): number {
  const { unreadCount, unreadMentionCount, viewerSettings } = rowOf(conversation);
  return viewerSettings.doNotDisturb ? Math.min(unreadMentionCount, unreadCount) : unreadCount;
}

/**
 * Unread messages in all conversations: counted here once all are loaded, until then as the server counted them. `read`:
 * the conversation that is being read this moment, of which nothing waits. What comes there would count for as long as it
 * takes to say that it has been read.
 */
export function useUnreadTotal(read: string | null): number {
  const [{ data }] = useQuery({
    query: ConversationListQuery,
    variables: { first: FIRST_PAGE },
    requestPolicy: 'cache-first',
  });
  const viewer = data?.viewer;
  return useMemo(() => {
    if (!viewer) return 0;
    const { edges, pageInfo } = viewer.conversations;
    const counts = (node: ListedConversation) => (node.id === read ? 0 : calling(node));
    const counted = edges.reduce((sum, { node }) => sum + counts(node), 0);
    const quiet = edges.reduce((sum, { node }) => sum + node.unreadCount - counts(node), 0);
    return pageInfo.hasNextPage ? Math.max(counted, viewer.unreadCount - quiet) : counted;
  }, [viewer, read]);
}
