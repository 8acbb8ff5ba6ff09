'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { TextField } from '@/components/ui/text-field';
import { useToast } from '@/components/ui/toast';
import { useMessageRefusal } from '@/features/messages/components/menu/use-report-refusal';
import { useScheduleActions } from '../schedules';
import { WhenDialog } from './when-dialog';

type RemindDialogProps = { messageId: string | null; onClose: () => void };

/** When a message is to come back, and why. */
export function RemindDialog({ messageId, onClose }: RemindDialogProps) {
  const t = useTranslations('schedules');
  const toast = useToast();
  const refusal = useMessageRefusal();
  const { remind } = useScheduleActions();
  const [note, setNote] = useState('');
  const choose = async (at: Date) => {
    const outcome = await remind(messageId ?? '', at, note.trim());
    if (!outcome.ok) return refusal(outcome, 'remind');
    toast.add({ title: t('reminderSet') });
    setNote('');
    return null;
  };
  return (
    <WhenDialog
      open={messageId !== null}
      onClose={onClose}
      title={t('remindTitle')}
      confirmLabel={t('remind')}
      onChoose={choose}
    >
      <div className="mb-3">
        <TextField label={t('note')} value={note} maxLength={200} onValueChange={setNote} />
      </div>
    </WhenDialog>
  );
}
