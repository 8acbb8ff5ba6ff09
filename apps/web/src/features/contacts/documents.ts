import { graphql } from '@/lib/graphql';
import { PersonRow_user } from './components/person-row.fragment';
import { RequestRow_request } from './components/request-row.fragment';
import { Relation_request } from './hears';

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
