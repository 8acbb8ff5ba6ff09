import { graphql } from '@/lib/graphql';
import { Groups_invite, Groups_joinRequest, Groups_preview } from './documents';

export const InviteQuery = graphql(
  `
  query Groups_invite($token: String!) {
    groupInvite(token: $token) {
      ...Groups_invite
    }
  }
`,
  [Groups_invite],
);

export const SearchGroupsQuery = graphql(
  `
  query Groups_search($query: String!, $first: Int!, $after: String) {
    searchGroups(query: $query, first: $first, after: $after) {
      edges {
        node {
          ...Groups_preview
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`,
  [Groups_preview],
);

export const InvitationsQuery = graphql(
  `
  query Groups_invitations($first: Int!, $after: String) {
    viewer {
      id
      groupInvitations(first: $first, after: $after) {
        edges {
          node {
            ...Groups_invite
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
  [Groups_invite],
);

export const JoinRequestsQuery = graphql(
  `
  query Groups_joinRequests($first: Int!, $after: String) {
    viewer {
      id
      joinRequests(first: $first, after: $after) {
        edges {
          node {
            ...Groups_joinRequest
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
  [Groups_joinRequest],
);

/** In all the groups that I run. */
export const ReceivedJoinRequestsQuery = graphql(
  `
  query Groups_receivedJoinRequests($first: Int!, $after: String) {
    viewer {
      id
      receivedJoinRequests(first: $first, after: $after) {
        edges {
          node {
            ...Groups_joinRequest
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
  [Groups_joinRequest],
);

export const PublicGroupQuery = graphql(
  `
  query Groups_publicGroup($id: ID!) {
    publicGroup(id: $id) {
      ...Groups_preview
    }
  }
`,
  [Groups_preview],
);
