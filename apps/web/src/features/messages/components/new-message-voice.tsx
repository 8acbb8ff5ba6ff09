'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { serverNow } from '@/lib/clock';
import { type HeardMessage, onHeard } from '../arrivals';
import { isNotice } from '../notices';
import { useSenderName } from '../sender-name';
import { useSaidLine } from '../use-said-line';

/** What comes in a burst is read as far as anybody would listen. */
const SPOKEN = 3;
/** What the stream brings later than this was said while it was away, and is found in the history. */
const FRESH_MS = 30_000;

type NewMessageVoiceProps = { conversationId: string; viewerId: string };

/** Reads what others say to a screen reader, politely, as it comes; never what a page of the history brings. */
export function NewMessageVoice({ conversationId, viewerId }: NewMessageVoiceProps) {
  const t = useTranslations('messages');
  const senderName = useSenderName();
  const line = useSaidLine();
  const [spoken, setSpoken] = useState<{ id: string; text: string }[]>([]);
  const say = (message: HeardMessage) => {
    const { id, content } = message;
    const text = t('spoken', { name: senderName(message), text: line(content) });
    setSpoken((before) => [...before.filter((one) => one.id !== id), { id, text }].slice(-SPOKEN));
  };
  const latest = useRef(say);
  latest.current = say;
  useEffect(
    () =>
      onHeard((message) => {
        const { conversation, sender, sentAt } = message;
        if (conversation.id !== conversationId || sender.id === viewerId) return;
        if (isNotice(message) || serverNow() - Date.parse(sentAt) > FRESH_MS) return;
        latest.current(message);
      }),
    [conversationId, viewerId],
  );
  return (
    <div className="sr-only" aria-live="polite" aria-relevant="additions">
      {spoken.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
