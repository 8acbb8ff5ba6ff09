'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { momentTime } from '@/lib/time-format';
import { choices, fromField, toField } from '../when';

type WhenDialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  confirmLabel: string;
  /** The time it has now, when it is being changed. */
  at?: Date;
  /** Does it; answers what stood in the way, in words, or null. */
  onChoose: (at: Date) => Promise<string | null>;
  children?: ReactNode;
};

/** A time to come: one of the usual ones, or any. */
export function WhenDialog({
  open,
  onClose,
  title,
  confirmLabel,
  at: before,
  onChoose,
  children,
}: WhenDialogProps) {
  const t = useTranslations('schedules');
  const common = useTranslations('common');
  const locale = useLocale();
  const [at, setAt] = useState<Date | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => {
    setAt(null);
    setProblem(null);
    onClose();
  };
  const choose = async (time: Date) => {
    setBusy(true);
    const refusal = await onChoose(time);
    setBusy(false);
    setProblem(refusal);
    if (refusal === null) close();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(stillOpen) => {
        if (!stillOpen) close();
      }}
      title={title}
      closeLabel={common('close')}
      footer={
        <Button
          busy={busy}
          disabled={!at || at <= new Date()}
          onClick={() => at && void choose(at)}
        >
          {confirmLabel}
        </Button>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      {children}
      <ul className="-mx-2 flex flex-col">
        {open &&
          choices(new Date()).map(({ name, at: time }) => (
            <li key={name}>
              <button
                type="button"
                disabled={busy}
                onClick={() => void choose(time)}
                className="flex h-11 w-full items-center justify-between gap-4 rounded-control px-2 text-start text-body hover:bg-hover"
              >
                <span className="min-w-0 truncate">{t(`choice.${name}`)}</span>
                <span className="tabular shrink-0 text-ink-2 text-label">
                  {momentTime(time, new Date(), locale)}
                </span>
              </button>
            </li>
          ))}
      </ul>
      <label className="mt-3 flex flex-col gap-1.5 font-medium text-label">
        {t('otherTime')}
        <input
          type="datetime-local"
          value={at ? toField(at) : before ? toField(before) : ''}
          min={toField(new Date())}
          onChange={(event) => setAt(fromField(event.target.value))}
          className="h-10 rounded-control border border-line-strong bg-raised px-3 text-body touch:h-11"
        />
      </label>
    </Dialog>
  );
}
