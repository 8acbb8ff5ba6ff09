import type { OutboxEntry } from './outbox';
import type { SaidContent } from './said-text';

/** What waits to be sent, as it will be said: it is drawn as the message will be, and becomes it without a jump. */
export function entryContent({ clientId: id, text, file }: OutboxEntry): SaidContent {
  if (!file) return { __typename: 'TextContent', text };
  const { kind, name, mediaType, width = 1, height = 1, durationMs = 0 } = file;
  const facts = { id, fileName: name };
  const shown = { ...facts, width, height, placeholder: null };
  if (kind === 'IMAGE') {
    const animated = mediaType === 'image/gif' || file.poster !== undefined;
    return {
      __typename: 'ImageContent',
      image: { ...shown, url: '', animated },
    };
  }
  if (kind === 'VIDEO') {
    const video = { ...shown, durationMs, posterUrl: null, url: '' } as const;
    return { __typename: 'VideoContent', video };
  }
  if (kind === 'VOICE') {
    const voice = { id, durationMs, waveform: file.waveform ?? [], url: '', transcription: null };
    return { __typename: 'VoiceContent', voice };
  }
  return { __typename: 'FileContent', file: { ...facts, bytes: file.bytes.size, url: '' } };
}
