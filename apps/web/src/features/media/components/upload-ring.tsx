'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { useProgress } from '../progress';

type UploadRingProps = {
  /** Client id of what it belongs to. */
  id: string;
  name: string;
  onCancel: () => void;
  /** Over a picture, or beside words. */
  over?: boolean;
};

const RADIUS = 17;
const ROUND = 2 * Math.PI * RADIUS;

/** How much has travelled, and the way to stop it. While it waits for its turn the ring is empty. */
export function UploadRing({ id, name, onCancel, over = false }: UploadRingProps) {
  const t = useTranslations('media');
  const share = useProgress(id);
  return (
    <button
      type="button"
      onClick={(event) => {
        event.stopPropagation();
        onCancel();
      }}
      aria-label={t('cancelUpload', { name })}
      className={cn(
        'relative flex size-11 shrink-0 items-center justify-center rounded-full',
        over ? 'bg-veil text-on-veil' : 'text-ink-2 hover:text-ink',
      )}
    >
      <svg viewBox="0 0 40 40" className="-rotate-90 absolute inset-0.5" aria-hidden="true">
        <circle
          cx="20"
          cy="20"
          r={RADIUS}
          fill="none"
          strokeWidth="2.5"
          className="stroke-current opacity-25"
        />
        <circle
          cx="20"
          cy="20"
          r={RADIUS}
          fill="none"
          strokeWidth="2.5"
          strokeLinecap="round"
          strokeDasharray={ROUND}
          strokeDashoffset={ROUND * (1 - (share ?? 0))}
          className="stroke-current transition-[stroke-dashoffset]"
        />
      </svg>
      <X className="size-4.5" aria-hidden="true" />
      <span
        role="progressbar"
        aria-label={t('uploading', { name })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((share ?? 0) * 100)}
        className="sr-only"
      />
    </button>
  );
}
