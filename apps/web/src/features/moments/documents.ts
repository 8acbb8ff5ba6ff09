import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { Media_image, Media_video } from '@/features/media/documents';
import { graphql, type ResultOf } from '@/lib/graphql';

export const Moments_person = graphql(
  `
  fragment Moments_person on User @_unmask {
    id
    nickname
    ...UserAvatar_user
  }
`,
  [UserAvatar_user],
);

/** So many comments a post carries with it: as Moments_moment asks. */
export const FIRST_COMMENTS = 20;

export const Moments_comment = graphql(`
  fragment Moments_comment on MomentComment @_unmask {
    id
    text
    createdAt
    canDelete
    author {
      id
      nickname
    }
    answeredUser {
      id
      nickname
    }
  }
`);

/** What pressing the heart changes. */
export const Moments_likes = graphql(`
  fragment Moments_likes on Moment @_unmask {
    id
    viewerHasLiked
    likeCount
    likers(first: 40) {
      edges {
        node {
          id
          nickname
        }
      }
    }
  }
`);

export const Moments_media = graphql(
  `
  fragment Moments_media on Moment @_unmask {
    attachments {
      __typename
      ... on Image {
        ...Media_image
      }
      ... on Video {
        ...Media_video
      }
    }
  }
`,
  [Media_image, Media_video],
);

export const Moments_moment = graphql(
  `
  fragment Moments_moment on Moment @_unmask {
    id
    text
    postedAt
    locationLabel
    momentVisibility
    audience {
      users {
        id
      }
      categories {
        id
      }
    }
    author {
      ...Moments_person
      relation
    }
    ...Moments_media
    linkPreview {
      url
      title
      description
      siteName
    }
    mentioned {
      id
      nickname
    }
    ...Moments_likes
    commentCount
    comments(first: 20) {
      edges {
        node {
          ...Moments_comment
        }
      }
    }
  }
`,
  [Moments_person, Moments_comment, Moments_likes, Moments_media],
);

export type Moment = ResultOf<typeof Moments_moment>;
export type Comment = ResultOf<typeof Moments_comment>;

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

/** At the head of somebody's page. */
export const Moments_owner = graphql(
  `
  fragment Moments_owner on User @_unmask {
    ...Moments_person
    bio
    momentsWindow
    momentsCover {
      ...Media_image
    }
  }
`,
  [Moments_person, Media_image],
);

export const HeadQuery = graphql(
  `
  query Moments_head {
    viewer {
      id
      unreadMomentNotices
      momentLimits {
        characters
        commentCharacters
        locationCharacters
        pictures
        mentions
      }
      user {
        ...Moments_owner
      }
    }
  }
`,
  [Moments_owner],
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

export const Moments_relation = graphql(`
  fragment Moments_relation on User @_unmask {
    id
    momentRelation {
      hidesTheirs
      hidesMine
    }
  }
`);

export const Moments_settings = graphql(`
  fragment Moments_settings on Viewer @_unmask {
    id
    momentSettings {
      timelineWindow
      shownToStrangers
    }
  }
`);
