'use client';

import { graphql, type ResultOf } from '@/lib/graphql';
import { type Pages, usePages } from '@/lib/urql/use-pages';
import { RequestRow_request } from './components/request-row.fragment';

const ReceivedRequestsQuery = graphql(
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

const PAGE = 100;
type ReceivedPage = ResultOf<typeof ReceivedRequestsQuery>['viewer']['receivedFriendRequests'];
export type ReceivedRequest = ReceivedPage['edges'][number]['node'];

const receivedOf = (data: ResultOf<typeof ReceivedRequestsQuery>) =>
  data.viewer.receivedFriendRequests;

export function useReceivedRequests(): Pages<ReceivedRequest> {
  return usePages({
    document: ReceivedRequestsQuery,
    variables: { first: PAGE },
    pageOf: receivedOf,
  });
}
