'use client';

import { Network, SearchX, Tags, UserRoundPlus, UserRoundSearch, UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentType, type ReactNode, useRef, useState } from 'react';
import { PaneHeader } from '@/components/frame/pane-header';
import { NavLink } from '@/components/navigation';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { SearchField } from '@/components/ui/search-field';
import { Skeleton } from '@/components/ui/skeleton';
import { useReached } from '@/components/use-reached';
import { GROUPS } from '@/features/groups/paths';
import { useWaitingForMe } from '@/features/groups/waiting-for-me';
import { useOrganisation } from '@/features/organisation/browsing';
import { ORGANISATION } from '@/features/organisation/paths';
import { readFragment } from '@/lib/graphql';
import { useCategories } from '../categories';
import { useNameOf } from '../names';
import { CATEGORIES, type ContactsPlace, FIND_PEOPLE, REQUESTS } from '../paths';
import { type Friend, useFriends, usePeopleSearch } from '../people';
import { useReceivedRequests } from '../received-requests';
import { AddressBook } from './address-book';
import { CategoryFilter } from './category-filter';
import { PersonRow_user } from './person-row.fragment';

export function ContactsList({ place }: { place: ContactsPlace }) {
  const t = useTranslations('contacts');
  const [filter, setFilter] = useState('');
  const [category, setCategory] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const friends = useFriends();
  const { categories } = useCategories();
  const wanted = filter.trim();
  // One that was deleted meanwhile narrows nothing down.
  const within = categories.some(({ id }) => id === category) ? category : null;
  const shown = useMatching(friends.items, wanted).filter(
    (friend) => !within || friend.categories.some(({ id }) => id === within),
  );
  const nobody = friends.items.length > 0 && shown.length === 0;
  return (
    <>
      <PaneHeader title={t('title')} />
      <SearchField
        label={t('filterFriends')}
        clearLabel={t('clearSearch')}
        value={filter}
        onValueChange={setFilter}
        className="mx-4 mb-2"
      />
      <div className="relative flex min-h-0 flex-1 flex-col">
        <div
          ref={scroller}
          className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain pb-4"
        >
          {!wanted && <Entries place={place} />}
          {!wanted && categories.length > 0 && friends.items.length > 0 && (
            <CategoryFilter categories={categories} chosen={within} onChoose={setCategory} />
          )}
          {friends.error && (
            <Notice tone="error" className="mx-4">
              {t('friendsFailed')}
            </Notice>
          )}
          {friends.items.length === 0 && friends.fetching && <FriendsSkeleton />}
          {friends.items.length === 0 && !friends.fetching && !friends.error && (
            <EmptyState picture={<UserRoundPlus className="size-7" />} title={t('noFriendsYet')}>
              {t('noFriendsYetHint')}
            </EmptyState>
          )}
          {nobody && wanted && (
            <EmptyState picture={<SearchX className="size-7" />} title={t('nobodyFound')}>
              {t('nobodyFoundAmongFriends')}
            </EmptyState>
          )}
          {nobody && !wanted && (
            <EmptyState picture={<Tags className="size-7" />} title={t('categories.empty')}>
              {t('categories.emptyHint')}
            </EmptyState>
          )}
          <AddressBook
            friends={shown}
            selectedId={place.page === 'person' ? place.id : null}
            scroller={scroller}
          />
          {friends.hasMore && <End onReached={friends.loadMore} />}
        </div>
      </div>
    </>
  );
}

/** Friends of whom a name holds the words, or is typed so in Latin letters, which the server knows. */
function useMatching(friends: readonly Friend[], wanted: string): readonly Friend[] {
  const nameOf = useNameOf();
  const { people } = usePeopleSearch(/^[a-z\s]{2,}$/i.test(wanted) ? wanted : '');
  if (!wanted) return friends;
  const words = wanted.toLocaleLowerCase();
  const found = new Set(people.map((masked) => readFragment(PersonRow_user, masked).id));
  return friends.filter((friend) => {
    const person = readFragment(PersonRow_user, friend);
    const names = `${nameOf(person)} ${person.nickname} ${person.username}`.toLocaleLowerCase();
    return names.includes(words) || found.has(person.id);
  });
}

function Entries({ place }: { place: ContactsPlace }) {
  const t = useTranslations('contacts');
  const received = useReceivedRequests();
  const inGroups = useWaitingForMe();
  const { organisation } = useOrganisation();
  return (
    <ul className="mb-2 px-2">
      <Entry
        href={FIND_PEOPLE}
        Icon={UserRoundSearch}
        label={t('findPeople')}
        active={place.page === 'find'}
      />
      <Entry
        href={REQUESTS}
        Icon={UserRoundPlus}
        label={t('requests')}
        active={place.page === 'requests'}
        badge={
          <Badge
            count={received.items.length}
            label={t('pendingRequests', { count: received.items.length })}
          />
        }
      />
      <Entry
        href={GROUPS}
        Icon={UsersRound}
        label={t('groups')}
        active={place.page === 'groups' || place.page === 'group'}
        badge={<Badge count={inGroups} label={t('waitingInGroups', { count: inGroups })} />}
      />
      {organisation && (
        <Entry
          href={ORGANISATION}
          Icon={Network}
          label={t('organisation')}
          active={place.page === 'organisation'}
        />
      )}
      <Entry
        href={CATEGORIES}
        Icon={Tags}
        label={t('categories.title')}
        active={place.page === 'categories'}
      />
    </ul>
  );
}

type EntryProps = {
  href: string;
  Icon: ComponentType<{ className?: string; 'aria-hidden'?: 'true' }>;
  label: string;
  active: boolean;
  badge?: ReactNode;
};

function Entry({ href, Icon, label, active, badge }: EntryProps) {
  return (
    <li>
      <NavLink
        href={href}
        aria-current={active ? 'page' : undefined}
        className={cn(
          '-outline-offset-2 flex h-13 items-center gap-3 rounded-[8px] px-2',
          active ? 'forced-outline bg-selected' : 'hover:bg-hover',
        )}
      >
        <span className="flex size-10 items-center justify-center rounded-full bg-leaf-tint text-leaf-ink">
          <Icon aria-hidden="true" />
        </span>
        <span className="flex-1 font-medium text-body">{label}</span>
        {badge}
      </NavLink>
    </li>
  );
}

const shapes = ['w-24', 'w-32', 'w-20', 'w-28', 'w-24'];

function FriendsSkeleton() {
  return shapes.map((width, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: fixed shapes without an identity.
    <div key={index} className="flex h-14 items-center gap-3 px-4">
      <Skeleton className="size-10 rounded-full" />
      <Skeleton className={`h-3.5 ${width}`} />
    </div>
  ));
}

function End({ onReached }: { onReached: () => void }) {
  const end = useReached(onReached);
  return <div ref={end} className="h-10" />;
}
