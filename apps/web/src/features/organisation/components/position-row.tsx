'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PresenceAvatar } from '@/features/accounts/components/presence-avatar';
import { useNameOf } from '@/features/contacts/names';
import type { Position } from '../browsing';

type PositionRowProps = {
  position: Position;
  /** Where they are that, in a list of several departments. */
  department?: string;
  trailing?: ReactNode;
};

/** The inside of a row: who, and what they are. */
export function PositionRow({ position, department, trailing }: PositionRowProps) {
  const t = useTranslations('organisation');
  const nameOf = useNameOf();
  const { user, title, head } = position;
  return (
    <>
      <PresenceAvatar user={user} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <bdi className="truncate font-medium text-body">{nameOf(user)}</bdi>
          {head && (
            <span className="shrink-0 rounded-full bg-leaf-tint px-2 py-px text-leaf-ink text-meta">
              {t('head')}
            </span>
          )}
        </span>
        {(title || department) && (
          <span className="flex min-w-0 gap-1.5 text-ink-2 text-meta">
            {title && <bdi className="min-w-0 truncate">{title}</bdi>}
            {title && department && <span aria-hidden="true">·</span>}
            {department && <bdi className="min-w-0 truncate">{department}</bdi>}
          </span>
        )}
      </span>
      {trailing}
    </>
  );
}
