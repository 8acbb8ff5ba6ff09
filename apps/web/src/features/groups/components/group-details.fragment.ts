import { graphql, type ResultOf } from '@/lib/graphql';
import { GroupAvatar_conversation } from './group-avatar.fragment';

/** What the details panel of a group says and lets one change. */
export const Groups_details = graphql(
  `
  fragment Groups_details on Conversation @_unmask {
    id
    name
    description
    ...GroupAvatar_conversation
    visibility
    joinPolicy
    memberCount
    createdAt
    allMuted
    mentionAllRestricted
    forwardingForbidden
    viewerMember {
      id
      role
      groupNickname
    }
  }
`,
  [GroupAvatar_conversation],
);

export type GroupDetails = ResultOf<typeof Groups_details>;

/** Pages of the panel behind its first one. */
export const GROUP_PAGES = ['members', 'announcements', 'links', 'requests', 'bans'] as const;
export type GroupPageName = (typeof GROUP_PAGES)[number];
