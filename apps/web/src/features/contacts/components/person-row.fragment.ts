import { PresenceAvatar_user } from '@/features/accounts/components/presence-avatar';
import { graphql } from '@/lib/graphql';
import { RelationActions_user } from './relation-actions.fragment';

/** One person in a list: friends, search results, pickers. */
export const PersonRow_user = graphql(
  `
  fragment PersonRow_user on User {
    id
    username
    nickname
    remark
    relation
    blocked
    presence {
      state
      lastSeenAt
    }
    ...PresenceAvatar_user
    ...RelationActions_user
  }
`,
  [PresenceAvatar_user, RelationActions_user],
);
