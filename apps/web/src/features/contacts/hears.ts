import { graphql } from '@/lib/graphql';
import { PersonRow_user } from './components/person-row.fragment';

/** What asking, accepting and declining change about the other person. */
export const Relation_request = graphql(`
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

/** Account stream. Who is in which is told of each friend. */
export const Hears_FriendCategoriesChanged = graphql(`
  fragment Hears_FriendCategoriesChanged on FriendCategoriesChanged @_unmask {
    viewer {
      id
      friendCategories {
        id
        title
      }
    }
  }
`);

export const Privacy_viewer = graphql(`
  fragment Privacy_viewer on Viewer @_unmask {
    id
    privacy {
      foundByName
      foundByEmail
      foundByPhone
      presenceShownTo
      reachableBy
    }
  }
`);

/** Account stream. */
export const Hears_PrivacyChanged = graphql(
  `
  fragment Hears_PrivacyChanged on PrivacyChanged @_unmask {
    viewer {
      ...Privacy_viewer
    }
  }
`,
  [Privacy_viewer],
);
