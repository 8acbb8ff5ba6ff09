'use client';

import { SearchX, UserRoundSearch } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { SearchField } from '@/components/ui/search-field';
import { readFragment } from '@/lib/graphql';
import { byLetter } from '../name-index';
import { useNameOf } from '../names';
import { useFriends, usePeopleSearch } from '../people';
import { type Choosing, PersonChoices } from './person-choices';
import { PersonRow_user } from './person-row.fragment';

/** For administrators. Anybody here, friend or not: one’s friends to begin with, everybody as soon as something is typed. */
export function PeoplePicker(choosing: Omit<Choosing, 'multiple'>) {
  const t = useTranslations('contacts');
  const nameOf = useNameOf();
  const [query, setQuery] = useState('');
  const friends = useFriends();
  const search = usePeopleSearch(query, { all: true });
  const asked = query.trim() !== '';
  const known = byLetter(
    friends.items,
    (friend) => nameOf(readFragment(PersonRow_user, friend)),
    useLocale(),
  ).flatMap((section) => section.people);
  const people = asked ? search.people : known;
  return (
    <div className="-mx-6 flex min-h-72 flex-1 flex-col">
      <SearchField
        label={t('searchPeople')}
        clearLabel={t('clearSearch')}
        value={query}
        onValueChange={setQuery}
        className="mx-6 mb-2"
      />
      {asked && search.error && (
        <Notice tone="error" className="mx-6">
          {t('searchFailed')}
        </Notice>
      )}
      {asked && !search.fetching && !search.error && people.length === 0 && (
        <EmptyState picture={<SearchX className="size-7" />} title={t('nobodyFound')} />
      )}
      {!asked && !friends.fetching && people.length === 0 && (
        <EmptyState picture={<UserRoundSearch className="size-7" />} title={t('searchInvite')}>
          {t('searchInviteHint')}
        </EmptyState>
      )}
      <p role="status" className="sr-only">
        {asked && !search.fetching && t('resultCount', { count: people.length })}
      </p>
      <PersonChoices multiple label={t('title')} people={people} {...choosing} />
    </div>
  );
}
