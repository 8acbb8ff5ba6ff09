import { graphql } from '@/lib/graphql';
import { Moments_likes, Moments_moment, Moments_owner } from './documents';

export const PostMomentMutation = graphql(
  `
  mutation Moments_post($input: PostMomentInput!) {
    postMoment(input: $input) {
      __typename
      ... on MomentRateLimitedError {
        limit
        retryAt
      }
      ... on PostMomentPayload {
        moment {
          ...Moments_moment
        }
      }
    }
  }
`,
  [Moments_moment],
);

export const ChangeVisibilityMutation = graphql(
  `
  mutation Moments_changeVisibility($input: ChangeMomentVisibilityInput!) {
    changeMomentVisibility(input: $input) {
      __typename
      ... on ChangeMomentVisibilityPayload {
        moment {
          ...Moments_moment
        }
      }
    }
  }
`,
  [Moments_moment],
);

export const DeleteMomentMutation = graphql(`
  mutation Moments_delete($input: DeleteMomentInput!) {
    deleteMoment(input: $input) {
      __typename
      ... on DeleteMomentPayload {
        momentId
      }
    }
  }
`);

/** What pressing changes at once, and the answer confirms. */
export const LikeMutation = graphql(
  `
  mutation Moments_like($input: LikeMomentInput!) {
    likeMoment(input: $input) {
      __typename
      ... on MomentRateLimitedError {
        limit
        retryAt
      }
      ... on LikeMomentPayload {
        moment {
          ...Moments_likes
        }
      }
    }
  }
`,
  [Moments_likes],
);

export const UnlikeMutation = graphql(
  `
  mutation Moments_unlike($input: UnlikeMomentInput!) {
    unlikeMoment(input: $input) {
      __typename
      ... on UnlikeMomentPayload {
        moment {
          ...Moments_likes
        }
      }
    }
  }
`,
  [Moments_likes],
);

export const CommentMutation = graphql(
  `
  mutation Moments_comment($input: CommentOnMomentInput!) {
    commentOnMoment(input: $input) {
      __typename
      ... on MomentRateLimitedError {
        limit
        retryAt
      }
      ... on CommentOnMomentPayload {
        comment {
          id
          moment {
            ...Moments_moment
          }
        }
      }
    }
  }
`,
  [Moments_moment],
);

export const DeleteCommentMutation = graphql(
  `
  mutation Moments_deleteComment($input: DeleteMomentCommentInput!) {
    deleteMomentComment(input: $input) {
      __typename
      ... on DeleteMomentCommentPayload {
        moment {
          ...Moments_moment
        }
      }
    }
  }
`,
  [Moments_moment],
);

export const MarkNoticesReadMutation = graphql(`
  mutation Moments_markNoticesRead($input: MarkMomentNoticesReadInput!) {
    markMomentNoticesRead(input: $input) {
      __typename
      ... on MarkMomentNoticesReadPayload {
        viewer {
          id
          unreadMomentNotices
        }
      }
    }
  }
`);

export const SetCoverMutation = graphql(
  `
  mutation Moments_setCover($input: SetMomentsCoverInput!) {
    setMomentsCover(input: $input) {
      __typename
      ... on SetMomentsCoverPayload {
        viewer {
          id
          user {
            ...Moments_owner
          }
        }
      }
    }
  }
`,
  [Moments_owner],
);
