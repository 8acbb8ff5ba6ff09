'use client';

import { useEffect } from 'react';
import { type Client, useClient } from 'urql';
import { graphql, type ResultOf } from '@/lib/graphql';

/** Light: presence alone, for a look now and then. */
const PresenceQuery = graphql(`
  query Contacts_presence($first: Int!, $after: String) {
    viewer {
      id
      friends(first: $first, after: $after) {
        edges {
          node {
            id
            presence {
              state
              lastSeenAt
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
`);

const PAGE = 100;
const PRESENCE_EVERY_MS = 60_000;

/** Of all friends, page by page. */
export async function refreshPresence(client: Client): Promise<void> {
  for (let after: string | null = null; ; ) {
    const asked: { data?: ResultOf<typeof PresenceQuery> } = await client
      .query(PresenceQuery, { first: PAGE, after }, { requestPolicy: 'network-only' })
      .toPromise();
    const page = asked.data?.viewer.friends.pageInfo;
    if (!page?.hasNextPage) return;
    after = page.endCursor;
  }
}

/** Presence comes as hints, which may be missed: while the page is looked at, a light question now and then. */
export function useFreshPresence(): void {
  const client = useClient();
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState === 'visible') void refreshPresence(client);
    };
    const timer = setInterval(ask, PRESENCE_EVERY_MS);
    return () => clearInterval(timer);
  }, [client]);
}
