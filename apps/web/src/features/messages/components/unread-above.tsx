'use client';

import { ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Spinner } from '@/components/ui/spinner';

type UnreadAboveProps = {
  count: number;
  /** The first unread message is among the rows. */
  known: boolean;
  hasOlder: boolean;
  loadOlder: () => void;
  onFound: () => void;
};

/** More is unread than has been loaded: the way up to where it began. */
export function UnreadAbove({ count, known, hasOlder, loadOlder, onFound }: UnreadAboveProps) {
  const t = useTranslations('messages');
  const [seeking, setSeeking] = useState(false);

  // Each page that arrives without it asks for the next; `loadOlder` itself lets only one be on its way.
  useEffect(() => {
    if (!seeking) return;
    if (!known && hasOlder) {
      loadOlder();
      return;
    }
    setSeeking(false);
    onFound();
  }, [seeking, known, hasOlder, loadOlder, onFound]);

  if (known || !hasOlder) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 top-3 z-10 flex justify-center">
      <button
        type="button"
        aria-busy={seeking}
        onClick={() => setSeeking(true)}
        className="pointer-events-auto flex h-9 items-center gap-1.5 rounded-full bg-raised px-4 font-medium text-label text-leaf-ink shadow-float hover:bg-hover touch:h-11"
      >
        {seeking ? <Spinner /> : <ArrowUp className="size-4" aria-hidden="true" />}
        <span className="tabular">{t('unreadAbove', { count })}</span>
      </button>
    </div>
  );
}
