'use client';

import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { ownAddress, smallerForm } from '@/features/media/addresses';
import { placeholderUrl } from '@/features/media/placeholder';
import type { ShownBackground } from '../documents';
import { PatternFill } from './pattern';

/** Pictures that this page has shown stay in the browser’s memory: going back to one shows it in the same frame. */
const held = new Map<string, HTMLImageElement>();
const HELD_MOST = 6;

function hold(image: HTMLImageElement, address: string): void {
  held.delete(address);
  held.set(address, image);
  for (const oldest of held.keys()) {
    if (held.size <= HELD_MOST) break;
    held.delete(oldest);
  }
}

/**
 * Lies still behind the messages. It is as high as the window at its largest, so that neither a keyboard nor a growing
 * composer moves it, and a layer of its own, so that it is not painted again while they are scrolled.
 */
export function Backdrop({ background }: { background: ShownBackground }) {
  const { pattern, image } = background;
  return (
    <div
      aria-hidden="true"
      data-pattern={pattern ?? undefined}
      className="pointer-events-none absolute inset-0 overflow-hidden will-change-transform [contain:strict]"
    >
      <div className="absolute inset-x-0 top-0 h-lvh">
        {image ? <Photograph key={image.id} image={image} /> : null}
        {pattern && <PatternFill pattern={pattern} />}
      </div>
    </div>
  );
}

type Photo = NonNullable<ShownBackground['image']>;

/** In pixels: what the smaller form has. */
const PREVIEW_SIDE = 1_280;

/** The smaller form comes first, and is there without a network too; over it, where the screen is finer, the whole. */
function Photograph({ image }: { image: Photo }) {
  const blur = placeholderUrl(image.placeholder);
  const [fine] = useState(
    () =>
      Math.max(window.innerWidth, window.innerHeight) * window.devicePixelRatio >
      PREVIEW_SIDE * 1.1,
  );
  return (
    <>
      {blur && (
        // biome-ignore lint/performance/noImgElement: a few bytes that are in the page already.
        <img src={blur} alt="" className="absolute inset-0 size-full object-cover" />
      )}
      <Layer address={smallerForm(image.url, 'preview')} />
      {fine && <Layer address={ownAddress(image.url)} />}
      <span className="absolute inset-0 bg-dim" />
    </>
  );
}

function Layer({ address }: { address: string }) {
  const [state, setState] = useState<'coming' | 'there' | 'missing'>(() =>
    held.has(address) ? 'there' : 'coming',
  );
  if (state === 'missing') return null;
  return (
    // biome-ignore lint/performance/noImgElement: the server has made it as small as it is shown.
    <img
      ref={(image) => {
        if (image?.complete && image.naturalWidth > 0) hold(image, address);
      }}
      src={address}
      alt=""
      draggable={false}
      decoding={state === 'there' ? 'sync' : 'async'}
      onLoad={({ currentTarget }) => {
        hold(currentTarget, address);
        setState('there');
      }}
      onError={() => setState('missing')}
      className={cn(
        'absolute inset-0 size-full object-cover transition-opacity duration-160',
        state === 'coming' && 'opacity-0',
      )}
    />
  );
}
