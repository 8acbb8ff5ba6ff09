'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { Row } from '../row';

const SPOKEN = 3;

/** Reads new messages of others to a screen reader, politely; opening a conversation reads none. */
export function NewMessageVoice({ rows, viewerId }: { rows: readonly Row[]; viewerId: string }) {
  const t = useTranslations('messages');
  const heard = useRef<number | null>(null);
  const [spoken, setSpoken] = useState<{ key: string; text: string }[]>([]);

  useEffect(() => {
    const newest = rows.findLast((row) => row.message)?.message?.seq;
    if (newest === undefined) return;
    const since = heard.current;
    heard.current = newest;
    if (since === null || newest <= since) return;
    const fresh = rows.flatMap(({ message, key }) =>
      message && message.seq > since && message.sender.id !== viewerId
        ? [{ key, name: message.sender.nickname, content: message.content }]
        : [],
    );
    setSpoken(
      fresh
        .slice(-SPOKEN)
        .flatMap(({ key, name, content }) =>
          content.__typename === 'TextContent'
            ? [{ key, text: t('spoken', { name, text: content.text }) }]
            : [],
        ),
    );
  }, [rows, viewerId, t]);

  return (
    <div className="sr-only" aria-live="polite" aria-relevant="additions">
      {spoken.map(({ key, text }) => (
        <p key={key}>{text}</p>
      ))}
    </div>
  );
}
