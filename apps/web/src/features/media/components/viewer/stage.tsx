'use client';

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { cn } from '@/components/ui/cn';
import { useStill } from '../../use-still';
import type { ViewerItem } from '../../viewing';
import { Picture } from '../picture';
import { useZoom } from './use-zoom';

interface StageProps {
  item: ViewerItem;
  /** What was pressed to open it; later ones come from nowhere. */
  from: HTMLElement | null;
  onTurn: (by: 1 | -1) => void;
  onClose: () => void;
  /** What the buttons and keys of the viewer do with it. */
  controls: RefObject<StageControls | null>;
}

export interface StageControls {
  closer: () => void;
  farther: () => void;
  whole: () => void;
}

const OPENING_MS = 180;

/** One picture or video on the whole screen. */
export function Stage({ item, from, onTurn, onClose, controls }: StageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const still = useStill();
  const { zoom, drag, gestures, ...own } = useZoom(stage, { onTurn, onClose });
  useEffect(() => {
    controls.current = own;
  });
  useLayoutEffect(() => comeFrom(from, frame.current, still), [from, still]);
  const moved = zoom.scale > 1 || drag.x !== 0 || drag.y !== 0;
  return (
    <div
      ref={stage}
      {...(item.kind === 'IMAGE' && gestures)}
      className={cn(
        'absolute inset-0 flex touch-none items-center justify-center overflow-hidden px-16 py-16 phone:px-0',
        item.kind === 'IMAGE' && (zoom.scale > 1 ? 'cursor-grab active:cursor-grabbing' : ''),
      )}
    >
      <div
        ref={frame}
        style={{
          aspectRatio: `${item.width} / ${item.height}`,
          width: `min(100%, ${Math.max(item.width, 320)}px, calc((100dvh - 8rem) * ${item.width / item.height}))`,
          ...(moved && {
            translate: `${zoom.x + drag.x}px ${zoom.y + Math.max(0, drag.y)}px`,
            scale: String(zoom.scale),
          }),
        }}
        className={cn('max-h-full', drag.x === 0 && 'transition-[translate,scale] duration-140')}
      >
        {item.kind === 'IMAGE' ? <Still item={item} /> : <Film item={item} />}
      </div>
    </div>
  );
}

/** First what is here, and the whole as soon as it has come. */
function Still({ item }: { item: ViewerItem }) {
  const { local, previewUrl, fullUrl, name, placeholder } = item;
  return (
    <span className="relative block size-full">
      {!local && previewUrl && (
        <Picture
          whole
          src={previewUrl}
          alt=""
          placeholder={placeholder}
          className="size-full bg-transparent"
        />
      )}
      <Picture
        whole
        src={local?.url ?? fullUrl}
        alt={name}
        placeholder={null}
        className="absolute inset-0 bg-transparent"
      />
    </span>
  );
}

function Film({ item }: { item: ViewerItem }) {
  return (
    // biome-ignore lint/a11y/useMediaCaption: what people film themselves has no captions.
    <video
      controls
      autoPlay
      playsInline
      aria-label={item.name}
      src={item.local?.url ?? item.fullUrl}
      poster={item.local?.posterUrl ?? item.previewUrl ?? undefined}
      className="size-full object-contain"
    />
  );
}

/** Grows out of the picture that was pressed, so that one sees where it came from. */
function comeFrom(from: HTMLElement | null, frame: HTMLElement | null, still: boolean): void {
  if (!from?.isConnected || !frame || still) return;
  const [start, end] = [from.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (start.width === 0 || end.width === 0) return;
  const x = start.x + start.width / 2 - (end.x + end.width / 2);
  const y = start.y + start.height / 2 - (end.y + end.height / 2);
  const scale = Math.max(start.width / end.width, start.height / end.height);
  frame.animate(
    [{ transform: `translate(${x}px, ${y}px) scale(${scale})` }, { transform: 'none' }],
    { duration: OPENING_MS, easing: 'cubic-bezier(0.2, 0.7, 0.2, 1)' },
  );
}
