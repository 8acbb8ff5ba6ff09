import { useTranslations } from 'next-intl';
import { type FragmentOf, graphql, readFragment } from '@/lib/graphql';
import { UserAvatar, UserAvatar_user } from './user-avatar';

/** Presence depends on the viewer, so this fragment stays out of messages and events. */
export const PresenceAvatar_user = graphql(
  `
  fragment PresenceAvatar_user on User {
    id
    presence {
      state
    }
    ...UserAvatar_user
  }
`,
  [UserAvatar_user],
);

type PresenceAvatarProps = {
  user: FragmentOf<typeof PresenceAvatar_user>;
  size?: 'small' | 'medium' | 'large' | 'huge';
};

export function PresenceAvatar({ user, size }: PresenceAvatarProps) {
  const t = useTranslations('accounts');
  const person = readFragment(PresenceAvatar_user, user);
  return (
    <span className="relative inline-flex shrink-0">
      <UserAvatar user={person} size={size} />
      {person.presence?.state === 'ONLINE' && (
        <span className="absolute end-0 bottom-0 size-2.5 rounded-full bg-leaf ring-(--presence-ring,var(--surface)) ring-2">
          <span className="sr-only">{t('online')}</span>
        </span>
      )}
      {person.presence?.state === 'AWAY' && (
        // Hollow, so that it is told apart without its colour.
        <span className="absolute end-0 bottom-0 size-2.5 rounded-full border-2 border-amber bg-(--presence-ring,var(--surface)) ring-(--presence-ring,var(--surface)) ring-2">
          <span className="sr-only">{t('away')}</span>
        </span>
      )}
    </span>
  );
}
