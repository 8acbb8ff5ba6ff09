'use client';

import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';

const NEAR_LIMIT = 60;
export const NOTE = 'composer-note';

type ComposerNoteProps = {
  length: number;
  limit: number;
  /** What went wrong, in words. */
  problem: string | null;
};

/** Silent until the limit is near; then it counts down, and past it says what to do. */
export function ComposerNote({ length, limit, problem }: ComposerNoteProps) {
  const t = useTranslations('messages');
  const left = limit - length;
  const note =
    left < 0
      ? t('overLimit', { limit, over: -left })
      : left <= NEAR_LIMIT && t('nearLimit', { left });
  const wrong = left < 0 || problem !== null;
  return (
    <p
      id={NOTE}
      aria-live="polite"
      className={cn(
        'tabular min-h-5 px-1 pt-0.5 text-end text-meta',
        wrong ? 'text-vermilion-ink' : 'text-ink-2',
      )}
    >
      {problem !== null && left >= 0 ? problem : note}
    </p>
  );
}
