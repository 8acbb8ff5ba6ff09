'use client';

import { useCallback, useEffect, useRef } from 'react';
import { type Client, type OperationResult, useClient } from 'urql';
import { ownAddress } from '@/features/media/addresses';
import { openViewer, updateViewer, type ViewerItem } from '@/features/media/viewing';
import type { ResultOf } from '@/lib/graphql';
import { type OpenMedia, pictureItem } from './media-opening';
import type { Row } from './row';
import type { SaidContent } from './said-text';
import {
  PICTURES,
  type SharedMessage,
  SharedQuery,
  sharedOf,
  sharedPageOf,
} from './shared-documents';

type MediaName = 'ImageContent' | 'VideoContent';
type ShownContent =
  | Extract<SaidContent, { __typename: MediaName }>
  | { __typename: Exclude<SaidContent['__typename'], MediaName> };
type Shown = { id: string; seq: number; content: ShownContent };

function itemOf({ content }: Shown): ViewerItem | null {
  if (content.__typename === 'ImageContent') return pictureItem(content.image);
  if (content.__typename !== 'VideoContent') return null;
  const { posterUrl, url, fileName: name, ...video } = content.video;
  return {
    ...{ ...video, name, kind: 'VIDEO', animated: false, fullUrl: ownAddress(url) },
    previewUrl: posterUrl && ownAddress(posterUrl),
  };
}

/** What the viewer shows of these messages, in their order, and of which message each is. */
function itemsOf(conversationId: string, messages: readonly Shown[]): ViewerItem[] {
  return messages.flatMap((message) => {
    const item = itemOf(message);
    const { id: messageId, seq } = message;
    return item ? { ...item, said: { conversationId, messageId, seq } } : [];
  });
}

const sentOf = (rows: readonly Row[]): Shown[] => rows.flatMap(({ message }) => message ?? []);

/** Read ahead, so that it can be said how many there are; whoever turns over that many finds the next ones as they come to them. */
const PAGES_AHEAD = 10;

/** Reads the pictures and videos of a conversation from its newest on, a page at a time, until there are some to tell. */
function reader(client: Client, conversationId: string, tell: (items: ViewerItem[]) => boolean) {
  let after: string | null = null;
  let [busy, done] = [false, false];
  const readPage = async (): Promise<boolean> => {
    const variables = { ...sharedOf(conversationId, PICTURES), after };
    const answer: OperationResult<ResultOf<typeof SharedQuery>> = await client
      .query(SharedQuery, variables, { requestPolicy: 'network-only' })
      .toPromise();
    const media = answer.data && sharedPageOf(answer.data);
    if (!media) return true;
    const messages = media.edges.map(({ node }) => node);
    after = media.pageInfo.endCursor ?? null;
    done = !media.pageInfo.hasNextPage;
    return tell(itemsOf(conversationId, messages));
  };
  return async () => {
    if (busy) return;
    busy = true;
    let told = false;
    while (!told && !done) told = await readPage();
    busy = false;
  };
}

const seqOf = ({ said }: ViewerItem): number => said?.seq ?? Number.POSITIVE_INFINITY;

/** Each at its place in the conversation; what is known already stays as it is. */
function joined(open: readonly ViewerItem[], more: readonly ViewerItem[]): readonly ViewerItem[] {
  const known = new Set(open.map(({ id }) => id));
  const come = more.filter(({ id }) => !known.has(id));
  if (come.length === 0) return open;
  return [...open, ...come].sort((one, other) => seqOf(one) - seqOf(other) || 0);
}

/** Opens one among those that are known, oldest first, and then joins the older ones. */
function openAmong(
  client: Client,
  conversationId: string,
  { items, id, from }: { items: readonly ViewerItem[]; id: string; from: HTMLElement },
): void {
  const readOn = reader(client, conversationId, (older) => {
    let told = false;
    updateViewer((open) => {
      const now = open.some(({ said }) => said?.conversationId === conversationId)
        ? joined(open, older)
        : open;
      told = now !== open;
      return now;
    });
    return told;
  });
  openViewer({ items, index: items.findIndex((item) => item.id === id), from, readOn });
  void (async () => {
    for (let page = 0; page < PAGES_AHEAD; page += 1) await readOn();
  })();
}

/** Opens one of the pictures and videos that a list shows, newest first, among all of its conversation. */
export function useSharedOpening(
  conversationId: string,
): (shown: readonly SharedMessage[], opened: SharedMessage, from: HTMLElement) => void {
  const client = useClient();
  return useCallback(
    (shown, opened, from) => {
      const items = itemsOf(conversationId, shown).reverse();
      const id = itemOf(opened)?.id;
      if (id) openAmong(client, conversationId, { items, id, from });
    },
    [client, conversationId],
  );
}

/** Opens a picture among the others of its conversation: at once those that are loaded, and then the older ones. What comes joins them. */
export function useConversationMedia(conversationId: string, rows: readonly Row[]): OpenMedia {
  const client = useClient();
  const latest = useRef(rows);
  latest.current = rows;
  const shown = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const items = itemsOf(conversationId, sentOf(rows));
    const come = items.filter(({ id }) => !shown.current.has(id));
    const before = shown.current;
    shown.current = new Set(items.map(({ id }) => id));
    if (come.length === 0) return;
    updateViewer((open) => (open.some(({ id }) => before.has(id)) ? joined(open, come) : open));
  }, [conversationId, rows]);
  return useCallback(
    (media, local, from) => {
      const items = itemsOf(conversationId, sentOf(latest.current)).map((item) =>
        item.id === media.id ? { ...item, local } : item,
      );
      const { id } = media;
      if (!items.some((item) => item.id === id))
        return openViewer({ items: [{ ...pictureItem(media), local }], index: 0, from });
      openAmong(client, conversationId, { items, id, from });
    },
    [client, conversationId],
  );
}
