import { Avatar } from '@/components/ui/avatar';
import { AvatarGrid } from '@/components/ui/avatar-grid';
import { ownAddress } from '@/features/media/addresses';

type Picture = { thumbnailUrl: string } | null;

type GroupAvatarProps = {
  id: string;
  name: string;
  emoji: string | null;
  picture?: Picture | undefined;
  /** Who stands for it where nothing was chosen; those outside are not shown anybody. */
  faces?: readonly { id: string; nickname: string; avatar: Picture }[] | undefined;
  size?: 'small' | 'medium' | 'large' | 'huge' | undefined;
};

const addressOf = (picture: Picture | undefined) =>
  picture ? ownAddress(picture.thumbnailUrl) : null;

/** A picture or an emoji that was chosen, or else the faces of its first members, or else its name. */
export function GroupAvatar({ id, name, emoji, picture, faces = [], size }: GroupAvatarProps) {
  if (picture || emoji || faces.length === 0)
    return <Avatar name={name} seed={id} emoji={emoji} picture={addressOf(picture)} size={size} />;
  const shown = faces.map((face) => ({
    id: face.id,
    name: face.nickname,
    picture: addressOf(face.avatar),
  }));
  return <AvatarGrid faces={shown} size={size} />;
}
