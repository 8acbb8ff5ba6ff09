'use client';

import { useCallback, useEffect, useRef } from 'react';
import { type Client, useClient } from 'urql';
import { ownAddress } from '@/features/media/addresses';
import { Media_image, Media_video } from '@/features/media/documents';
import { openViewer, updateViewer, type ViewerItem } from '@/features/media/viewing';
import { graphql } from '@/lib/graphql';
import { type OpenMedia, pictureItem } from './media-opening';
import type { Row } from './row';
import type { SaidContent } from './said-text';

type MediaName = 'ImageContent' | 'VideoContent';
type ShownContent =
  | Extract<SaidContent, { __typename: MediaName }>
  | { __typename: Exclude<SaidContent['__typename'], MediaName> };
type Shown = { message: { content: ShownContent } | null };

function itemOf({ message }: Shown): ViewerItem | null {
  if (message?.content.__typename === 'ImageContent') return pictureItem(message.content.image);
  if (message?.content.__typename !== 'VideoContent') return null;
  const { posterUrl, url, fileName: name, ...video } = message.content.video;
  return {
    ...{ ...video, name, kind: 'VIDEO', animated: false, fullUrl: ownAddress(url) },
    previewUrl: posterUrl && ownAddress(posterUrl),
  };
}

const itemsOf = (rows: readonly Shown[]): ViewerItem[] =>
  rows.map(itemOf).filter((item) => item !== null);

const MediaQuery = graphql(
  `
  query Messages_media($id: ID!, $first: Int!, $after: String) {
    conversation(id: $id) {
      id
      media(first: $first, after: $after) {
        edges {
          node {
            id
            content {
              __typename
              ... on ImageContent {
                image {
                  ...Media_image
                }
              }
              ... on VideoContent {
                video {
                  ...Media_video
                }
              }
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`,
  [Media_image, Media_video],
);

const PAGE = 50;
/** Whoever turns over more than that one by one looks for something, and finds it sooner in another way. */
const PAGES = 10;

/** All pictures and videos of a conversation, oldest first, as far as they have been heard of: told page by page. */
async function readMedia(
  client: Client,
  conversationId: string,
  tell: (older: ViewerItem[]) => boolean,
): Promise<void> {
  let after: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    const variables: { id: string; first: number; after: string | null } = {
      ...{ id: conversationId, first: PAGE, after },
    };
    const { data } = await client
      .query(MediaQuery, variables, { requestPolicy: 'network-only' })
      .toPromise();
    const media = data?.conversation?.media;
    if (!media) return;
    const items = itemsOf(media.edges.map(({ node }) => ({ message: node })));
    if (!tell(items.reverse()) || !media.pageInfo.hasNextPage) return;
    after = media.pageInfo.endCursor;
  }
}

/** Those further up come before what is open; what is known already stays as it is. */
function joinOlder(open: readonly ViewerItem[], older: readonly ViewerItem[]): ViewerItem[] {
  const known = new Set(open.map(({ id }) => id));
  return [...older.filter(({ id }) => !known.has(id)), ...open];
}

/**
 * Opens a picture among the others of its conversation: at once those that are loaded, and then the older ones. What is
 * recalled or deleted meanwhile leaves the viewer as well, and what comes joins it.
 */
export function useConversationMedia(conversationId: string, rows: readonly Row[]): OpenMedia {
  const client = useClient();
  const latest = useRef(rows);
  latest.current = rows;
  const shown = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const items = itemsOf(rows);
    const ids = new Set(items.map(({ id }) => id));
    const gone = [...shown.current].filter((id) => !ids.has(id));
    const come = items.filter(({ id }) => !shown.current.has(id));
    const before = shown.current;
    shown.current = ids;
    if (gone.length === 0 && come.length === 0) return;
    updateViewer((open) => {
      if (!open.some(({ id }) => before.has(id))) return open;
      const known = new Set(open.map(({ id }) => id));
      const left = open.filter(({ id }) => !gone.includes(id));
      return [...left, ...come.filter(({ id }) => !known.has(id))];
    });
  }, [rows]);
  return useCallback(
    (media, local, from) => {
      const items = itemsOf(latest.current).map((item) =>
        item.id === media.id ? { ...item, local } : item,
      );
      const index = items.findIndex(({ id }) => id === media.id);
      if (index < 0)
        return openViewer({ items: [{ ...pictureItem(media), local }], index: 0, from });
      openViewer({ items, index, from });
      void readMedia(client, conversationId, (older) => {
        let still = false;
        updateViewer((open) => {
          still = open.some(({ id }) => id === media.id);
          return still ? joinOlder(open, older) : open;
        });
        return still;
      });
    },
    [client, conversationId],
  );
}
