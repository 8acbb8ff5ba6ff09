import { graphql } from '@/lib/graphql';
import { PersonRow_user } from './components/person-row.fragment';
import { RequestRow_request } from './components/request-row.fragment';

/** What asking, accepting and declining change about the other person. */
const Relation_request = graphql(`
  fragment Relation_request on FriendRequest @_unmask {
    id
    status
    decidedAt
    from {
      id
      relation
      pendingFriendRequest {
        id
      }
    }
    to {
      id
      relation
      pendingFriendRequest {
        id
      }
    }
  }
`);

export const FriendsQuery = graphql(
  `
    query Contacts_friends($first: Int!, $after: String) {
      viewer {
        id
        friends(first: $first, after: $after) {
          edges {
            node {
              id
              categories {
                id
              }
              ...PersonRow_user
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
  [PersonRow_user],
);

/** Light: presence alone, for a look now and then. */
export const PresenceQuery = graphql(`
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

export const ReceivedRequestsQuery = graphql(
  `
    query Contacts_receivedRequests($first: Int!, $after: String) {
      viewer {
        id
        receivedFriendRequests(first: $first, after: $after) {
          edges {
            node {
              ...RequestRow_request
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
  [RequestRow_request],
);

export const SentRequestsQuery = graphql(
  `
    query Contacts_sentRequests($first: Int!, $after: String) {
      viewer {
        id
        sentFriendRequests(first: $first, after: $after) {
          edges {
            node {
              ...RequestRow_request
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
  [RequestRow_request],
);

export const SearchQuery = graphql(
  `
    query Contacts_search($query: String!, $first: Int!) {
      searchUsers(query: $query, first: $first) {
        edges {
          node {
            ...PersonRow_user
          }
        }
      }
    }
  `,
  [PersonRow_user],
);

/** For whoever runs the installation: also people who hide from search. */
export const SearchAllQuery = graphql(
  `
    query Contacts_searchAll($query: String!, $first: Int!) {
      searchAllUsers(query: $query, first: $first) {
        edges {
          node {
            ...PersonRow_user
          }
        }
      }
    }
  `,
  [PersonRow_user],
);

export const RequestFriendMutation = graphql(
  `
    mutation Contacts_requestFriend($input: RequestFriendInput!) {
      requestFriend(input: $input) {
        __typename
        ... on RequestFriendPayload {
          request {
            ...Relation_request
          }
        }
        ... on FriendRequestPausedError {
          retryAt
        }
      }
    }
  `,
  [Relation_request],
);

export const AcceptRequestMutation = graphql(
  `
    mutation Contacts_acceptRequest($input: AcceptFriendRequestInput!) {
      acceptFriendRequest(input: $input) {
        __typename
        ... on AcceptFriendRequestPayload {
          request {
            ...Relation_request
          }
        }
      }
    }
  `,
  [Relation_request],
);

export const DeclineRequestMutation = graphql(
  `
    mutation Contacts_declineRequest($input: DeclineFriendRequestInput!) {
      declineFriendRequest(input: $input) {
        __typename
        ... on DeclineFriendRequestPayload {
          request {
            ...Relation_request
          }
        }
      }
    }
  `,
  [Relation_request],
);

export const CancelRequestMutation = graphql(
  `
    mutation Contacts_cancelRequest($input: CancelFriendRequestInput!) {
      cancelFriendRequest(input: $input) {
        __typename
        ... on CancelFriendRequestPayload {
          request {
            ...Relation_request
          }
        }
      }
    }
  `,
  [Relation_request],
);

/** Account stream. */
export const Hears_FriendRequestMade = graphql(
  `
    fragment Hears_FriendRequestMade on FriendRequestMade @_unmask {
      request {
        ...Relation_request
      }
    }
  `,
  [Relation_request],
);

/** Account stream. */
export const Hears_FriendRequestDecided = graphql(
  `
    fragment Hears_FriendRequestDecided on FriendRequestDecided @_unmask {
      request {
        ...Relation_request
      }
    }
  `,
  [Relation_request],
);

/** Account stream. */
export const Hears_FriendshipStarted = graphql(
  `
    fragment Hears_FriendshipStarted on FriendshipStarted @_unmask {
      user {
        ...PersonRow_user
        strangerState
        unreachable
      }
    }
  `,
  [PersonRow_user],
);

export const Hears_FriendshipEnded = graphql(
  `
    fragment Hears_FriendshipEnded on FriendshipEnded @_unmask {
      user {
        ...PersonRow_user
        strangerState
        unreachable
      }
    }
  `,
  [PersonRow_user],
);

export const Hears_UserBlocked = graphql(
  `
    fragment Hears_UserBlocked on UserBlocked @_unmask {
      user {
        ...PersonRow_user
        blocked
        unreachable
      }
    }
  `,
  [PersonRow_user],
);

export const Hears_UserUnblocked = graphql(
  `
    fragment Hears_UserUnblocked on UserUnblocked @_unmask {
      user {
        ...PersonRow_user
        blocked
        unreachable
      }
    }
  `,
  [PersonRow_user],
);

/** Account stream: what I keep about a friend. */
export const Hears_ContactChanged = graphql(
  `
    fragment Hears_ContactChanged on ContactChanged @_unmask {
      user {
        id
        categories {
          id
          title
        }
        ...PersonRow_user
      }
    }
  `,
  [PersonRow_user],
);
