'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { NavLink } from '@/components/navigation';
import { UserAvatar, type UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { useNameOf } from '@/features/contacts/names';
import { personPath } from '@/features/contacts/paths';
import type { FragmentOf } from '@/lib/graphql';
import { NameLink } from './name-link';

type MomentFrameProps = {
  author: { id: string; nickname: string } & FragmentOf<typeof UserAvatar_user>;
  children: ReactNode;
};

/** Whose post it is, and at their side what they say. */
export function MomentFrame({ author, children }: MomentFrameProps) {
  const t = useTranslations('moments');
  const name = useNameOf()(author);
  return (
    <article aria-label={t('postOf', { name })} className="flex gap-3 py-5">
      {/* The name beside it leads there as well: one stop for the keyboard is enough. */}
      <NavLink
        href={personPath(author.id)}
        tabIndex={-1}
        aria-hidden="true"
        className="mt-0.5 size-10 shrink-0 rounded-full"
      >
        <UserAvatar user={author} />
      </NavLink>
      <div className="min-w-0 flex-1">
        <p className="max-w-full truncate text-body">
          <NameLink id={author.id} className="font-semibold">
            {name}
          </NameLink>
        </p>
        {children}
      </div>
    </article>
  );
}
