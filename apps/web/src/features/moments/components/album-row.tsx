'use client';

import { Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { NavLink } from '@/components/navigation';
import { cn } from '@/components/ui/cn';
import type { Moment } from '../documents';
import { momentPath } from '../paths';
import { shownMedia } from '../shown-media';
import { MediaPicture } from './media-picture';

const DAY_MS = 24 * 60 * 60 * 1000;

export const monthTitle = (at: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long' }).format(at);

/** Today and yesterday by name, any other day by its number. */
export function dayLabel(at: Date, now: Date, locale: string): ReactNode {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const ago of [0, 1])
    if (new Date(now.getTime() - ago * DAY_MS).toDateString() === at.toDateString()) {
      const [first = '', ...rest] = Array.from(words.format(-ago, 'day'));
      return (
        <time dateTime={at.toISOString()} className="font-semibold text-lead">
          {first.toLocaleUpperCase(locale) + rest.join('')}
        </time>
      );
    }
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(at);
  return (
    <time dateTime={at.toISOString()} className="flex items-baseline gap-1">
      <span className="tabular font-semibold text-title">{at.getDate()}</span>
      <span className="text-ink-2 text-meta">{weekday}</span>
    </time>
  );
}

/** A post at a glance. */
export function AlbumRow({ moment }: { moment: Moment }) {
  const t = useTranslations('moments');
  const { id, text, attachments: media, locationLabel, linkPreview } = moment;
  const words = text || linkPreview?.title || '';
  return (
    <li>
      <NavLink
        href={momentPath(id)}
        className="-m-1.5 flex gap-3 rounded-[10px] p-1.5 hover:bg-hover"
      >
        <Mosaic media={media} />
        <span className="min-w-0 flex-1 py-0.5">
          <span
            dir="auto"
            className="line-clamp-3 whitespace-pre-line break-words text-body [overflow-wrap:anywhere]"
          >
            {words || (
              <span className="text-ink-2">{t('pictureCount', { count: media.length })}</span>
            )}
          </span>
          {(locationLabel || media.length > 1) && (
            <span className="mt-1 block truncate text-ink-2 text-meta">
              {locationLabel || t('pictureCount', { count: media.length })}
            </span>
          )}
        </span>
      </NavLink>
    </li>
  );
}

/** Up to four of its pictures in one square. */
function Mosaic({ media }: { media: Moment['attachments'] }) {
  const shown = shownMedia(media).slice(0, 4);
  if (shown.length === 0) return null;
  const place = (index: number) =>
    cn(
      'relative overflow-hidden bg-sunken',
      (shown.length === 1 || (shown.length === 3 && index === 0)) && 'row-span-2',
      shown.length === 1 && 'col-span-2',
      shown.length === 2 && 'row-span-2',
    );
  return (
    <span className="grid size-22 shrink-0 grid-cols-2 grid-rows-2 gap-0.5 overflow-hidden rounded-control">
      {shown.map((one, index) => (
        <span key={one.id} className={place(index)}>
          <MediaPicture media={one} />
          {one.__typename === 'Video' && (
            <span className="absolute inset-0 flex items-center justify-center">
              <span className="flex size-8 items-center justify-center rounded-full bg-veil">
                <Play className="size-4! fill-on-veil text-on-veil" aria-hidden="true" />
              </span>
            </span>
          )}
        </span>
      ))}
    </span>
  );
}
