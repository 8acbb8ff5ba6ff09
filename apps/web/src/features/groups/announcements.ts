'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { graphql, type ResultOf } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { Groups_announcement } from './documents';

export const LatestAnnouncementQuery = graphql(
  `
  query Groups_latestAnnouncement($id: ID!) {
    conversation(id: $id) {
      id
      latestAnnouncement {
        viewerHasRead
        ...Groups_announcement
      }
    }
  }
`,
  [Groups_announcement],
);

export const AnnouncementsQuery = graphql(
  `
  query Groups_announcements($id: ID!, $first: Int!, $after: String) {
    conversation(id: $id) {
      id
      announcements(first: $first, after: $after) {
        edges {
          node {
            viewerHasRead
            ...Groups_announcement
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
  [Groups_announcement],
);

export type Announcement = NonNullable<
  ResultOf<typeof AnnouncementsQuery>['conversation']
>['announcements']['edges'][number]['node'];

const PublishMutation = graphql(
  `
  mutation Groups_publish($input: PublishAnnouncementInput!) {
    publishAnnouncement(input: $input) {
      __typename
      ... on MemberMutedError {
        retryAt
      }
      ... on PublishAnnouncementPayload {
        announcement {
          viewerHasRead
          ...Groups_announcement
          conversation {
            id
          }
        }
      }
    }
  }
`,
  [Groups_announcement],
);

const RemoveMutation = graphql(`
  mutation Groups_removeAnnouncement($input: RemoveAnnouncementInput!) {
    removeAnnouncement(input: $input) {
      __typename
      ... on RemoveAnnouncementPayload {
        announcementId
      }
    }
  }
`);

const MarkReadMutation = graphql(`
  mutation Groups_markAnnouncementRead($input: MarkAnnouncementReadInput!) {
    markAnnouncementRead(input: $input) {
      __typename
      ... on MarkAnnouncementReadPayload {
        announcement {
          id
          readCount
          viewerHasRead
        }
      }
    }
  }
`);

function announcing(client: Client) {
  return {
    publish: (announcement: { conversationId: string; text: string; clientId: string }) =>
      carryOut(client, PublishMutation, announcement),
    remove: (announcementId: string) => carryOut(client, RemoveMutation, { announcementId }),
    markRead: (announcementId: string) => carryOut(client, MarkReadMutation, { announcementId }),
  };
}

export function useAnnouncing() {
  const client = useClient();
  return useMemo(() => announcing(client), [client]);
}
