'use client';

import { Ban } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PresenceAvatar } from '@/features/accounts/components/presence-avatar';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { useNameOf } from '../names';
import { PersonRow_user } from './person-row.fragment';

type PersonRowProps = {
  user: FragmentOf<typeof PersonRow_user>;
  trailing?: ReactNode;
};

/** The inside of a row; what happens on a press is the list's affair. */
export function PersonRow({ user, trailing }: PersonRowProps) {
  const t = useTranslations('contacts');
  const nameOf = useNameOf();
  const person = readFragment(PersonRow_user, user);
  const { username, nickname } = person;
  const name = nameOf(person);
  return (
    <>
      <PresenceAvatar user={person} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium text-body">
          <bdi>{name}</bdi>
        </span>
        <span className="block truncate text-ink-2 text-meta">
          {name === nickname
            ? t('handle', { username })
            : t('alsoCalled', { nickname: isolated(nickname), username })}
        </span>
      </span>
      {person.blocked && (
        <Ban role="img" aria-label={t('blocked')} className="size-4 shrink-0 text-ink-3" />
      )}
      {trailing}
    </>
  );
}

/** Within a sentence, a name keeps its own direction to itself. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;
