'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useMessageOperations } from '../operations';
import { useMessageRefusal } from './menu/use-report-refusal';

export interface Deletion {
  messageIds: string[];
  /** One message at a time. */
  forEveryone: boolean;
}

type DeleteDialogProps = { deletion: Deletion | null; onClose: () => void; onDone?: () => void };

/** Says for whom messages go before they do. */
export function DeleteDialog({ deletion, onClose, onDone }: DeleteDialogProps) {
  const t = useTranslations('menu');
  const common = useTranslations('common');
  const operations = useMessageOperations();
  const refusal = useMessageRefusal();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // What it is about stays in sight while the dialog goes.
  const [shown, setShown] = useState<Deletion | null>(null);
  if (deletion && deletion !== shown) setShown(deletion);
  const scope = shown?.forEveryone ? 'everyone' : 'me';
  const count = shown?.messageIds.length ?? 1;
  const close = () => {
    setProblem(null);
    onClose();
  };
  const confirm = async () => {
    if (!deletion) return;
    setBusy(true);
    const { messageIds, forEveryone } = deletion;
    const outcome = await (forEveryone
      ? operations.deleteForEveryone(messageIds[0] ?? '')
      : operations.deleteForMe(messageIds));
    setBusy(false);
    if (!outcome.ok) return setProblem(refusal(outcome));
    close();
    onDone?.();
  };
  return (
    <ConfirmDialog
      open={deletion !== null}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={t(`delete.title.${scope}`, { count })}
      description={t(`delete.body.${scope}`, { count })}
      confirmLabel={t('delete.confirm')}
      cancelLabel={common('cancel')}
      busy={busy}
      error={problem}
      onConfirm={confirm}
    />
  );
}
