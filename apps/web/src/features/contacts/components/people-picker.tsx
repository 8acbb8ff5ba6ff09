'use client';

import { SearchX, UserRoundSearch } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type CSSProperties, useState } from 'react';
import { rovingFocus } from '@/components/frame/roving-focus';
import { CheckboxMark } from '@/components/ui/checkbox-mark';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { SearchField } from '@/components/ui/search-field';
import { readFragment } from '@/lib/graphql';
import { byLetter } from '../name-index';
import { useNameOf } from '../names';
import { useFriends, usePeopleSearch } from '../people';
import { PersonRow } from './person-row';
import { PersonRow_user } from './person-row.fragment';

type PeoplePickerProps = {
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
  /** People who cannot be chosen, with the reason. */
  taken: ReadonlyMap<string, string>;
};

/** Anybody here, friend or not: one’s friends to begin with, everybody as soon as something is typed. */
export function PeoplePicker({ chosen, onToggle, taken }: PeoplePickerProps) {
  const t = useTranslations('contacts');
  const nameOf = useNameOf();
  const [query, setQuery] = useState('');
  const friends = useFriends();
  const search = usePeopleSearch(query);
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
      <ul
        aria-label={t('title')}
        className="max-h-80 min-h-0 overflow-y-auto px-4"
        style={{ '--presence-ring': 'var(--raised)' } as CSSProperties}
        {...rovingFocus}
      >
        {people.map((person) => {
          const { id } = readFragment(PersonRow_user, person);
          const reason = taken.get(id);
          const checked = chosen.has(id);
          return (
            <li key={id}>
              {/* biome-ignore lint/a11y/useSemanticElements: a whole row is ticked, which no input could hold. */}
              <button
                type="button"
                role="checkbox"
                aria-checked={checked || Boolean(reason)}
                disabled={Boolean(reason)}
                data-roving
                onClick={() => onToggle(id)}
                className={cn(
                  '-outline-offset-2 flex h-14 w-full items-center gap-3 rounded-[8px] px-2 text-start',
                  reason ? 'opacity-70' : 'hover:bg-hover',
                )}
              >
                <PersonRow
                  user={person}
                  trailing={
                    reason ? (
                      <span className="text-ink-2 text-meta">{reason}</span>
                    ) : (
                      <CheckboxMark checked={checked} />
                    )
                  }
                />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
