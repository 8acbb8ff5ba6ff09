'use client';

import { MicOff } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { momentTime } from '@/lib/time-format';

/** Stands where one would write, while one may not. */
export function SilentNote({ mutedUntil }: { mutedUntil: Date | null }) {
  const t = useTranslations('composer');
  const locale = useLocale();
  return (
    <p
      role="status"
      className="safe-bottom mx-auto flex min-h-16 w-full max-w-(--measure) shrink-0 items-center justify-center gap-2 px-4 pb-4 text-ink-2 text-label"
    >
      <MicOff className="size-4.5 shrink-0" aria-hidden="true" />
      {mutedUntil
        ? t('mutedUntil', { until: momentTime(mutedUntil, new Date(), locale) })
        : t('allMuted')}
    </p>
  );
}
