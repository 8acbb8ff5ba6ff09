'use client';

import { Skeleton } from '@/components/ui/skeleton';
import type { SaidContent } from '@/features/messages/said-text';
import { widthOf } from '../width';
import { Transcript } from './transcript';

type Voice = Extract<SaidContent, { __typename: 'VoiceContent' }>['voice'];

/** As large as the voice that will stand there, so that nothing moves when it comes. */
export function VoiceToCome({ voice }: { voice: Voice }) {
  const { text, state } = voice.transcription ?? {};
  return (
    <>
      <div
        aria-hidden="true"
        className="flex max-w-full flex-col"
        style={{ width: `${widthOf(voice.durationMs)}rem` }}
      >
        <div className="flex items-center gap-2.5">
          <Skeleton className="size-9 rounded-full touch:size-11" />
          <span className="flex-1">
            <Skeleton className="h-1.5 w-full rounded-full" />
          </span>
        </div>
        <div className="min-h-5 touch:min-h-10" />
      </div>
      {text ? (
        <Transcript text={text} />
      ) : (
        (state === 'PENDING' || state === 'FAILED') && (
          <p className="border-line border-t pt-1.5 text-label">&nbsp;</p>
        )
      )}
    </>
  );
}
