import { graphql, type ResultOf } from '@/lib/graphql';
import {
  Moments_comment,
  Moments_media,
  Moments_moment,
  Moments_owner,
  Moments_person,
} from './documents';

export const FeedQuery = graphql(
  `
  query Moments_feed($first: Int!, $after: String) {
    moments(first: $first, after: $after) {
      edges {
        node {
          ...Moments_moment
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`,
  [Moments_moment],
);

export const AlbumQuery = graphql(
  `
  query Moments_album($id: ID!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on User {
        moments(first: $first, after: $after) {
          edges {
            node {
              ...Moments_moment
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`,
  [Moments_moment],
);

export const MomentQuery = graphql(
  `
  query Moments_moment($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Moment {
        ...Moments_moment
      }
    }
  }
`,
  [Moments_moment],
);

export const CommentsQuery = graphql(
  `
  query Moments_comments($id: ID!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on Moment {
        comments(first: $first, after: $after) {
          edges {
            node {
              ...Moments_comment
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`,
  [Moments_comment],
);

export const Moments_notice = graphql(
  `
  fragment Moments_notice on MomentNotice @_unmask {
    id
    noticeKind
    seen
    createdAt
    actor {
      ...Moments_person
    }
    comment {
      id
      text
    }
    moment {
      id
      text
      ...Moments_media
    }
  }
`,
  [Moments_person, Moments_media],
);

export type MomentNotice = ResultOf<typeof Moments_notice>;

export const NoticesQuery = graphql(
  `
  query Moments_notices($first: Int!, $after: String) {
    viewer {
      id
      momentNotices(first: $first, after: $after) {
        edges {
          node {
            ...Moments_notice
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
  [Moments_notice],
);

export const OwnerQuery = graphql(
  `
  query Moments_owner($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on User {
        ...Moments_owner
      }
    }
  }
`,
  [Moments_owner],
);

/** What a person's own page shows of their album. */
export const PeekQuery = graphql(
  `
  query Moments_peek($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on User {
        moments(first: 4) {
          edges {
            node {
              id
              ...Moments_media
            }
          }
        }
      }
    }
  }
`,
  [Moments_media],
);
