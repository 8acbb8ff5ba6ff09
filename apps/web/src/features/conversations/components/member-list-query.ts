import { PresenceAvatar_user } from '@/features/accounts/components/presence-avatar';
import { graphql, type ResultOf } from '@/lib/graphql';

export const MemberListQuery = graphql(
  `
  query MemberList($id: ID!, $query: String, $first: Int!, $after: String) {
    conversation(id: $id) {
      id
      members(first: $first, after: $after, query: $query) {
        edges {
          node {
            id
            role
            groupNickname
            mutedUntil
            user {
              id
              nickname
              username
              ...PresenceAvatar_user
            }
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
  [PresenceAvatar_user],
);

type Members = NonNullable<ResultOf<typeof MemberListQuery>['conversation']>['members'];
export type Member = Members['edges'][number]['node'];
export type Role = Member['role'];

export const membersOf = (data: ResultOf<typeof MemberListQuery>) => data.conversation?.members;
