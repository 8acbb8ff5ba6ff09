'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import type { RecorderProblem } from '../use-recorder';

type RecordingProblemLineProps = { problem: RecorderProblem; onDismiss: () => void };

/** Why nothing was recorded, above the composer, and what to do about it. */
export function RecordingProblemLine({ problem, onDismiss }: RecordingProblemLineProps) {
  const t = useTranslations('voice');
  return (
    <div className="absolute inset-x-0 bottom-full z-20 pb-1.5">
      <Notice
        tone={problem === 'short' ? 'info' : 'error'}
        className="shadow-float"
        action={
          <IconButton label={t('dismiss')} onClick={onDismiss}>
            <X className="size-4" aria-hidden="true" />
          </IconButton>
        }
      >
        {t(`problem.${problem}`)}
      </Notice>
    </div>
  );
}
