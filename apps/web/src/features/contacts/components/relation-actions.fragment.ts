import { graphql } from '@/lib/graphql';

export const RelationActions_user = graphql(`
  fragment RelationActions_user on User {
    id
    nickname
    relation
    pendingFriendRequest {
      id
    }
  }
`);
