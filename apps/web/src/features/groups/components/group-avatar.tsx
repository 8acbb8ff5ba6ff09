import { Avatar } from '@/components/ui/avatar';

type GroupAvatarProps = {
  id: string;
  name: string;
  emoji: string | null;
  size?: 'small' | 'medium' | 'large' | 'huge';
};

export function GroupAvatar({ id, name, emoji, size }: GroupAvatarProps) {
  return <Avatar name={name} seed={id} emoji={emoji} size={size} />;
}
