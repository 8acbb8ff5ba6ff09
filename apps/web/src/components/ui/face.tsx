'use client';

import { useState } from 'react';
import { cn } from './cn';

/** What this page has shown before is there in the same frame: it is in the browser’s memory. */
const shown = new Set<string>();
const SHOWN_MOST = 2_000;

function remember(address: string) {
  if (shown.size >= SHOWN_MOST) shown.clear();
  shown.add(address);
}

type FaceProps = {
  address: string;
  className?: string;
  /** With a hairline around it, without which a white picture has no shape on white, nor a black one at night. */
  edged?: boolean;
};

/** Lies over the initials once it has come, and not at all when it does not. */
export function Face({ address, className, edged = false }: FaceProps) {
  const [state, setState] = useState<'coming' | 'there' | 'missing'>(() =>
    shown.has(address) ? 'there' : 'coming',
  );
  if (state === 'missing') return null;
  const come = () => {
    remember(address);
    setState('there');
  };
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: the server has made it as small as it is shown. */}
      <img
        ref={(image) => {
          if (image?.complete && image.naturalWidth > 0 && state === 'coming') come();
        }}
        src={address}
        alt=""
        draggable={false}
        decoding={state === 'there' ? 'sync' : 'async'}
        onLoad={come}
        onError={() => setState('missing')}
        className={cn(
          'absolute inset-0 size-full object-cover',
          state === 'coming' && 'opacity-0',
          className,
        )}
      />
      {edged && state === 'there' && (
        <span className={cn('absolute inset-0 border border-inset-line', className)} />
      )}
    </>
  );
}
