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
  /** On a phone nothing else says how it is written. */
  markdown: boolean;
};

/** Silent until the limit is near; then it counts down, and past it says what to do. */
export function ComposerNote({ length, limit, problem, markdown }: ComposerNoteProps) {
  const t = useTranslations('messages');
  const c = useTranslations('composer');
  const left = limit - length;
  const note =
    left < 0
      ? t('overLimit', { limit, over: -left })
      : left <= NEAR_LIMIT && t('nearLimit', { left });
  const wrong = left < 0 || problem !== null;
  return (
    <div className="tabular flex min-h-5 justify-end gap-3 px-1 pt-0.5 text-meta">
      {markdown && (
        <span className="me-auto hidden shrink-0 text-ink-2 phone:inline">{c('inMarkdown')}</span>
      )}
      <p
        id={NOTE}
        aria-live="polite"
        className={cn('text-end', wrong ? 'text-vermilion-ink' : 'text-ink-2')}
      >
        {problem !== null && left >= 0 ? problem : note}
      </p>
    </div>
  );
}
