'use client';

import { SearchX, UserRoundPlus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { SearchField } from '@/components/ui/search-field';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { byLetter } from '../name-index';
import { useNameOf } from '../names';
import { useFriends } from '../people';
import { type Choosing, PersonChoices } from './person-choices';
import { PersonRow_user } from './person-row.fragment';

type Friend = FragmentOf<typeof PersonRow_user>;

/** One’s friends, all of whom are here: what is typed leaves out the others at once. */
export function FriendPicker(choosing: Choosing) {
  const t = useTranslations('contacts');
  const locale = useLocale();
  const nameOf = useNameOf();
  const friends = useFriends();
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLocaleLowerCase();
  const people = friends.items.filter((masked) => {
    const person = readFragment(PersonRow_user, masked);
    const names = `${nameOf(person)} ${person.nickname} ${person.username}`;
    return names.toLocaleLowerCase().includes(wanted);
  });
  const nameOfFriend = (masked: Friend) => nameOf(readFragment(PersonRow_user, masked));
  const sorted = byLetter(people, nameOfFriend, locale).flatMap((section) => section.people);

  return (
    <div className="-mx-6 flex min-h-72 flex-1 flex-col">
      <SearchField
        label={t('filterFriends')}
        clearLabel={t('clearSearch')}
        value={query}
        onValueChange={setQuery}
        className="mx-6 mb-2"
      />
      {!friends.fetching && friends.items.length === 0 && (
        <EmptyState picture={<UserRoundPlus className="size-7" />} title={t('noFriendsYet')}>
          {t('noFriendsYetHint')}
        </EmptyState>
      )}
      {wanted && people.length === 0 && (
        <EmptyState picture={<SearchX className="size-7" />} title={t('nobodyFound')} />
      )}
      <PersonChoices label={t('friends')} people={sorted} {...choosing} />
    </div>
  );
}
