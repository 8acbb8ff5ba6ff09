'use client';

import { Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ownAddress } from '@/features/media/addresses';
import { boxOf } from '@/features/media/box';
import { Picture } from '@/features/media/components/picture';
import { UploadRing } from '@/features/media/components/upload-ring';
import { useLocalFile } from '@/features/media/local-files';
import { playTime } from '@/features/media/sizes';
import { discardMessage } from '../../outbox';
import type { SaidContent } from '../../said-text';
import type { MediaPlace } from './media-place';

type Video = Extract<SaidContent, { __typename: 'VideoContent' }>['video'];

/** A video behind its poster; it plays where it stands. */
export function VideoBubble({ video, place }: { video: Video; place: MediaPlace }) {
  const t = useTranslations('media');
  const local = useLocalFile(place.clientId);
  const [playing, setPlaying] = useState(false);
  const { fileName: name } = video;
  const box = boxOf(video);
  const look = {
    style: { aspectRatio: `${box.width} / ${box.height}`, width: Math.max(box.width, 200) },
    className:
      'forced-outline relative block max-w-full overflow-hidden rounded-bubble bg-inset text-start',
  };
  const posterUrl = local?.posterUrl ?? (video.posterUrl && ownAddress(video.posterUrl));
  if (playing && !place.unsent)
    return (
      <video
        {...look}
        controls
        autoPlay
        playsInline
        preload="metadata"
        aria-label={name}
        poster={posterUrl ?? undefined}
        src={local?.url ?? ownAddress(video.url)}
        className={`${look.className} object-contain`}
      />
    );
  const inside = (
    <>
      <Picture src={posterUrl} alt={name} placeholder={video.placeholder} className="size-full" />
      <span className="absolute inset-0 flex items-center justify-center">
        {place.unsent === 'waiting' && place.clientId ? (
          <UploadRing
            over
            id={place.clientId}
            name={name}
            onCancel={() => void discardMessage(place.clientId ?? '')}
          />
        ) : (
          <span className="flex size-12 items-center justify-center rounded-full bg-veil text-on-veil">
            <Play className="size-6 translate-x-px fill-current" aria-hidden="true" />
          </span>
        )}
      </span>
      <span className="tabular absolute end-2 bottom-2 rounded-control bg-veil px-1.5 text-meta text-on-veil">
        {playTime(video.durationMs)}
      </span>
    </>
  );
  if (place.unsent) return <div {...look}>{inside}</div>;
  return (
    <button
      type="button"
      {...look}
      aria-label={t('playVideo', { name, time: playTime(video.durationMs) })}
      onClick={() => setPlaying(true)}
    >
      {inside}
    </button>
  );
}
