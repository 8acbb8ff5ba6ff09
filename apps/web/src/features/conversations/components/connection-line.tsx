'use client';

import { CloudOff, LoaderCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { useOutboxCount } from '@/features/messages/outbox';
import { useUnpostedCount } from '@/features/moments/outbox';
import { useConnection } from '@/lib/connection';

/** A blink of the network is nobody's business. */
const GRACE = 1500;

/** One thin line under the header, only while something is wrong, and it says what is kept. */
export function ConnectionLine() {
  const t = useTranslations('conversations');
  const { state, since } = useConnection();
  const waiting = { messages: useOutboxCount(), posts: useUnpostedCount() };
  const troubled = state !== 'live';
  const lasting = useLasting(troubled, since);
  const shown = troubled && lasting;
  return (
    <div role="status">
      {shown && (
        <p
          className={cn(
            'flex min-h-8 items-center justify-center gap-2 px-4 py-1 text-meta phone:justify-start',
            state === 'offline' ? 'bg-amber-tint text-amber-ink' : 'bg-sunken text-ink-2',
          )}
        >
          {state === 'offline' ? (
            <CloudOff className="size-4" aria-hidden="true" />
          ) : (
            <LoaderCircle
              className="size-4 animate-spin motion-reduce:animate-none"
              aria-hidden="true"
            />
          )}
          {t(`connection.${state}.${kindOf(waiting)}`, waiting)}
        </p>
      )}
    </div>
  );
}

const kindOf = ({ messages, posts }: { messages: number; posts: number }) => {
  if (messages > 0) return posts > 0 ? 'both' : 'messages';
  return posts > 0 ? 'posts' : 'nothing';
};

function useLasting(troubled: boolean, since: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!troubled) {
      setLasting(false);
      return;
    }
    // A page that has never been connected counts from when it was drawn.
    const began = since || Date.now();
    const timer = setTimeout(() => setLasting(true), Math.max(0, began + GRACE - Date.now()));
    return () => clearTimeout(timer);
  }, [troubled, since]);
  return lasting;
}
