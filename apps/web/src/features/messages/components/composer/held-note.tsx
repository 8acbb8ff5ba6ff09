'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { clockTime } from '@/lib/time-format';
import { useOutbox } from '../../outbox';
import type { OutboxEntry } from '../../outbox-view';

const SECOND = 1_000;

/** The message that a rule holds back for a moment; those behind it wait with it. */
function heldIn(
  entries: readonly OutboxEntry[],
): { retryAt: number; limit: number; rule: string } | null {
  for (const { state, reason } of entries)
    if (state !== 'failed' && reason?.retryAt)
      return { rule: reason.rule, retryAt: Date.parse(reason.retryAt), limit: reason.limit ?? 0 };
  return null;
}

/** How many whole seconds are left; counts while there are any. */
function useSecondsUntil(instant: number | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  const left = instant === undefined ? 0 : Math.ceil((instant - now) / SECOND);
  const counts = left > 0;
  useEffect(() => {
    setNow(Date.now());
    if (!counts) return;
    const timer = setInterval(() => setNow(Date.now()), SECOND);
    return () => clearInterval(timer);
  }, [counts]);
  return Math.max(0, left);
}

/** Why what was written has not gone yet, and when it will by itself. */
export function HeldNote({ conversationId }: { conversationId: string }) {
  const t = useTranslations('composer.held');
  const locale = useLocale();
  const held = heldIn(useOutbox(conversationId));
  const seconds = useSecondsUntil(held?.retryAt);
  if (!held) return null;
  const { limit } = held;
  const amongStrangers = held.rule === 'STRANGER_MESSAGES_PER_MINUTE';
  const time = clockTime(new Date(held.retryAt), locale);
  return (
    <p className="px-2 pb-1.5 text-ink-2 text-label">
      {amongStrangers ? t('strangers', { limit }) : t('burst', { limit })}{' '}
      {/* Read out once, and not with each second. */}
      <span role="status" className="sr-only">
        {t('at', { time })}
      </span>
      <span aria-hidden="true" className="tabular whitespace-nowrap font-medium text-ink">
        {t('in', { seconds })}
      </span>
    </p>
  );
}
