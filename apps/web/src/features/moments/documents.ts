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
