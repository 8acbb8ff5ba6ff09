import { graphql } from '@/lib/graphql';

export const SystemNotice_message = graphql(`
  fragment SystemNotice_message on Message {
    id
    sender {
      id
      nickname
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
    }
  }
`);
