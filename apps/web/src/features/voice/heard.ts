'use client';

import type { HistoryMessage } from '@/features/messages/history-store';

type Played = HistoryMessage & { heard?: boolean };

/** Whether a message is a voice of somebody else's that the viewer has still to hear: of what has just come nobody has said. */
export const isUnheard = (
  message: Pick<Played, 'content' | 'sender' | 'heard'>,
  viewerId: string,
): boolean =>
  message.content.__typename === 'VoiceContent' &&
  message.sender.id !== viewerId &&
  message.heard !== true;

/** The message as it is now, with what was known of its having been heard: what everyone is told does not say. */
export const withHeard = <Message extends HistoryMessage>(now: Message, known: Played): Message =>
  known.heard === undefined || 'heard' in now ? now : { ...now, heard: known.heard };

export const asHeard = (message: HistoryMessage): HistoryMessage =>
  (message as Played).heard ? message : ({ ...message, heard: true } as HistoryMessage);
