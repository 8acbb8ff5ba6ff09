'use client';

import { ArrowUp, Mic } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { IconButton } from '@/components/ui/icon-button';
import { useUploadLimits } from '@/features/media/limits';
import type { Recorded } from '../recording';
import { useRecorder } from '../use-recorder';
import { RecordingLine } from './recording-line';
import { RecordingProblemLine } from './recording-problem';

type RecordButtonProps = {
  disabled: boolean;
  /** Keeps what was said safe until it is sent, or rejects. */
  take: (recorded: Recorded) => Promise<unknown>;
};

/** Whoever lets go sooner has pressed once, and talks without holding. */
const TAP_MS = 350;
/** So far away letting go means that it was not meant. */
const AWAY_PX = 80;

/**
 * Hold it to talk and let go to send, or slide away to think better of it; or press once to begin and once more to send.
 * What is being recorded is shown over the field.
 */
export function RecordButton({ disabled, take }: RecordButtonProps) {
  const t = useTranslations('voice');
  const recorder = useRecorder(take, useUploadLimits().voiceSeconds);
  const { state } = recorder;
  const press = useRef<{ x: number; y: number; at: number } | null>(null);
  /** The press that has begun it ends in a click, which is no second press. */
  const began = useRef(false);
  const [away, setAway] = useState(false);
  const held = state.kind === 'recording' && state.held;
  const busy = state.kind !== 'idle';

  const down = (event: PointerEvent<HTMLButtonElement>) => {
    began.current = false;
    if (busy || disabled || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    press.current = { x: event.clientX, y: event.clientY, at: performance.now() };
    began.current = true;
    setAway(false);
    recorder.start(true);
  };
  const isAway = (event: PointerEvent) =>
    press.current !== null &&
    Math.hypot(event.clientX - press.current.x, event.clientY - press.current.y) > AWAY_PX;
  const up = (event: PointerEvent) => {
    const from = press.current;
    if (!from) return;
    const left = isAway(event);
    press.current = null;
    setAway(false);
    if (left) recorder.cancel();
    else if (performance.now() - from.at < TAP_MS || state.kind !== 'recording') recorder.letGo();
    else recorder.send();
  };
  const click = (event: MouseEvent) => {
    // By the keyboard there is no pointer that has begun anything.
    if (began.current && event.detail > 0) began.current = false;
    else if (state.kind === 'recording') recorder.send();
    else if (state.kind === 'idle') recorder.start(false);
  };
  const giveUp = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !busy) return;
    event.preventDefault();
    event.stopPropagation();
    recorder.cancel();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape ends what the buttons in it have begun.
    <div className="contents" onKeyDown={giveUp}>
      {busy && <RecordingLine {...{ recorder, held, away }} />}
      {recorder.problem && (
        <RecordingProblemLine problem={recorder.problem} onDismiss={recorder.dismiss} />
      )}
      <IconButton
        label={busy && !held ? t('send') : t('record')}
        disabled={disabled}
        onPointerDown={down}
        onPointerMove={(event) => setAway(isAway(event))}
        onPointerUp={up}
        onPointerCancel={() => {
          press.current = null;
          setAway(false);
          if (held || state.kind === 'asking') recorder.cancel();
        }}
        onContextMenu={(event) => event.preventDefault()}
        onClick={click}
        className={cn(
          'relative z-10 touch-none rounded-[9px] [-webkit-touch-callout:none]',
          busy &&
            'bg-leaf text-on-leaf not-disabled:hover:bg-leaf-strong not-disabled:hover:text-on-leaf',
          away && 'bg-vermilion text-on-vermilion',
        )}
      >
        {busy && !held ? <ArrowUp aria-hidden="true" /> : <Mic aria-hidden="true" />}
      </IconButton>
    </div>
  );
}
