'use client';

import { SearchX, UserRoundSearch } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useState } from 'react';
import { BackButton } from '@/components/frame/back-button';
import { PaneHeader } from '@/components/frame/pane-header';
import { NavLink } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { SearchField } from '@/components/ui/search-field';
import { Skeleton } from '@/components/ui/skeleton';
import { readFragment } from '@/lib/graphql';
import { CONTACTS, personPath } from '../paths';
import { usePeopleSearch } from '../people';
import { PersonRow } from './person-row';
import { PersonRow_user } from './person-row.fragment';
import { RelationActions } from './relation-actions';

type PeopleSearchProps = { onMessage: (userId: string) => Promise<string | null> };

export function PeopleSearch({ onMessage }: PeopleSearchProps) {
  const t = useTranslations('contacts');
  const [query, setQuery] = useState('');
  const { people, fetching, error } = usePeopleSearch(query);
  usePageTitle(t('findPeople'));
  const asked = query.trim() !== '';
  return (
    <>
      <PaneHeader
        measured
        leading={<BackButton label={t('back')} fallback={CONTACTS} />}
        title={t('findPeople')}
      />
      <div
        className="mx-auto flex min-h-0 w-full max-w-(--measure) flex-1 flex-col px-4"
        style={{ '--presence-ring': 'var(--paper)' } as CSSProperties}
      >
        <SearchField
          autoFocus
          label={t('searchPeople')}
          clearLabel={t('clearSearch')}
          value={query}
          onValueChange={setQuery}
        />
        <div className="-mx-2 min-h-0 flex-1 overflow-y-auto py-3" aria-busy={fetching}>
          {error && (
            <Notice tone="error" className="mx-2">
              {t('searchFailed')}
            </Notice>
          )}
          {!asked && (
            <EmptyState picture={<UserRoundSearch className="size-8" />} title={t('searchInvite')}>
              {t('searchInviteHint')}
            </EmptyState>
          )}
          {asked && fetching && people.length === 0 && <ResultsSkeleton />}
          {asked && !fetching && !error && people.length === 0 && (
            <EmptyState picture={<SearchX className="size-8" />} title={t('nobodyFound')}>
              {t('nobodyFoundHint', { query: query.trim() })}
            </EmptyState>
          )}
          <p role="status" className="sr-only">
            {asked && !fetching && t('resultCount', { count: people.length })}
          </p>
          <ul>
            {asked &&
              people.map((person) => {
                const shown = readFragment(PersonRow_user, person);
                const { id } = shown;
                return (
                  <li
                    key={id}
                    className="flex min-h-16 items-center gap-2 rounded-[8px] pe-2 hover:bg-hover"
                  >
                    <NavLink
                      href={personPath(id)}
                      className="-outline-offset-2 flex min-w-0 flex-1 items-center gap-3 self-stretch rounded-[8px] px-2"
                    >
                      <PersonRow user={person} />
                    </NavLink>
                    <RelationActions user={shown} size="small" onMessage={onMessage} />
                  </li>
                );
              })}
          </ul>
        </div>
      </div>
    </>
  );
}

const shapes = ['w-32', 'w-24', 'w-28'];

function ResultsSkeleton() {
  return shapes.map((width) => (
    <div key={width} className="flex h-16 items-center gap-3 px-2">
      <Skeleton className="size-10 rounded-full" />
      <Skeleton className={`h-3.5 ${width}`} />
    </div>
  ));
}
