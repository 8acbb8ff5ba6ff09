'use client';

import { ImageOff } from 'lucide-react';
import { type SyntheticEvent, useEffect, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { placeholderUrl } from '../placeholder';

type PictureProps = {
  /** Null: there is none, and the blur is all there is to see. */
  src: string | null;
  alt: string;
  placeholder: string | null;
  /** Whether all of it is to be seen, or the box to be filled. */
  whole?: boolean;
  className?: string;
};

/** A picture in a box that is there from the beginning: blurred until it has been loaded. */
export function Picture({ src, alt, placeholder, whole = false, className }: PictureProps) {
  const [loaded, setLoaded] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const blur = placeholderUrl(placeholder);
  const missing = src !== null && failed === src;
  // What could not be had without a network may be there with one.
  useEffect(() => {
    if (!missing) return;
    const again = () => setFailed(null);
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [missing]);
  const taken = ({ currentTarget }: SyntheticEvent<HTMLImageElement>) => {
    if (currentTarget.naturalWidth > 0) setLoaded(src);
  };
  return (
    <span className={cn('relative block overflow-hidden bg-inset', className)}>
      {blur && loaded !== src && (
        // biome-ignore lint/performance/noImgElement: a few bytes that are in the page already.
        <img
          src={blur}
          alt=""
          aria-hidden="true"
          className="absolute inset-0 size-full object-cover"
        />
      )}
      {src && !missing && (
        // biome-ignore lint/performance/noImgElement: the API has made it small, and asks who may see it.
        <img
          src={src}
          alt={alt}
          draggable={false}
          decoding="async"
          onLoad={taken}
          onError={() => setFailed(src)}
          // One that is in the memory already is there with the first frame, and does not come in.
          ref={(image) => {
            if (image?.complete && image.naturalWidth > 0 && loaded !== src) setLoaded(src);
          }}
          className={cn(
            'absolute inset-0 size-full transition-opacity duration-160',
            whole ? 'object-contain' : 'object-cover',
            loaded !== src && !src.startsWith('blob:') && 'opacity-0',
          )}
        />
      )}
      {(missing || !src) && !blur && (
        <span className="absolute inset-0 flex items-center justify-center text-ink-3">
          <ImageOff aria-hidden="true" />
        </span>
      )}
      {missing && <span className="sr-only">{alt}</span>}
    </span>
  );
}
