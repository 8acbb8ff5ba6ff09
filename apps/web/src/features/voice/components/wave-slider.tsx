'use client';

import { useTranslations } from 'next-intl';
import type { KeyboardEvent, PointerEvent } from 'react';
import { cn } from '@/components/ui/cn';
import { clock } from '../format';
import { barsOf } from '../waveform';

type WaveSliderProps = {
  waveform: readonly number[];
  bars: number;
  seconds: number;
  duration: number;
  onSeek: (seconds: number) => void;
};

const STEP_SECONDS = 1;
const LEAP_SECONDS = 5;

/** What was said as a wave, and how much of it has been heard; anywhere in it one can go. */
export function WaveSlider({ waveform, bars, seconds, duration, onSeek }: WaveSliderProps) {
  const t = useTranslations('voice');
  const share = duration > 0 ? Math.min(1, seconds / duration) : 0;
  const seekTo = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = (event.clientX - box.left) / Math.max(1, box.width);
    onSeek(duration * Math.min(1, Math.max(0, part)));
  };
  const press = (event: KeyboardEvent) => {
    const to = targetOf(event.key, seconds, duration);
    if (to === null) return;
    event.preventDefault();
    // The history has keys of its own.
    event.stopPropagation();
    onSeek(Math.min(duration, Math.max(0, to)));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      dir="ltr"
      aria-label={t('position')}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.round(seconds)}
      aria-valuetext={t('positionOf', { position: clock(seconds), duration: clock(duration) })}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
      className="flex h-9 min-w-0 flex-1 cursor-pointer touch-pan-y items-center gap-0.5 rounded-control touch:h-11"
    >
      {barsOf(waveform, bars).map((level, bar) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
          key={bar}
          aria-hidden="true"
          className={cn(
            'min-h-[3px] min-w-px flex-1 rounded-full transition-colors forced-colors:bg-[CanvasText]',
            (bar + 0.5) / bars <= share ? 'bg-leaf' : 'bg-ink-3',
          )}
          style={{ height: `${12 + level * 0.6}%` }}
        />
      ))}
    </div>
  );
}

function targetOf(key: string, seconds: number, duration: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return seconds - STEP_SECONDS;
    case 'ArrowRight':
    case 'ArrowUp':
      return seconds + STEP_SECONDS;
    case 'PageDown':
      return seconds - LEAP_SECONDS;
    case 'PageUp':
      return seconds + LEAP_SECONDS;
    case 'Home':
      return 0;
    case 'End':
      return duration;
    default:
      return null;
  }
}
