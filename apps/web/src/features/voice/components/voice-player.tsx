'use client';

import { Pause, Play } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Spinner } from '@/components/ui/spinner';
import { clock, wholeSeconds } from '../format';
import { type Track, usePlayback, voicePlayer } from '../player';
import { widthOf } from '../width';
import { WaveSlider } from './wave-slider';

type VoicePlayerProps = {
  track: Track;
  waveform: readonly number[];
  /** Nobody has played it on any of the person's devices. */
  unheard?: boolean;
  /** What can be done besides, at the end of the second line. */
  action?: ReactNode;
};
const BARS_PER_REM = 2.4;

/** A voice that can be played, here and everywhere else where it is shown. */
export function VoicePlayer({ track, waveform, unheard = false, action }: VoicePlayerProps) {
  const t = useTranslations('voice');
  const playback = usePlayback(track.key);
  const duration = track.durationMs / 1_000;
  const length = clock(wholeSeconds(track.durationMs));
  const state = playback?.state ?? 'paused';
  const active = state === 'playing' || state === 'loading';
  const width = widthOf(track.durationMs);
  const Icon = active ? Pause : Play;
  return (
    <div className="flex max-w-full flex-col" style={{ width: `${width}rem` }}>
      <div className="flex items-center gap-2.5">
        <button
          type="button"
          aria-label={active ? t('pause') : t('play', { duration: length })}
          onClick={() => voicePlayer.toggle(track)}
          className="inline-flex size-9 shrink-0 items-center justify-center rounded-full bg-leaf text-on-leaf hover:bg-leaf-strong touch:size-11"
        >
          {state === 'loading' ? (
            <Spinner className="size-4.5" />
          ) : (
            <Icon className={cn('size-4.5 fill-current', !active && 'ms-0.5')} aria-hidden="true" />
          )}
        </button>
        <WaveSlider
          {...{ waveform, duration }}
          bars={Math.round((width - 4) * BARS_PER_REM)}
          seconds={playback?.seconds ?? 0}
          onSeek={(seconds) => voicePlayer.seek(track, seconds)}
        />
        {unheard && (
          <span
            className="size-2 shrink-0 rounded-full bg-vermilion"
            role="img"
            aria-label={t('unheard')}
          />
        )}
      </div>
      <div className="tabular flex min-h-5 items-center gap-2 ps-11.5 text-ink-2 text-meta touch:min-h-10 touch:ps-13.5">
        <span>{playback && state !== 'failed' ? clock(playback.seconds) : length}</span>
        {playback && state !== 'failed' && <RateButton rate={playback.rate} />}
        {action && <span className="ms-auto">{action}</span>}
      </div>
      {state === 'failed' && (
        <p role="alert" className="pt-0.5 text-label text-vermilion-ink">
          {t('notPlayed')}
        </p>
      )}
    </div>
  );
}

function RateButton({ rate }: { rate: number }) {
  const t = useTranslations('voice');
  const shown = rate.toLocaleString(useLocale());
  return (
    <button
      type="button"
      aria-label={t('speed', { rate: shown })}
      onClick={() => voicePlayer.nextRate()}
      className="rounded-control px-1.5 font-medium text-leaf-ink hover:bg-hover touch:min-h-10 touch:min-w-10"
    >
      {t('rate', { rate: shown })}
    </button>
  );
}
