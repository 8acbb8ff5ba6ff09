'use client';

import { useLocale } from 'next-intl';
import { type CSSProperties, memo, type RefObject, useMemo } from 'react';
import { rovingFocus } from '@/components/frame/roving-focus';
import { NavLink } from '@/components/navigation';
import { cn } from '@/components/ui/cn';
import { readFragment } from '@/lib/graphql';
import { byLetter } from '../name-index';
import { useNameOf } from '../names';
import { personPath } from '../paths';
import type { Friend } from '../people';
import { LetterRail } from './letter-rail';
import { PersonRow } from './person-row';
import { PersonRow_user } from './person-row.fragment';

type AddressBookProps = {
  friends: readonly Friend[];
  selectedId: string | null;
  /** What scrolls the book. */
  scroller: RefObject<HTMLElement | null>;
};

/** Fewer fit on the screen, or nearly. */
const WORTH_A_RAIL = 15;

/** Friends from A to Z, under letters that stay in view, with the letters beside them to jump by. */
export function AddressBook({ friends, selectedId, scroller }: AddressBookProps) {
  const locale = useLocale();
  const nameOf = useNameOf();
  const sections = useMemo(
    () => byLetter(friends, (masked) => nameOf(readFragment(PersonRow_user, masked)), locale),
    [friends, locale, nameOf],
  );
  const railed = friends.length >= WORTH_A_RAIL && sections.length > 1;
  return (
    <>
      <div {...rovingFocus} className={cn(railed && 'pe-4 touch:pe-5')}>
        {sections.map(({ letter, people }) => (
          <section key={letter} aria-label={letter} data-section={letter}>
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
      {railed && <LetterRail letters={sections.map(({ letter }) => letter)} scroller={scroller} />}
    </>
  );
}

type FriendLinkProps = { id: string; friend: Friend; selected: boolean };

/** What is out of sight is laid out by its height alone: a thousand friends cost no more than those on the screen. */
const FriendLink = memo(function FriendLink({ id, friend, selected }: FriendLinkProps) {
  return (
    <li className="h-14 [contain-intrinsic-size:auto_56px] [content-visibility:auto]">
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
});
