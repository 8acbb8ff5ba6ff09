'use client';

import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { NavLink } from '@/components/navigation';
import { albumPath } from '../paths';
import { useAlbumPeek } from '../reading';
import { shownMedia } from '../shown-media';
import { MediaPicture } from './media-picture';

const MOST = 4;

/** On somebody's page: the way to what they show, with its newest pictures. */
export function PersonMoments({ userId }: { userId: string }) {
  const t = useTranslations('moments.person');
  const posts = useAlbumPeek(userId);
  const pictures = posts.flatMap(({ attachments }) => shownMedia(attachments)).slice(0, MOST);
  return (
    <NavLink
      href={albumPath(userId)}
      className="-mx-2 mt-6 flex min-h-14 w-[calc(100%+1rem)] items-center gap-3 rounded-[8px] px-2 text-start hover:bg-hover"
    >
      <span className="flex-1 text-body">{t('entry')}</span>
      <span className="flex gap-1" aria-hidden="true">
        {pictures.map((one) => (
          <span key={one.id} className="block size-11 overflow-hidden rounded-[4px]">
            <MediaPicture media={one} />
          </span>
        ))}
      </span>
      <ChevronRight className="size-4.5! text-ink-3 rtl:rotate-180" aria-hidden="true" />
    </NavLink>
  );
}
