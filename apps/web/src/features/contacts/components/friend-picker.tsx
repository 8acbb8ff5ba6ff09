'use client';

import { SearchX, UserRoundPlus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type CSSProperties, useState } from 'react';
import { rovingFocus } from '@/components/frame/roving-focus';
import { CheckboxMark } from '@/components/ui/checkbox-mark';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { SearchField } from '@/components/ui/search-field';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { byLetter } from '../name-index';
import { useNameOf } from '../names';
import { useFriends } from '../people';
import { PersonRow } from './person-row';
import { PersonRow_user } from './person-row.fragment';

type FriendPickerProps = {
  /** Several are ticked, or one press chooses one. */
  multiple: boolean;
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
  /** People who cannot be chosen, with the reason ("already here"). */
  taken?: ReadonlyMap<string, string>;
};

type Friend = FragmentOf<typeof PersonRow_user>;

export function FriendPicker({ multiple, chosen, onToggle, taken }: FriendPickerProps) {
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
      <ul
        aria-label={t('friends')}
        className="max-h-80 min-h-0 overflow-y-auto px-4"
        style={{ '--presence-ring': 'var(--raised)' } as CSSProperties}
        {...rovingFocus}
      >
        {sorted.map((friend) => {
          const { id } = readFragment(PersonRow_user, friend);
          return (
            <PickerRow
              key={id}
              friend={friend}
              multiple={multiple}
              checked={chosen.has(id)}
              reason={taken?.get(id)}
              onPress={() => onToggle(id)}
            />
          );
        })}
      </ul>
    </div>
  );
}

type PickerRowProps = {
  friend: Friend;
  multiple: boolean;
  checked: boolean;
  reason: string | undefined;
  onPress: () => void;
};

function PickerRow({ friend, multiple, checked, reason, onPress }: PickerRowProps) {
  const pressable = !reason;
  return (
    <li>
      <button
        type="button"
        {...(multiple && { role: 'checkbox', 'aria-checked': checked || Boolean(reason) })}
        disabled={!pressable}
        data-roving
        onClick={onPress}
        className={cn(
          '-outline-offset-2 flex h-14 w-full items-center gap-3 rounded-[8px] px-2 text-start',
          pressable ? 'hover:bg-hover' : 'opacity-70',
        )}
      >
        <PersonRow
          user={friend}
          trailing={
            reason ? (
              <span className="text-ink-2 text-meta">{reason}</span>
            ) : (
              multiple && <CheckboxMark checked={checked} />
            )
          }
        />
      </button>
    </li>
  );
}
