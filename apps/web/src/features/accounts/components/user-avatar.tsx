import { Avatar } from '@/components/ui/avatar';
import { ownAddress } from '@/features/media/addresses';
import { type FragmentOf, graphql, readFragment } from '@/lib/graphql';

export const UserAvatar_user = graphql(`
  fragment UserAvatar_user on User {
    id
    nickname
    avatar {
      id
      thumbnailUrl
    }
  }
`);

type UserAvatarProps = {
  user: FragmentOf<typeof UserAvatar_user>;
  size?: 'tiny' | 'small' | 'medium' | 'large' | 'huge';
};

export function UserAvatar({ user, size }: UserAvatarProps) {
  const { id, nickname, avatar } = readFragment(UserAvatar_user, user);
  return (
    <Avatar
      name={nickname}
      seed={id}
      picture={avatar && ownAddress(avatar.thumbnailUrl)}
      size={size}
    />
  );
}
