'use client';

import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { IconButton } from '@/components/ui/icon-button';
import { clock } from '../format';
import type { Recorder } from '../use-recorder';

type RecordingLineProps = {
  recorder: Recorder;
  held: boolean;
  /** Letting go now throws it away. */
  away: boolean;
};

const BARS = 48;
const COUNTED_DOWN_SECONDS = 10;

/** What is being recorded, over the field: since when, how loud, and what letting go or pressing does. */
export function RecordingLine({ recorder, held, away }: RecordingLineProps) {
  const t = useTranslations('voice');
  const { state } = recorder;
  const recording = state.kind === 'recording' ? state.recording : null;
  const left = recording && Math.max(0, Math.ceil(recording.secondsLeft));
  const ending = left !== null && left <= COUNTED_DOWN_SECONDS;
  const levels = recording?.levels.slice(-BARS) ?? [];
  const hint = away ? t('releaseToCancel') : held ? t('releaseToSend') : null;
  return (
    <fieldset
      aria-label={t('recording')}
      className="absolute inset-0 flex items-center gap-2 rounded-sheet bg-raised ps-1 pe-11 touch:pe-13"
    >
      {held ? (
        <span
          aria-hidden="true"
          className="inline-flex size-9 items-center justify-center touch:size-11"
        >
          <Trash2 className={cn('size-5', away ? 'text-vermilion-ink' : 'text-ink-3')} />
        </span>
      ) : (
        <IconButton label={t('cancel')} onClick={recorder.cancel}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      )}
      <span
        aria-hidden="true"
        className={cn('size-2 shrink-0 rounded-full bg-vermilion', recording && 'animate-pulse')}
      />
      <span className="tabular shrink-0 text-label" aria-hidden="true">
        {clock(recording?.seconds ?? 0)}
      </span>
      {hint ? (
        <span
          className={cn(
            'min-w-0 flex-1 truncate text-label',
            away ? 'text-vermilion-ink' : 'text-ink-2',
          )}
        >
          {hint}
        </span>
      ) : (
        <span
          aria-hidden="true"
          className="flex h-7 min-w-0 flex-1 items-center justify-end gap-0.5 overflow-hidden"
        >
          {levels.map((level, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
              key={index}
              className="min-h-[3px] w-[3px] shrink-0 rounded-full bg-leaf"
              style={{ height: `${10 + level * 0.9}%` }}
            />
          ))}
        </span>
      )}
      <span
        role="status"
        className={cn(
          'tabular shrink-0 pe-1 text-label',
          ending ? 'text-vermilion-ink' : 'sr-only',
        )}
      >
        {recording
          ? ending
            ? t('secondsLeft', { seconds: left })
            : t('isRecording')
          : t('asking')}
      </span>
    </fieldset>
  );
}
