import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { graphql, type ResultOf } from '@/lib/graphql';

/** A group as somebody outside sees it, and how they stand to it. */
export const Groups_preview = graphql(`
  fragment Groups_preview on GroupPreview @_unmask {
    id
    name
    description
    avatarEmoji
    avatar {
      id
      thumbnailUrl
    }
    memberCount
    visibility
    joinPolicy
    viewerIsMember
    viewerRequest {
      id
      joinRequestStatus
    }
  }
`);

export const Groups_invite = graphql(
  `
  fragment Groups_invite on GroupInvite @_unmask {
    id
    token
    url
    state
    createdAt
    expiresAt
    maxUses
    uses
    createdBy {
      id
      nickname
    }
    invitee {
      id
      nickname
      ...UserAvatar_user
    }
    group {
      ...Groups_preview
    }
  }
`,
  [UserAvatar_user, Groups_preview],
);

export const Groups_joinRequest = graphql(
  `
  fragment Groups_joinRequest on JoinRequest @_unmask {
    id
    note
    joinRequestStatus
    createdAt
    user {
      id
      nickname
      username
      ...UserAvatar_user
    }
    group {
      ...Groups_preview
    }
  }
`,
  [UserAvatar_user, Groups_preview],
);

/** The same for every member, as events need it. */
export const Groups_announcement = graphql(`
  fragment Groups_announcement on Announcement @_unmask {
    id
    text
    publishedAt
    readCount
    author {
      id
      nickname
    }
  }
`);

export type Preview = ResultOf<typeof Groups_preview>;
export type Invite = ResultOf<typeof Groups_invite>;
export type JoinRequest = ResultOf<typeof Groups_joinRequest>;

/** Light: how much waits for my answer. Beyond a hundred of each the number would say no more. */
export const WaitingForMeQuery = graphql(`
  query Groups_waitingForMe {
    viewer {
      id
      groupInvitations(first: 100) {
        edges {
          node {
            id
          }
        }
      }
      receivedJoinRequests(first: 100) {
        edges {
          node {
            id
          }
        }
      }
    }
  }
`);
