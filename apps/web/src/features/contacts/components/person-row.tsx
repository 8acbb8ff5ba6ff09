import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PresenceAvatar } from '@/features/accounts/components/presence-avatar';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { PersonRow_user } from './person-row.fragment';

type PersonRowProps = {
  user: FragmentOf<typeof PersonRow_user>;
  trailing?: ReactNode;
};

/** The inside of a row; what happens on a press is the list's affair. */
export function PersonRow({ user, trailing }: PersonRowProps) {
  const t = useTranslations('contacts');
  const person = readFragment(PersonRow_user, user);
  return (
    <>
      <PresenceAvatar user={person} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium text-body">
          <bdi>{person.nickname}</bdi>
        </span>
        <span className="block truncate text-ink-2 text-meta">
          {t('handle', { username: person.username })}
        </span>
      </span>
      {trailing}
    </>
  );
}
