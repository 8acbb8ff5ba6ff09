'use client';

import { useTranslations } from 'next-intl';
import { NavLink } from '@/components/navigation';
import { usePositions } from '../browsing';
import { departmentPath } from '../paths';

/** What somebody is in the organisation, on their page. Nothing where the viewer may not know. */
export function PersonPositions({ userId }: { userId: string }) {
  const t = useTranslations('organisation');
  const positions = usePositions(userId);
  if (positions.length === 0) return null;
  return (
    <ul
      aria-label={t('positions')}
      className="mt-4 flex w-full flex-col items-center gap-1 text-label"
    >
      {positions.map(({ id, title, head, department }) => (
        <li
          key={id}
          className="flex max-w-full min-w-0 flex-wrap items-baseline justify-center gap-x-2"
        >
          <NavLink
            href={departmentPath(department.id)}
            className="min-w-0 break-words rounded-[4px] text-leaf-ink underline-offset-4 hover:underline touch:py-2"
          >
            <bdi>{department.departmentName}</bdi>
          </NavLink>
          {title && <bdi className="min-w-0 break-words text-ink">{title}</bdi>}
          {head && <span className="text-ink-2 text-meta">{t('head')}</span>}
        </li>
      ))}
    </ul>
  );
}
