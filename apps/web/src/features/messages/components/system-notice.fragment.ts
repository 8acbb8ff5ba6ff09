import { graphql } from '@/lib/graphql';

export const SystemNotice_message = graphql(`
  fragment SystemNotice_message on Message {
    id
    sender {
      id
      nickname
    }
    senderMember {
      id
      groupNickname
    }
    content {
      __typename
      ... on GroupCreatedNotice {
        members {
          id
          nickname
        }
      }
      ... on MembersAddedNotice {
        members {
          id
          nickname
        }
      }
      ... on MemberLeftNotice {
        member {
          id
          nickname
        }
      }
      ... on MemberJoinedNotice {
        member {
          id
          nickname
        }
        via
      }
      ... on MembersRemovedNotice {
        members {
          id
          nickname
        }
      }
      ... on MemberMutedNotice {
        member {
          id
          nickname
        }
        until
      }
      ... on RoleChangedNotice {
        member {
          id
          nickname
        }
        role
      }
      ... on OwnerChangedNotice {
        member {
          id
          nickname
        }
      }
      ... on GroupRenamedNotice {
        name
      }
      ... on GroupChangedNotice {
        change
      }
      ... on AnnouncementNotice {
        announcement {
          id
          text
        }
      }
      ... on MessagePinnedNotice {
        pinnedMessageId
      }
    }
  }
`);
