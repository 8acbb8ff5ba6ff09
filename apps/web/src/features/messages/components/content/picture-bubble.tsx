'use client';

import { Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ownAddress, smallerForm } from '@/features/media/addresses';
import { boxOf, fits } from '@/features/media/box';
import { Picture } from '@/features/media/components/picture';
import { UploadRing } from '@/features/media/components/upload-ring';
import { useLocalFile } from '@/features/media/local-files';
import { useStill } from '@/features/media/use-still';
import { useOpenMedia } from '../../media-opening';
import { discardMessage } from '../../outbox';
import type { SaidContent } from '../../said-text';
import type { MediaPlace } from './media-place';

type Image = Extract<SaidContent, { __typename: 'ImageContent' }>['image'];

/** A picture in the box that it will have from the first moment on; pressed, it fills the screen. */
export function PictureBubble({ image, place }: { image: Image; place: MediaPlace }) {
  const t = useTranslations('media');
  const open = useOpenMedia();
  const local = useLocalFile(place.clientId);
  const still = useStill();
  const [playing, setPlaying] = useState(false);
  const { fileName: name } = image;
  const box = boxOf(image);
  const resting = image.animated && still && !playing;
  const shown = image.animated && !resting ? ownAddress(image.url) : small(image, box.width);
  const own = resting ? local?.posterUrl : local?.url;
  const picture = (
    <Picture
      src={own ?? shown}
      alt={name}
      placeholder={image.placeholder}
      whole={fits(image, box)}
      className="size-full"
    />
  );
  const look = {
    style: { aspectRatio: `${box.width} / ${box.height}`, width: box.width },
    className:
      'forced-outline relative block max-w-full overflow-hidden rounded-bubble bg-inset text-start',
  };
  if (place.unsent)
    return (
      <div {...look}>
        {picture}
        {place.unsent === 'waiting' && place.clientId && (
          <span className="absolute inset-0 flex items-center justify-center">
            <UploadRing
              over
              id={place.clientId}
              name={name}
              onCancel={() => void discardMessage(place.clientId ?? '')}
            />
          </span>
        )}
      </div>
    );
  return (
    <button
      type="button"
      {...look}
      data-media={image.id}
      aria-label={resting ? t('playAnimated', { name }) : t('openPicture', { name })}
      onClick={({ currentTarget }) =>
        resting ? setPlaying(true) : open(image, local, currentTarget)
      }
    >
      {picture}
      {image.animated && (
        <span className="absolute start-2 bottom-2 flex items-center gap-1 rounded-control bg-veil px-1.5 font-medium text-meta text-on-veil">
          {resting && <Play className="size-3 fill-current" aria-hidden="true" />}
          GIF
        </span>
      )}
    </button>
  );
}

/** The small form as long as the box is no larger than it, on screens of twice the density. */
function small({ width, height, url }: Image, boxWidth: number): string {
  const enough = boxWidth <= 160 && Math.max(width, height) <= 3 * boxWidth;
  return smallerForm(url, enough ? 'thumbnail' : 'preview');
}
