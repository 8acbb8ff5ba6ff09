'use client';

import { cancelComposition, compositionOf } from '@/features/messages/composition';
import { enqueueFile } from '@/features/messages/outbox';
import type { Recorded } from '../recording';
import { RecordButton } from './record-button';

type VoiceRecorderProps = { conversationId: string; disabled: boolean };

/** Where the composer has nothing to send, it records. What was said goes into the outbox, and so out once there is a network. */
export function VoiceRecorder({ conversationId, disabled }: VoiceRecorderProps) {
  const take = async (recorded: Recorded) => {
    const { replyTo } = compositionOf(conversationId);
    await enqueueFile({
      conversationId,
      file: { kind: 'VOICE', ...recorded },
      ...(replyTo && { replyToId: replyTo.messageId }),
    });
    cancelComposition(conversationId);
  };
  return <RecordButton key={conversationId} disabled={disabled} take={take} />;
}
