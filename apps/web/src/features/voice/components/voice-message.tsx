'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ownAddress } from '@/features/media/addresses';
import { useLocalFile } from '@/features/media/local-files';
import { useHistoryStore } from '@/features/messages/history';
import { useOpenConversation } from '@/features/messages/open-conversation';
import type { SaidContent } from '@/features/messages/said-text';
import { asHeard } from '../heard';
import { nextUnheard, useTranscribes, useVoiceOperations } from '../operations';
import type { Track } from '../player';
import { Transcript } from './transcript';
import { VoicePlayer } from './voice-player';

type Voice = Extract<SaidContent, { __typename: 'VoiceContent' }>['voice'];

const trackOf = (key: string, { url, durationMs }: Pick<Voice, 'url' | 'durationMs'>): Track => ({
  ...{ key, durationMs },
  url: ownAddress(url),
});

type VoiceMessageProps = { messageId: string; voice: Voice; unheard: boolean };

/** A voice in the history: heard once, it is heard on all devices, and the next one that was not follows. */
export function VoiceMessage({ messageId, voice, unheard }: VoiceMessageProps) {
  const history = useHistoryStore();
  const { id: conversationId, viewerId } = useOpenConversation();
  const { markHeard } = useVoiceOperations();
  const following = (
    key: string,
    of: Pick<Voice, 'url' | 'durationMs'>,
    isNew: boolean,
  ): Track => ({
    ...trackOf(key, of),
    onPlay: () => {
      if (!isNew) return;
      history.change(key, asHeard);
      void markHeard(key);
    },
    // Whoever listens to something once more wants to hear that, and nothing else.
    next: () => {
      const next = isNew
        ? nextUnheard(history, { conversationId, messageId: key, viewerId })
        : null;
      return next?.content.__typename === 'VoiceContent'
        ? following(next.id, next.content.voice, true)
        : null;
    },
  });
  return (
    <Transcribed messageId={messageId} voice={voice}>
      {(action) => (
        <VoicePlayer
          track={following(messageId, voice, unheard)}
          waveform={voice.waveform}
          unheard={unheard}
          action={action}
        />
      )}
    </Transcribed>
  );
}

/** One that waits to be sent, or stands where no message is: it is played, and that is all. */
export function PlainVoice({ clientId, voice }: { clientId?: string | undefined; voice: Voice }) {
  const local = useLocalFile(clientId);
  const track = local
    ? { key: clientId ?? voice.id, url: local.url, durationMs: voice.durationMs }
    : trackOf(voice.id, voice);
  return (
    <>
      <VoicePlayer track={track} waveform={voice.waveform} />
      {voice.transcription?.text && <Transcript text={voice.transcription.text} />}
    </>
  );
}

type TranscribedProps = {
  messageId: string;
  voice: Voice;
  children: (action: ReactNode) => ReactNode;
};

function Transcribed({ messageId, voice, children }: TranscribedProps) {
  const t = useTranslations('voice');
  const offered = useTranscribes();
  const { transcribe } = useVoiceOperations();
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<{ retryAt: Date | null } | null>(null);
  const { state, text, failure } = voice.transcription ?? {};
  const pending = asking || state === 'PENDING';
  const ask = async () => {
    setAsking(true);
    setRefused(null);
    const outcome = await transcribe(messageId);
    setAsking(false);
    if (!outcome.ok) setRefused({ retryAt: outcome.retryAt ? new Date(outcome.retryAt) : null });
  };
  const failed = state === 'FAILED' && !pending;
  const button = (label: string) => (
    <button
      type="button"
      onClick={() => void ask()}
      className="rounded-control px-1.5 font-medium text-leaf-ink hover:bg-hover touch:min-h-10"
    >
      {label}
    </button>
  );
  const action = offered && !text && !pending && !failed && !refused ? button(t('toText')) : null;
  const why = refused ? 'other' : (failure ?? 'other');
  const reason = refused?.retryAt
    ? t('noText.RateLimited', { time: refused.retryAt })
    : t(`noText.${why}`);
  return (
    <>
      {children(action)}
      {text && <Transcript text={text} />}
      {pending && !text && (
        <p role="status" className="border-line border-t pt-1.5 text-ink-2 text-label">
          {t('transcribing')}
        </p>
      )}
      {(failed || refused) && !pending && (
        <p
          role="status"
          className="flex flex-wrap items-center gap-1 border-line border-t pt-1.5 text-ink-2 text-label"
        >
          {reason}
          {offered && button(t('retry'))}
        </p>
      )}
    </>
  );
}
