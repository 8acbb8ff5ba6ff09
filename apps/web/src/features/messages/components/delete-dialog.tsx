'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useMessageOperations } from '../operations';
import type { RowMessage } from '../row';
import { useMessageRefusal } from './menu/use-report-refusal';

export interface Deletion {
  message: RowMessage;
  forEveryone: boolean;
}

/** Says for whom the message goes before it does. */
export function DeleteDialog({
  deletion,
  onClose,
}: {
  deletion: Deletion | null;
  onClose: () => void;
}) {
  const t = useTranslations('menu');
  const common = useTranslations('common');
  const operations = useMessageOperations();
  const refusal = useMessageRefusal();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const scope = deletion?.forEveryone ? 'everyone' : 'me';
  const close = () => {
    setProblem(null);
    onClose();
  };
  const confirm = async () => {
    if (!deletion) return;
    setBusy(true);
    const { id } = deletion.message;
    const outcome = await (deletion.forEveryone
      ? operations.deleteForEveryone(id)
      : operations.deleteForMe([id]));
    setBusy(false);
    if (outcome.ok) close();
    else setProblem(refusal(outcome.error));
  };
  return (
    <ConfirmDialog
      open={deletion !== null}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={t(`delete.title.${scope}`)}
      description={t(`delete.body.${scope}`)}
      confirmLabel={t('delete.confirm')}
      cancelLabel={common('cancel')}
      busy={busy}
      error={problem}
      onConfirm={confirm}
    />
  );
}
