import { Avatar } from '@/components/ui/avatar';
import { type FragmentOf, graphql, readFragment } from '@/lib/graphql';

export const UserAvatar_user = graphql(`
  fragment UserAvatar_user on User {
    id
    nickname
  }
`);

type UserAvatarProps = {
  user: FragmentOf<typeof UserAvatar_user>;
  size?: 'tiny' | 'small' | 'medium' | 'large' | 'huge';
};

export function UserAvatar({ user, size }: UserAvatarProps) {
  const { id, nickname } = readFragment(UserAvatar_user, user);
  return <Avatar name={nickname} seed={id} size={size} />;
}
