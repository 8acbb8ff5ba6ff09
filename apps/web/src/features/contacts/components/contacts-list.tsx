'use client';

import { SearchX, UserRoundPlus, UserRoundSearch, UsersRound } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ComponentType, type CSSProperties, type ReactNode, useState } from 'react';
import { PaneHeader } from '@/components/frame/pane-header';
import { rovingFocus } from '@/components/frame/roving-focus';
import { NavLink } from '@/components/navigation';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { SearchField } from '@/components/ui/search-field';
import { Skeleton } from '@/components/ui/skeleton';
import { useReached } from '@/components/use-reached';
import { GROUPS } from '@/features/groups/paths';
import { useWaitingForMe } from '@/features/groups/waiting';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { byLetter } from '../name-index';
import { type ContactsPlace, FIND_PEOPLE, personPath, REQUESTS } from '../paths';
import { useFriends, useReceivedRequests } from '../people';
import { PersonRow } from './person-row';
import { PersonRow_user } from './person-row.fragment';

type Friend = FragmentOf<typeof PersonRow_user>;

export function ContactsList({ place }: { place: ContactsPlace }) {
  const t = useTranslations('contacts');
  const [filter, setFilter] = useState('');
  const friends = useFriends();
  const received = useReceivedRequests();
  const inGroups = useWaitingForMe();
  const wanted = filter.trim().toLocaleLowerCase();
  const shown = friends.items.filter((masked) => {
    const { nickname, username } = readFragment(PersonRow_user, masked);
    return `${nickname} ${username}`.toLocaleLowerCase().includes(wanted);
  });
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
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-4">
        {!wanted && (
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
          </ul>
        )}
        {friends.error && (
          <Notice tone="error" className="mx-4">
            {t('friendsFailed')}
          </Notice>
        )}
        {friends.items.length === 0 && friends.fetching && <FriendsSkeleton />}
        {friends.items.length === 0 && !friends.fetching && !friends.error && (
          <EmptyState title={t('noFriendsYet')}>{t('noFriendsYetHint')}</EmptyState>
        )}
        {wanted && shown.length === 0 && friends.items.length > 0 && (
          <EmptyState picture={<SearchX className="size-7" />} title={t('nobodyFound')}>
            {t('nobodyFoundAmongFriends')}
          </EmptyState>
        )}
        <Friends friends={shown} selectedId={place.page === 'person' ? place.id : null} />
        {friends.hasMore && <End onReached={friends.loadMore} />}
      </div>
    </>
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

function Friends({
  friends,
  selectedId,
}: {
  friends: readonly Friend[];
  selectedId: string | null;
}) {
  const locale = useLocale();
  const sections = byLetter(
    friends,
    (masked) => readFragment(PersonRow_user, masked).nickname,
    locale,
  );
  return (
    <div {...rovingFocus}>
      {sections.map(({ letter, people }) => (
        <section key={letter} aria-label={letter}>
          <h2 className="sticky top-0 z-10 bg-surface px-4 py-1 font-medium text-ink-2 text-meta">
            {letter}
          </h2>
          <ul className="px-2">
            {people.map((friend) => {
              const { id } = readFragment(PersonRow_user, friend);
              return <FriendLink key={id} id={id} friend={friend} selected={id === selectedId} />;
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}

function FriendLink({ id, friend, selected }: { id: string; friend: Friend; selected: boolean }) {
  return (
    <li>
      <NavLink
        href={personPath(id)}
        data-roving
        aria-current={selected ? 'page' : undefined}
        style={
          { '--presence-ring': selected ? 'var(--selected)' : 'var(--surface)' } as CSSProperties
        }
        className={cn(
          '-outline-offset-2 flex h-14 items-center gap-3 rounded-[8px] px-2',
          selected
            ? 'forced-outline bg-selected'
            : 'hover:bg-hover hover:[--presence-ring:var(--hover)]!',
        )}
      >
        <PersonRow user={friend} />
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
