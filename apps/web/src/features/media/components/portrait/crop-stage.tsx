'use client';

import { Minus, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { type Crop, closestOf, moved, type Point, placeOf, zoomedTo } from '../../crop';
import type { OpenPicture } from '../../portrait';

type CropStageProps = {
  picture: OpenPicture;
  crop: Crop;
  onCrop: (change: (crop: Crop) => Crop) => void;
};

const STEP = 1.2;
/** In shares of the square. */
const PUSH = 0.04;
const PUSHES: Record<string, Point> = {
  ArrowLeft: { x: PUSH, y: 0 },
  ArrowRight: { x: -PUSH, y: 0 },
  ArrowUp: { x: 0, y: PUSH },
  ArrowDown: { x: 0, y: -PUSH },
};
const ZOOMS: Record<string, number> = { '+': STEP, '=': STEP, '-': 1 / STEP };

/** Browsers draw a slider each in its own way, and its focus around all of it. */
const SLIDER =
  'h-9 min-w-0 flex-1 cursor-pointer appearance-none bg-transparent outline-none disabled:cursor-default disabled:opacity-50 touch:h-11 ' +
  '[&::-webkit-slider-runnable-track]:h-1 [&::-webkit-slider-runnable-track]:rounded-full [&::-webkit-slider-runnable-track]:bg-ink-3 ' +
  '[&::-webkit-slider-thumb]:-mt-2 [&::-webkit-slider-thumb]:size-5 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:bg-leaf ' +
  '[&::-webkit-slider-thumb]:outline-offset-2 focus-visible:[&::-webkit-slider-thumb]:outline-2 focus-visible:[&::-webkit-slider-thumb]:outline-leaf ' +
  '[&::-moz-range-track]:h-1 [&::-moz-range-track]:rounded-full [&::-moz-range-track]:bg-ink-3 ' +
  '[&::-moz-range-thumb]:size-5 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-0 [&::-moz-range-thumb]:bg-leaf ' +
  '[&::-moz-range-thumb]:outline-offset-2 focus-visible:[&::-moz-range-thumb]:outline-2 focus-visible:[&::-moz-range-thumb]:outline-leaf';

const apart = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

/** The picture behind a round window: pushed, pinched and zoomed until the window shows what is meant. */
export function CropStage({ picture, crop, onCrop }: CropStageProps) {
  const t = useTranslations('media.portrait');
  const stage = useRef<HTMLDivElement>(null);
  const gestures = useGestures(stage, picture, onCrop);
  const closest = closestOf(picture);
  const zoom = (by: number) => onCrop((now) => zoomedTo(picture, now, now.zoom * by));
  const press = (event: KeyboardEvent) => {
    const push = PUSHES[event.key];
    const by = ZOOMS[event.key];
    if (!push && !by) return;
    event.preventDefault();
    if (push) onCrop((now) => moved(picture, now, push));
    if (by) zoom(by);
  };
  return (
    <div className="flex flex-col items-center gap-4">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is one thing to be moved. */}
      <div
        ref={stage}
        role="group"
        aria-label={t('stage')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by the arrow keys.
        tabIndex={0}
        onKeyDown={press}
        {...gestures}
        className="relative aspect-square w-full max-w-72 cursor-grab touch-none select-none overflow-hidden rounded-sheet bg-inset active:cursor-grabbing"
      >
        {/* biome-ignore lint/performance/noImgElement: it is in this page only. */}
        <img
          src={picture.url}
          alt=""
          draggable={false}
          style={placeOf(picture, crop)}
          className="absolute max-w-none"
        />
        <span
          aria-hidden="true"
          className="absolute inset-0 rounded-full inset-ring-2 inset-ring-on-veil shadow-[0_0_0_100vmax_var(--veil)]"
        />
      </div>
      <div className="flex w-full max-w-72 items-center gap-1">
        <IconButton label={t('farther')} onClick={() => zoom(1 / STEP)} disabled={crop.zoom <= 1}>
          <Minus aria-hidden="true" />
        </IconButton>
        <input
          type="range"
          min={0}
          max={100}
          step={1}
          value={closest > 1 ? (Math.log(crop.zoom) / Math.log(closest)) * 100 : 0}
          disabled={closest === 1}
          onChange={({ currentTarget }) => {
            const to = closest ** (Number(currentTarget.value) / 100);
            onCrop((now) => zoomedTo(picture, now, to));
          }}
          aria-label={t('zoom')}
          className={SLIDER}
        />
        <IconButton
          label={t('nearer')}
          onClick={() => zoom(STEP)}
          disabled={crop.zoom >= closest - 1e-6}
        >
          <Plus aria-hidden="true" />
        </IconButton>
      </div>
    </div>
  );
}

function useGestures(
  stage: React.RefObject<HTMLDivElement | null>,
  picture: OpenPicture,
  onCrop: CropStageProps['onCrop'],
) {
  const pointers = useRef(new Map<number, Point>());
  /** From the middle of the square, in shares of its side. */
  const shareOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const box = stage.current?.getBoundingClientRect();
    if (!box) return { x: 0, y: 0 };
    return {
      x: (clientX - box.x) / box.width - 0.5,
      y: (clientY - box.y) / box.height - 0.5,
    };
  };
  const share = useRef(shareOf);
  share.current = shareOf;
  const change = useRef(onCrop);
  change.current = onCrop;
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    // React's own listener may not keep the dialog from scrolling.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const at = share.current(event);
      const by = Math.exp(-event.deltaY * 0.0022);
      change.current((now) => zoomedTo(picture, now, now.zoom * by, at));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [stage, picture]);
  const end = (event: PointerEvent) => pointers.current.delete(event.pointerId);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pointers.current.set(event.pointerId, shareOf(event));
    },
    onPointerMove: (event: PointerEvent) => {
      const before = pointers.current.get(event.pointerId);
      if (!before) return;
      const now = shareOf(event);
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
      pointers.current.set(event.pointerId, now);
      if (!other) {
        const by = { x: now.x - before.x, y: now.y - before.y };
        return onCrop((crop) => moved(picture, crop, by));
      }
      const by = apart(now, other) / Math.max(0.01, apart(before, other));
      const at = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      onCrop((crop) => zoomedTo(picture, crop, crop.zoom * by, at));
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
