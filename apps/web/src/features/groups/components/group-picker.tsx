'use client';

import { SearchX, UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { rovingFocus } from '@/components/frame/roving-focus';
import { CheckboxMark } from '@/components/ui/checkbox-mark';
import { EmptyState } from '@/components/ui/empty-state';
import { SearchField } from '@/components/ui/search-field';
import { Spinner } from '@/components/ui/spinner';
import { type PublicGroup, useMyPublicGroups } from '../my-public-groups';
import { useGroupSearch } from '../waiting';
import { GroupAvatar } from './group-avatar';

const QUERY_MOST = 100;

type GroupPickerProps = {
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
};

/** Public groups to choose from: my own first, and by their name any other. */
export function GroupPicker({ chosen, onToggle }: GroupPickerProps) {
  const t = useTranslations('groups.picker');
  const discover = useTranslations('groups.discover');
  const [query, setQuery] = useState('');
  const mine = useMyPublicGroups();
  const search = useGroupSearch(query);
  const wanted = query.trim().toLocaleLowerCase();
  const own = mine.groups.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  const others = wanted
    ? search.groups.filter(({ id }) => !own.some((group) => group.id === id))
    : [];
  const groups: PublicGroup[] = [...own, ...others];
  const fetching = mine.fetching || search.fetching;
  return (
    <div className="-mx-6 flex min-h-72 flex-1 flex-col" aria-busy={fetching}>
      <SearchField
        label={discover('search')}
        clearLabel={discover('clearSearch')}
        value={query}
        onValueChange={setQuery}
        maxLength={QUERY_MOST}
        className="mx-6 mb-2"
      />
      {groups.length === 0 && fetching && (
        <div className="flex justify-center py-12">
          <Spinner />
        </div>
      )}
      {groups.length === 0 && !fetching && (
        <EmptyState
          picture={wanted ? <SearchX className="size-7" /> : <UsersRound className="size-7" />}
          title={wanted ? discover('nothingFound') : t('none')}
        >
          {!wanted && t('noneHint')}
        </EmptyState>
      )}
      <ul
        aria-label={t('groups')}
        className="max-h-80 min-h-0 overflow-y-auto px-4"
        {...rovingFocus}
      >
        {groups.map((group) => (
          <GroupOption
            key={group.id}
            group={group}
            checked={chosen.has(group.id)}
            onPress={() => onToggle(group.id)}
          />
        ))}
      </ul>
    </div>
  );
}

type GroupOptionProps = { group: PublicGroup; checked: boolean; onPress: () => void };

function GroupOption({ group, checked, onPress }: GroupOptionProps) {
  const t = useTranslations('conversations');
  const { id, name, avatarEmoji, avatar, memberCount } = group;
  return (
    <li>
      {/* biome-ignore lint/a11y/useSemanticElements: a whole row to press, as in the list. */}
      <button
        type="button"
        role="checkbox"
        aria-checked={checked}
        data-roving
        onClick={onPress}
        className="-outline-offset-2 flex h-14 w-full items-center gap-3 rounded-[8px] px-2 text-start hover:bg-hover"
      >
        <GroupAvatar id={id} name={name} emoji={avatarEmoji} picture={avatar} />
        <span className="flex min-w-0 flex-1 flex-col">
          <bdi className="truncate font-medium text-body">{name}</bdi>
          <span className="tabular truncate text-ink-2 text-meta">
            {t('memberCount', { count: memberCount })}
          </span>
        </span>
        <CheckboxMark checked={checked} />
      </button>
    </li>
  );
}
