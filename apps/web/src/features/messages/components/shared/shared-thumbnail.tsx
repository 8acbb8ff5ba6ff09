'use client';

import { Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ownAddress, smallerForm } from '@/features/media/addresses';
import { Picture } from '@/features/media/components/picture';
import { playTime } from '@/features/media/sizes';
import type { SharedMessage } from '../../shared-documents';

type SharedThumbnailProps = {
  content: SharedMessage['content'];
  /** Whether the tab key stops here. */
  stop: boolean;
  onReach: () => void;
  onOpen: (from: HTMLElement) => void;
};

/** A picture or a video among many, small and square. */
export function SharedThumbnail({ content, stop, onReach, onOpen }: SharedThumbnailProps) {
  const t = useTranslations('media');
  const shown = looks(content);
  if (!shown) return null;
  const { name, src, placeholder, seconds, animated } = shown;
  return (
    <button
      type="button"
      tabIndex={stop ? 0 : -1}
      onFocus={onReach}
      onClick={({ currentTarget }) => onOpen(currentTarget)}
      aria-label={
        seconds === null ? t('openPicture', { name }) : t('playVideo', { name, time: seconds })
      }
      className="-outline-offset-2 forced-outline relative block size-full overflow-hidden rounded-[4px] hover:opacity-90 phone:rounded-none"
    >
      <Picture src={src} alt={name} placeholder={placeholder} className="size-full" />
      {(seconds !== null || animated) && (
        <span className="tabular absolute end-1 bottom-1 flex items-center gap-0.5 rounded-control bg-veil px-1 font-medium text-meta text-on-veil">
          {seconds !== null && <Play className="size-3 fill-current" aria-hidden="true" />}
          {seconds ?? 'GIF'}
        </span>
      )}
    </button>
  );
}

function looks(content: SharedMessage['content']) {
  if (content.__typename === 'ImageContent') {
    const { fileName: name, placeholder, url, animated } = content.image;
    return { name, placeholder, animated, src: smallerForm(url, 'thumbnail'), seconds: null };
  }
  if (content.__typename !== 'VideoContent') return null;
  const { fileName: name, placeholder, posterUrl, durationMs } = content.video;
  const src = posterUrl && ownAddress(posterUrl);
  return { name, placeholder, animated: false, src, seconds: playTime(durationMs) };
}
