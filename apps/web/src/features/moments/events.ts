import { graphql } from '@/lib/graphql';
import { Moments_moment, Moments_owner, Moments_relation, Moments_settings } from './documents';

/** A hint, to whoever has it in their feed. What it says is asked for when the feed is. */
export const Hears_MomentPosted = graphql(`
  fragment Hears_MomentPosted on MomentPosted @_unmask {
    moment {
      id
      author {
        id
      }
    }
  }
`);

/** Account stream: normalised into the Moment. */
export const Hears_MomentChanged = graphql(
  `
  fragment Hears_MomentChanged on MomentChanged @_unmask {
    momentId
    moment {
      ...Moments_moment
    }
  }
`,
  [Moments_moment],
);

/** A hint: normalised into the Moment. */
export const Hears_MomentTouched = graphql(
  `
  fragment Hears_MomentTouched on MomentTouched @_unmask {
    momentId
    moment {
      ...Moments_moment
    }
  }
`,
  [Moments_moment],
);

/** A hint: how much of somebody's page is shown. */
export const Hears_TimelineChanged = graphql(
  `
  fragment Hears_TimelineChanged on TimelineChanged @_unmask {
    user {
      ...Moments_owner
    }
  }
`,
  [Moments_owner],
);

/** Account stream. */
export const Hears_MomentRemoved = graphql(`
  fragment Hears_MomentRemoved on MomentRemoved @_unmask {
    momentId
  }
`);

/** Account stream. */
export const Hears_MomentNoticed = graphql(`
  fragment Hears_MomentNoticed on MomentNoticed @_unmask {
    viewer {
      id
      unreadMomentNotices
    }
  }
`);

/** Account stream. */
export const Hears_MomentNoticesChanged = graphql(`
  fragment Hears_MomentNoticesChanged on MomentNoticesChanged @_unmask {
    viewer {
      id
      unreadMomentNotices
    }
  }
`);

/** Account stream: normalised into the Viewer. */
export const Hears_MomentSettingsChanged = graphql(
  `
  fragment Hears_MomentSettingsChanged on MomentSettingsChanged @_unmask {
    viewer {
      id
      user {
        ...Moments_owner
      }
      ...Moments_settings
    }
  }
`,
  [Moments_owner, Moments_settings],
);

/** Account stream: normalised into the User. */
export const Hears_MomentRelationChanged = graphql(
  `
  fragment Hears_MomentRelationChanged on MomentRelationChanged @_unmask {
    user {
      ...Moments_relation
    }
  }
`,
  [Moments_relation],
);

/** Who knows whom decides what is seen of posts. */
export const MomentsHear_FriendshipStarted = graphql(`
  fragment MomentsHear_FriendshipStarted on FriendshipStarted @_unmask {
    user {
      id
    }
  }
`);

export const MomentsHear_FriendshipEnded = graphql(`
  fragment MomentsHear_FriendshipEnded on FriendshipEnded @_unmask {
    user {
      id
    }
  }
`);

export const MomentsHear_UserBlocked = graphql(`
  fragment MomentsHear_UserBlocked on UserBlocked @_unmask {
    user {
      id
    }
  }
`);

export const MomentsHear_UserUnblocked = graphql(`
  fragment MomentsHear_UserUnblocked on UserUnblocked @_unmask {
    user {
      id
    }
  }
`);
