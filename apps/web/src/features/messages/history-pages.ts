import type { Client } from '@urql/core';
import type { ResultOf } from '@/lib/graphql';
import { besideCache } from '@/lib/urql/beside-cache';
import { type History_page, HistoryAroundQuery, HistoryQuery } from './documents';
import type { Ask } from './history-scope';
import type { HistoryPage, HistoryStore } from './history-store';

export type PageAnswer = ResultOf<typeof History_page>;

/** What a page was asked for with; nothing: the newest one. */
export type PageAsked = Pick<HistoryPage, 'before' | 'after' | 'around'>;

/** Which side of what is known a page lies on. */
export type Side = 'older' | 'newer';

export function pageOf({ edges, pageInfo }: PageAnswer, asked: PageAsked): HistoryPage {
  const { startCursor, endCursor, hasPreviousPage: hasOlder, hasNextPage: hasNewer } = pageInfo;
  const messages = edges.map(({ node }) => node);
  return { ...asked, messages, startCursor, endCursor, hasOlder, hasNewer };
}

/**
 * Pages further up or down go to the history and nowhere else. Only the newest one, which is shown for as long as its
 * conversation is open and asked for again, passes through the cache.
 */
export async function fetchMore(
  client: Client,
  store: HistoryStore,
  { id, side, ask, size }: { id: string; side: Side; ask: Ask; size: number },
) {
  if ('around' in ask) return fetchAround(client, store, id, ask.around);
  const { cursor } = ask;
  const asked = side === 'older' ? { before: cursor } : { after: cursor };
  const range = side === 'older' ? { last: size } : { first: size };
  const { data, error } = await client
    .query(HistoryQuery, { id, ...range, ...asked }, besideCache)
    .toPromise();
  if (data?.conversation) store.addPage(id, pageOf(data.conversation.messages, asked));
  return { error };
}

export async function fetchAround(client: Client, store: HistoryStore, id: string, seq: number) {
  const { data, error } = await client
    .query(HistoryAroundQuery, { id, seq }, besideCache)
    .toPromise();
  if (data?.conversation)
    store.addPage(id, pageOf(data.conversation.messagesAround, { around: seq }));
  return { error };
}
